"""The smallest TURN client: asks coturn for a relay and for permissions, and reads what it answers."""

import hashlib
import hmac
import ipaddress
import os
import socket
import struct
import zlib

COOKIE = 0x2112A442
ALLOCATE, PERMIT = 0x0003, 0x0008
ERROR, REALM, NONCE, USERNAME, INTEGRITY, TRANSPORT, PEER = 0x0009, 0x0014, 0x0015, 0x0006, 0x0008, 0x0019, 0x0012
FAMILY, SIXTH = 0x0017, b"\x02\0\0\0"


class Turn:
    """One client over UDP. `error` is the number of the last answer, 0 for success."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.settimeout(3)
        self.socket.connect(("127.0.0.1", port))
        self.username, self.password, self.realm, self.nonce = username, password, b"", b""

    def allocate(self, *, sixth: bool = False) -> int:
        """A relay over UDP; `sixth`: one that has an address of IPv6."""
        wanted = [(TRANSPORT, b"\x11\0\0\0"), *([(FAMILY, SIXTH)] if sixth else [])]
        first = self.ask(ALLOCATE, wanted)
        return self.ask(ALLOCATE, wanted) if first in (401, 438) else first

    def permit(self, peer: str) -> int:
        transaction = os.urandom(12)
        return self.ask(PERMIT, [(PEER, self._address(peer, transaction))], transaction)

    def ask(self, method: int, attributes: list[tuple[int, bytes]], transaction: bytes = b"") -> int:
        transaction = transaction or os.urandom(12)
        if self.nonce:
            name = self.username.encode()
            attributes = [*attributes, (USERNAME, name), (REALM, self.realm), (NONCE, self.nonce)]
        self.socket.send(self._message(method, transaction, attributes))
        while True:
            answer = self.socket.recv(4096)
            if answer[8:20] == transaction:
                return self._read(answer)

    def _message(self, method: int, transaction: bytes, attributes: list[tuple[int, bytes]]) -> bytes:
        body = b"".join(_attribute(kind, value) for kind, value in attributes)
        if self.nonce:
            key = hashlib.md5(f"{self.username}:{self.realm.decode()}:{self.password}".encode()).digest()
            head = struct.pack("!HHI", method, len(body) + 24, COOKIE) + transaction
            body += _attribute(INTEGRITY, hmac.digest(key, head + body, "sha1"))
        head = struct.pack("!HHI", method, len(body) + 8, COOKIE) + transaction
        mark = (zlib.crc32(head + body) & 0xFFFFFFFF) ^ 0x5354554E
        return head + body + _attribute(0x8028, struct.pack("!I", mark))

    def _read(self, answer: bytes) -> int:
        kind, length = struct.unpack("!HH", answer[:4])
        found, at = {}, 20
        while at < 20 + length:
            name, size = struct.unpack("!HH", answer[at : at + 4])
            found[name] = answer[at + 4 : at + 4 + size]
            at += 4 + size + (-size % 4)
        self.realm, self.nonce = found.get(REALM, self.realm), found.get(NONCE, self.nonce)
        if kind & 0x0110 == 0x0110:
            return found[ERROR][2] * 100 + found[ERROR][3]
        return 0

    def _address(self, peer: str, transaction: bytes) -> bytes:
        address = ipaddress.ip_address(peer)
        mask = (struct.pack("!I", COOKIE) + transaction)[: len(address.packed)]
        hidden = bytes(a ^ b for a, b in zip(address.packed, mask, strict=True))
        return struct.pack("!BBH", 0, 1 if address.version == 4 else 2, 9 ^ (COOKIE >> 16)) + hidden


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)
