"""Simulateur du téléservice INSi: invented answers, always the same for the same person, with numbers of the test register.

The birth name chooses the case, so that each can be shown: ABSENT is nobody, JUMEAU several people, VARIANT somebody
whose traits are written otherwise, PANNE a service that does not answer. Everybody else is found as she is.
"""

import hashlib
from dataclasses import replace

from chevet.people.folding import folded
from chevet.people.identity import Traits
from chevet.people.matricule import NIR_TEST, key_of
from chevet.people.national_identity import Answer, Found, ServiceDown

PLACES = ("69383", "13205", "59350", "35238", "2A004", "97411", "99350")
SECOND_NAMES = {"F": ("Marie", "Anne", "Louise", "Jeanne"), "M": ("Marie", "Paul", "Louis", "Henri")}


class SimulatedINSi:
    name = "Simulateur du téléservice INSi"
    invented = True

    def search(self, traits: Traits) -> Answer:
        """One person, unless the birth name asks for another case."""
        match folded(traits.birth_name):
            case "panne":
                raise ServiceDown
            case "absent":
                return Answer(found=Found.NONE)
            case "jumeau":
                return Answer(found=Found.SEVERAL)
            case "variant":
                return _one(replace(traits, birth_name=f"{traits.birth_name}-Delorme"))
        return _one(traits)


def _one(traits: Traits) -> Answer:
    chance = _chance(traits)
    second = SECOND_NAMES[traits.sex][chance % 4]
    whole = replace(
        traits,
        given_names=traits.given_names or f"{traits.first_name} {second}",
        birth_place=traits.birth_place or PLACES[chance % len(PLACES)],
    )
    return Answer(found=Found.ONE, traits=_as_registered(whole), matricule=_matricule(whole, chance), oid=NIR_TEST)


def _as_registered(traits: Traits) -> Traits:
    """Capital letters without accents, as the register writes."""
    written = {name: folded(getattr(traits, name)).upper() for name in ("birth_name", "first_name", "given_names")}
    return replace(traits, **written)


def _matricule(traits: Traits, chance: int) -> str:
    number = f"{'12'[traits.sex == 'F']}{traits.birth_date:%y%m}{traits.birth_place}{chance % 998 + 1:03d}"
    return number + key_of(number)


def _chance(traits: Traits) -> int:
    """The same for the same person, whatever is filled in later."""
    who = f"{folded(traits.birth_name, traits.first_name)} {traits.birth_date} {traits.sex}"
    return int.from_bytes(hashlib.sha256(who.encode()).digest()[:4])
