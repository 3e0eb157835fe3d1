"""Sendings at a constant rate, whether the last one was answered or not; latency from the moment each was due.

python -m bench.constant_rate PORT RATE SECONDS FILE: one JSON line on standard output.
"""

import asyncio
import json
import sys
import time


async def main(port: int, rate: float, seconds: float, lines: list[str]) -> dict[str, float]:
    free: asyncio.LifoQueue = asyncio.LifoQueue()
    took: list[float] = []
    failed = 0

    async def one(due: float, line: str) -> None:
        nonlocal failed
        reader, writer = await (free.get() if not free.empty() else asyncio.open_connection("127.0.0.1", port))
        writer.write(request(port, *line.rstrip("\n").split("\t")))
        head = await reader.readuntil(b"\r\n\r\n")
        await reader.readexactly(int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0]))
        failed += b" 200 " not in head[:16]
        took.append(time.perf_counter() - due)
        free.put_nowait((reader, writer))

    began, tasks = time.perf_counter() + 0.1, []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one(due, lines[number])))
    _, late = await asyncio.wait(tasks, timeout=20)
    took.sort()
    share = lambda part: took[min(len(took) - 1, int(len(took) * part))] * 1000  # noqa: E731
    return {"p50": share(0.5), "p99": share(0.99), "longest": took[-1] * 1000, "failed": failed + len(late)}


def request(port: int, path: str, cookie: str, body: str) -> bytes:
    content = body.encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\nX-Chevet: 1\r\n"
        f"Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content


if __name__ == "__main__":
    with open(sys.argv[4]) as file:
        print(json.dumps(asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]), file.readlines()))))
