-- wrk: each line of the file SENDINGS once (path, cookie, body); beyond its end, requests that fail loudly.
local lines, at = {}, 0
for line in io.lines(os.getenv("SENDINGS")) do lines[#lines + 1] = line end
local headers = {["Content-Type"] = "application/json", ["X-Chevet"] = "1", ["Sec-Fetch-Site"] = "same-origin"}
request = function()
  at = at + 1
  if at > #lines then return wrk.format("GET", "/no-more-sendings") end
  local path, cookie, body = lines[at]:match("([^\t]*)\t([^\t]*)\t(.*)")
  headers["Cookie"] = cookie
  return wrk.format("POST", path, headers, body)
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('RESULT {"rate": %.1f, "p50": %.3f, "p99": %.3f, "requests": %d, "failed": %d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests, e.status + e.connect + e.read + e.write + e.timeout))
end
