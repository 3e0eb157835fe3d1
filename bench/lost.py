"""PostgreSQL is killed in the middle of submissions: whatever was acknowledged must be there afterwards."""

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

from bench.place import Listener, Place

CLIENTS = 4


def acknowledged_and_lost(
    at: Place, on: Listener, lines: Iterator[tuple[str, str, str]], seconds: float
) -> tuple[int, int]:
    """How many answers were acknowledged around the kill, and how many of them are missing."""
    acknowledged: list[str] = []
    until = time.monotonic() + seconds
    lock = threading.Lock()

    def send() -> None:
        while time.monotonic() < until:
            with lock:
                line = next(lines)
            if _accepted(on.port, *line):
                acknowledged.append(json.loads(line[2])["key"])

    clients = [threading.Thread(target=send) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(seconds / 3)
    os.kill(at.postmaster, signal.SIGKILL)
    at.cluster.revive()
    for client in clients:
        client.join()
    return len(acknowledged), len(acknowledged) - _found(at, acknowledged)


def _accepted(port: int, path: str, cookie: str, body: str) -> bool:
    headers = {"Content-Type": "application/json", "X-Chevet": "1", "Cookie": cookie}
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("localhost", port, timeout=20)
        connection.request("POST", path, body, headers)
        return connection.getresponse().status == 200
    return False


def _found(at: Place, keys: list[str]) -> int:
    listed = ",".join(f"'{key}'" for key in keys)
    sql = f"SELECT count(*) FROM answer WHERE id = ANY(ARRAY[{listed}]::uuid[])"
    return int(at.program("psql", "-X", "-A", "-t", stdin=sql).strip())
