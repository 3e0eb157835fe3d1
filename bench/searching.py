"""Finding one person among all those of one organisation, through the use case, as they are typed in a hurry.

python -m bench.searching, in the product's environment, after yardstick/people.sql: one JSON line, milliseconds.
"""

import json
import statistics
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import django

ORGANISATION = UUID(int=1)
ROUNDS = 15
TYPED = {
    "a name": ("lefebvre", "martin", "thomas", "deschamps"),
    "both names": ("marie martin", "odile lefebvre", "du odile"),
    "a name with a slip": (
        "Lefevbre",
        "Deschanps",
        "leffebvre",
        "fornier",
        "matrin",
        "Josette Lefevbre",
        "marie matrin",
    ),
    "a name that nobody bears": ("zqxwv", "xy martin"),
    "a birth date": ("27/3/1957", "27031957"),
    "a name with a slip and a birth date": ("Matrin 27/03/1957",),
    "a whole number": ("06 12 34 56 78",),
}


def main() -> dict[str, float]:
    """The slowest median of each way to type."""
    from bench.reading import took
    from chevet.people.actors import Actor
    from chevet.people.models import Role
    from chevet.usecases.search_patients import search_patients

    actor = Actor(UUID(int=2), ORGANISATION, Role.PROFESSIONAL, "Bench")
    look = partial(search_patients, actor=actor, territory="FR", machine_now=datetime.now(UTC))
    return {
        how: max(statistics.median(took(partial(look, typed=one)) for _ in range(ROUNDS)) for one in several)
        for how, several in TYPED.items()
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(main()))
