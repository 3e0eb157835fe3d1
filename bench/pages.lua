-- wrk: the same page again and again, as the browser whose cookie is COOKIE. A page that is not whole has failed.
local thread_of
failed, first = 0, true
setup = function(thread) thread_of = thread end
init = function() wrk.headers["Cookie"] = os.getenv("COOKIE"); wrk.headers["Accept-Language"] = "fr" end
response = function(status, headers, body)
  local lines = 50
  if first then _, lines = body:gsub("data%-line=", ""); first = false end
  if status ~= 200 or lines ~= 50 or #body < 50000 then failed = failed + 1 end
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"rate": %.1f, "p50": %.3f, "p99": %.3f, "requests": %d, "failed": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests, e.status + e.connect + e.read + e.write + e.timeout + thread_of:get("failed")))
end
