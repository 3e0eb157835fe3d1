"""CPU used by processes: the figure that survives a shared machine, where requests per second do not."""

import os

TICKS = os.sysconf("SC_CLK_TCK")


def seconds(*roots: int) -> float:
    """User and system time of these processes and of all beneath them, those already gone included."""
    children, used = _table()
    total, left = 0.0, list(roots)
    while left:
        pid = left.pop()
        total += used.get(pid, 0.0)
        left += children.get(pid, [])
    return total


def load() -> str:
    return f"{os.getloadavg()[0]:.1f}"


def _table() -> tuple[dict[int, list[int]], dict[int, float]]:
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{name}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(name))
        used[int(name)] = sum(map(int, fields[11:15])) / TICKS
    return children, used
