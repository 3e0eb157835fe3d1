"""Patients' phones: each answer has a key of its own and is sent again until somebody says that it arrived."""

import http.client
import json
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

PATIENCE = 5.0  # seconds for one request
STUBBORN = 90.0  # seconds of sending one answer again
RED_SHARE = 0.1
GREEN = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}
RED = GREEN | {"symptoms": "yes", "chest_pain": "yes"}


@dataclass
class Sent:
    """One answer: what the phone knows of it. `receipt` is what it was told, once it was told."""

    key: str
    path: str
    cookie: str
    red: bool
    receipt: dict[str, Any] | None = None
    tries: int = 0

    def body(self) -> bytes:
        return json.dumps({"key": self.key, "answers": RED if self.red else GREEN}).encode()


@dataclass
class Ledger:
    lock: threading.Lock = field(default_factory=threading.Lock)
    sent: list[Sent] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def acknowledged(self) -> list[Sent]:
        return [one for one in self.sent if one.receipt is not None]


def answer(port: int, patients: Sequence[tuple[str, str]], ledger: Ledger, over: threading.Event, seed: str) -> None:
    """One phone after the other until it is `over`; what was begun is then still sent to its end."""
    dice = random.Random(seed)
    while not over.is_set():
        path, cookie = dice.choice(patients)
        one = Sent(str(uuid4()), path, cookie, red=dice.random() < RED_SHARE)
        with ledger.lock:
            ledger.sent.append(one)
        _insist(port, one, dice, ledger)
        if dice.random() < 0.05 and one.receipt:
            _expect_the_same(port, one, ledger)


def send_again(port: int, ledger: Ledger, *, number: int) -> list[str]:
    """Keys whose second sending was heard differently, once the site is quiet."""
    sample = random.Random(number).sample(ledger.acknowledged, min(number, len(ledger.acknowledged)))
    return [one.key for one in sample if _post(port, one) != (200, one.receipt)]


def _insist(port: int, one: Sent, dice: random.Random, ledger: Ledger) -> None:
    deadline = time.monotonic() + STUBBORN
    while time.monotonic() < deadline:
        one.tries += 1
        status, receipt = _post(port, one)
        if status == 200:
            one.receipt = receipt
            return
        if status in (403, 404, 409, 422):
            ledger.complaints.append(f"refused with {status}: {receipt}")
            return
        time.sleep(dice.uniform(0.05, 0.5))


def _expect_the_same(port: int, one: Sent, ledger: Ledger) -> None:
    status, receipt = _post(port, one)
    if status == 200 and receipt != one.receipt:
        ledger.complaints.append(f"another receipt at the second sending of {one.key}")


def _post(port: int, one: Sent) -> tuple[int, Any]:
    """Status and body; 0 when nobody answered, or not to the end."""
    connection = http.client.HTTPConnection("localhost", port, timeout=PATIENCE)
    headers = {"Content-Type": "application/json", "X-Chevet": "1", "Cookie": one.cookie}
    try:
        connection.request("POST", f"{one.path}/answers.json", one.body(), headers)
        response = connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if response.status == 200 else content[:300]
    except (OSError, http.client.HTTPException, ValueError):
        return 0, None
    finally:
        connection.close()
