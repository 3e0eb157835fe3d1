"""Finding a patient of one's own organisation by name, birth date or whole phone number, tolerant of accents and typing."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from chevet.kernel.rows import Statement
from chevet.organisations.territories import Territory
from chevet.people.actors import Actor
from chevet.people.operations import contact_index, folded
from chevet.people.phones import PhoneError, parse_phone

MOST = 20
DATES = (
    re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.\- ](?P<month>\d{1,2})[/.\- ](?P<year>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})(?!\d)"),
)
YEARS = range(1880, 2101)
FEWEST_DIGITS = 6

FOUND = """
SELECT p.id, p.subject_id, p.first_name, p.birth_name, p.used_first_name, p.used_name, p.birth_date, p.sex,
       f.id AS follow_up_id, f.state, f.team_id, f.starts_on, f.ends_on, i.status AS identity_status, i.doubt AS identity_doubt,
       EXISTS (SELECT 1 FROM care_link c WHERE c.subject_id = p.subject_id AND (c.until IS NULL OR c.until > %s)
                  AND (c.team_id = ANY(%s) OR c.account_id = %s)) AS ours
  FROM find_patients(%s, %s, %s, %s, %s) found
  JOIN patient p ON p.id = found.patient_id
  LEFT JOIN identity i ON i.patient_id = p.id
  LEFT JOIN LATERAL (
    SELECT id, state, team_id, starts_on, ends_on FROM follow_up WHERE patient_id = p.id ORDER BY included_at DESC LIMIT 1
  ) f ON true
 ORDER BY found.closeness DESC, p.search
"""


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody typed, understood: plain words, a birth date, or the fingerprints of one number."""

    words: tuple[str, ...] = ()
    born: date | None = None
    blinds: tuple[bytes, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.born or self.blinds)


def understood(typed: str, *, territory: Territory) -> Sought:
    """Words shorter than two letters are left out. Eight digits may be a date or an overseas number: both are looked for."""
    rest, born = _date(typed)
    digits = re.sub(r"\D", "", typed)
    if len(digits) >= FEWEST_DIGITS and not re.search(r"[^\W\d_]", typed):
        blinds = _blinds(typed, territory)
        if blinds or not born:
            return Sought(born=born, blinds=blinds)
    return Sought(words=tuple(word for word in folded(rest).split() if len(word) > 1), born=born)


def _blinds(typed: str, territory: Territory) -> tuple[bytes, ...]:
    try:
        return (contact_index(parse_phone(typed, territory=territory, fiction=True).e164),)
    except PhoneError:
        return ()


def _date(typed: str) -> tuple[str, date | None]:
    """What is left once the birth date is taken out."""
    for form in DATES:
        if (found := form.search(typed)) and int(found["year"]) in YEARS:
            try:
                born = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                continue
            return typed.replace(found[0], " "), born
    return typed, None


def find(sought: Sought, *, actor: Actor, now: datetime, most: int = MOST) -> Statement:
    """Patients with their latest follow-up, closest first; in the scope's organisation only. ours: may be opened."""
    words: list[Any] = list(sought.words)
    whose = (now, list(actor.team_ids), actor.account_id)
    return Statement(FOUND, (*whose, words, " ".join(words), sought.born, list(sought.blinds), most))
