"""What clamd says of a file, by its INSTREAM command. Off unless CHEVET_ANTIVIRUS names its socket or host:port."""

import socket
from contextlib import closing

from django.conf import settings

OFF, WAITING, CLEAN, INFECTED = "off", "waiting", "clean", "infected"
WAIT = 15  # seconds
PIECE = 1 << 16


def verdict(content: bytes) -> str:
    """off, clean or infected; waiting when nobody answers, or not in time: the file is then in quarantine."""
    where = settings.ANTIVIRUS
    if not where:
        return OFF
    try:
        answer = _asked(where, content)
    except OSError:
        return WAITING
    if answer.endswith("FOUND"):
        return INFECTED
    return CLEAN if answer.endswith("OK") else WAITING


def _asked(where: str, content: bytes) -> str:
    with closing(_connected(where)) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
        answer = b""
        while not answer.endswith(b"\0") and (more := line.recv(4096)):
            answer += more
    return answer.rstrip(b"\0").decode("ascii", "replace").strip()


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(WAIT)
        line.connect(where)
        return line
    host, _colon, port = where.rpartition(":")
    return socket.create_connection((host or where, int(port or 3310)), timeout=WAIT)
