"""The direct number of the SAMU of a place. From elsewhere, the 15 rings at the SAMU of the caller, not of the patient.

No public directory of these numbers was found that could be relied on, so none is invented here: the operator writes
them in a file (CHEVET_SAMU_NUMBERS, one "department,number" a line, checked by a call). Without a number the sheet says
to call the 15 and ask for the SAMU of that department, which every centre can do (code de la santé publique, R6311-6).
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

POSTCODE = re.compile(r"(?<!\d)(\d{5})(?!\d)")


@dataclass(frozen=True, slots=True)
class Samu:
    """department: "69", "2A", "974", or nothing when the address does not tell. number: E.164, or nothing."""

    department: str
    number: str


def samu_of(address: str, *, directory: Path | None) -> Samu:
    """The SAMU of the last postcode of an address."""
    codes = POSTCODE.findall(address or "")
    department = department_of(codes[-1]) if codes else ""
    return Samu(department, numbers_of(directory).get(department, "") if directory else "")


def department_of(postcode: str) -> str:
    """Three digits overseas; in Corsica 200 and 201 are the south, 202 and 206 the north."""
    if postcode.startswith(("97", "98")):
        return postcode[:3]
    if postcode.startswith("20"):
        return "2A" if postcode[:3] in ("200", "201") else "2B"
    return postcode[:2]


@lru_cache(maxsize=4)
def numbers_of(directory: Path) -> dict[str, str]:
    """The operator's file, read once a process."""
    with directory.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.reader(lines) if len(row) > 1 and not row[0].lstrip().startswith("#")]
    return {department.strip().upper(): number.strip() for department, number, *_rest in rows}
