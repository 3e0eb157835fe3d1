"""Who has read the catalogues. In `locale/<code>`, a sentence that somebody who speaks both languages found right carries
a comment, `# validated: name and role, 2026-01-31`; French and English are our own words.
"""

import re
from functools import cache
from pathlib import Path

ROOMS = ("patient", "ui")
OURS = ("fr", "en")
INTERFACES = Path(__file__).parent.parent
SENTENCE, VALIDATED = re.compile(r'^msgid "', re.M), re.compile(r"^# validated: \S.*, \d{4}-\d\d-\d\d$", re.M)


@cache
def reviewed(language: str) -> bool:
    """True when every sentence of the pages behind a link was validated in this language; one is enough to say not."""
    return language in OURS or all(_reviewed(catalogue(room, language)) for room in ROOMS)


def catalogue(room: str, language: str) -> Path:
    return INTERFACES / room / "locale" / language / "LC_MESSAGES" / "django.po"


def _reviewed(source: Path) -> bool:
    """The first `msgid` is the head of the file."""
    text = source.read_text(encoding="utf-8") if source.exists() else ""
    return 0 < len(SENTENCE.findall(text)) - 1 == len(VALIDATED.findall(text))
