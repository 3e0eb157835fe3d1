"""What browsers would send: one complete request a line, each with its own link, cookie and key, used once."""

import csv
import json
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from random import Random
from uuid import uuid4

from chevet.access.visits import cookie_name
from chevet.interfaces.cli.seeding.typed import typed_answers


def sendings(links: Path, *, seed: int) -> Iterator[tuple[str, str, str]]:
    """Endless (path, cookie, body); every patient once, then every patient again."""
    rng = Random(seed)
    with links.open() as file:
        known = list(csv.reader(file))[1:]
    rng.shuffle(known)
    for token, device in cycle(known):
        body = {"key": str(uuid4()), "answers": typed_answers(rng), "on_behalf": False, "between": False}
        yield f"/s/{token}/answers.json", f"{cookie_name(token, secure=False)}={device}", json.dumps(body)


def write_down(lines: Iterator[tuple[str, str, str]], file: Path, *, number: int) -> None:
    """For wrk, which reads them one by one."""
    with file.open("w") as out:
        for _, line in zip(range(number), lines, strict=False):
            out.write("\t".join(line) + "\n")
