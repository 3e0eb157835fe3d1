"""The INS datamatrix, as a hand scanner types it or a camera reads it. Pure.

Agence du numérique en santé, INS datamatrix: a head of 26 characters, then fields S1 to S7; variable ones end with the
group separator, which scanners often swallow. It carries no signature: it spares typing, and proves nothing.
"""

import re
from dataclasses import dataclass
from datetime import date

from chevet.kernel.errors import Invalid
from chevet.people.identity import Traits, is_place
from chevet.people.matricule import check_register, matricule_of

GROUP_SEPARATOR = "\x1d"
LONGEST = 400
FORM = re.compile(
    r"IS01[0-9A-Z]{22}"
    r"S1(?P<matricule>[0-9AB]{15})"
    r"S2(?P<oid>[0-9.]{1,20}?)\x1d?"
    r"S3(?P<given_names>[A-Z' -]{1,100}?)\x1d?"
    r"S4(?P<birth_name>[A-Z' -]{1,100}?)\x1d?"
    r"S5(?P<sex>[MFI])"
    r"S6(?P<born>\d{2}-\d{2}-\d{4})"
    r"S7(?P<birth_place>[0-9AB]{5})\x1d?"
)
NOT_A_CODE = "Ce n'est pas un code INS, ou il est incomplet. Lisez-le encore une fois."
WRONG_KEYBOARD = (
    "Le lecteur n'écrit pas comme le clavier de ce poste (AZERTY ou QWERTY). Réglez le lecteur, puis relisez."
)


@dataclass(frozen=True, slots=True)
class Read:
    """What the code says of somebody. The first given name is the first of the list: the code does not say it apart."""

    traits: Traits
    matricule: str
    oid: str


def read_datamatrix(typed: str, *, invented: bool) -> Read:
    """Raises Invalid: not such a code, a key that is wrong, a register that does not count here."""
    text = typed.strip(" \r\n\t")[: LONGEST + 1]
    found = FORM.fullmatch(text)
    if not found:
        raise Invalid(WRONG_KEYBOARD if _mistyped(text) else NOT_A_CODE)
    matricule = matricule_of(found["matricule"])
    check_register(found["oid"], invented=invented)
    given = " ".join(found["given_names"].split())
    return Read(
        traits=Traits(
            birth_name=found["birth_name"].strip(), first_name=given.split()[0], given_names=given,
            sex="U" if found["sex"] == "I" else found["sex"], birth_date=_day(found["born"]),
            birth_place=_place(found["birth_place"]),
        ),
        matricule=matricule,
        oid=found["oid"],
    )  # fmt: skip


def _mistyped(text: str) -> bool:
    return text.startswith(("ISà", "IS)", "is")) and not FORM.match(text)


def _day(written: str) -> date:
    try:
        return date(int(written[6:]), int(written[3:5]), int(written[:2]))
    except ValueError:
        raise Invalid(NOT_A_CODE) from None


def _place(code: str) -> str:
    if not is_place(code):
        raise Invalid(NOT_A_CODE)
    return code
