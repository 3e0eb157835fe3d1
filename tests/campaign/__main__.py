"""Random kills against the real site, and a checker that keeps its own books.

    python -m tests.campaign --kills 20 --seconds 60 --seed 1

Web, worker and PostgreSQL are killed without warning while patients answer and messages leave through a gateway that
misbehaves. Afterwards four sentences must hold: no acknowledged answer is lost, no answer is kept twice or heard
differently at a second sending, no red answer is without its alert, and every message left, reminders once.
"""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from itertools import cycle, islice
from pathlib import Path

from tests.campaign import checker, clients, gateway
from tests.campaign.ground import Ground

KILLED = ("web", "worker", "database")


def main() -> int:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="chevet-campaign-") as folder, gateway.open_(asked.seed) as provider:
        ground = Ground(Path(folder), provider.address)
        try:
            report = campaign(ground, provider, asked)
        finally:
            ground.stop()
    print(json.dumps(report, indent=1))
    return 0 if report["holds"] else 1


def campaign(ground: Ground, provider: gateway.Provider, asked: argparse.Namespace) -> dict:
    ground.start(careless=asked.careless)
    patients = ground.populate(asked.patients)
    ledger, over = clients.Ledger(), threading.Event()
    crowd = [
        threading.Thread(target=clients.answer, args=(ground.port, patients, ledger, over, f"{asked.seed}-{number}"))
        for number in range(asked.clients)
    ]
    for one in crowd:
        one.start()
    killed = kill(ground, asked)
    over.set()
    for one in crowd:
        one.join()
    drained = ground.drain()
    again = clients.send_again(ground.port, ledger, number=100)
    found = checker.check(ground.superuser, ledger, provider)
    found["violations"] |= {"not drained": [] if drained else ["the outbox"], "heard differently": again}
    found["violations"]["complaints of the phones"] = ledger.complaints
    holds = not any(found["violations"].values())
    return {"seed": asked.seed, "killed": killed, "holds": holds} | found


def kill(ground: Ground, asked: argparse.Namespace) -> dict[str, int]:
    """Each kill comes a random moment after the site answered again: a site that is always down proves nothing.

    The clock jumps twice on the way, so that reminders and nudges leave meanwhile.
    """
    dice, began = random.Random(asked.seed), time.monotonic()
    killed = dict.fromkeys(KILLED, 0)
    names = list(islice(cycle(KILLED), asked.kills))
    dice.shuffle(names)
    for number, name in enumerate(names):
        if number in (asked.kills // 3, asked.kills * 2 // 3):
            ground.clock_to("09:05" if number == asked.kills // 3 else "11:05")
        ground.wait()
        time.sleep(dice.uniform(0.1, 2 * asked.seconds / asked.kills))
        ground.kill(name)
        killed[name] += 1
    ground.wait()
    time.sleep(max(1.0, began + asked.seconds - time.monotonic()))
    return killed


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--patients", type=int, default=40)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument(
        "--careless", action="store_true", help="answer before the disk has it, to see the checker bite"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
