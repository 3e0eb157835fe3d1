"""A code by SMS, for the browser that asks: what turns a browser that may write into one that may read."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from chevet.access import operations, rules
from chevet.access.permissions import Door, door_to_write
from chevet.access.queries import SUBJECT, TARGET, codes_of_target, enter
from chevet.access.rules import CodeKind
from chevet.access.tokens import new_sms_code
from chevet.access.visits import Visit
from chevet.audit.operations import entry
from chevet.kernel.errors import Forbidden, TooMany
from chevet.kernel.identifiers import new_id
from chevet.kernel.rows import Statement
from chevet.kernel.sealing import open_record
from chevet.kernel.sentences import gettext_noop
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations as outbox
from chevet.people.operations import CONTACT
from chevet.usecases.telling import written

# A person who stopped reminders still gets the codes she asks for; a number that is not hers gets nothing.
MOBILE = Statement(
    f"""
SELECT c.id, c.value, f.id AS follow_up_id, coalesce(f.language, a.language, 'fr') AS language, k.subject_id, k.family,
       k.generation, k.wrapped
  FROM data_key k
  JOIN contact_point c ON c.subject_id = k.subject_id AND c.kind = 'mobile' AND c.state NOT IN ('wrong', 'retired')
  LEFT JOIN follow_up f ON f.id = {TARGET}
  LEFT JOIN appointment a ON a.id = {TARGET}
 WHERE k.subject_id = {SUBJECT} ORDER BY c.id IS DISTINCT FROM coalesce(f.contact_id, a.contact_id), c.id LIMIT 1
""",
    (),
)
NO_MOBILE = gettext_noop("Nous n'avons pas de numéro de mobile pour vous. Demandez un code à votre équipe.")
TOO_MANY = gettext_noop("Trop de codes ont été demandés. Attendez une heure, ou demandez un code à votre équipe.")


def send_code(*, visit: Visit, now: datetime, machine_now: datetime) -> None:
    """Six digits to the mobile of the record, good for ten minutes, on this browser only.

    Raises Forbidden (the browser has not said who it is, or the record has no mobile), TooMany.
    """
    with UnitOfWork(visit.scope()) as work:
        day = codes_of_target(since=machine_now - timedelta(days=1))
        entered, sent, mobiles = work.fetch(enter(visit, lock=True), day, MOBILE)
        door = door_to_write(entered, now=now)
        if not mobiles:
            raise Forbidden(NO_MOBILE)
        earlier = [code.created_at for code in sent if code.kind == CodeKind.SMS]
        if not rules.may_send_code(earlier, machine_now=machine_now):
            raise TooMany(TOO_MANY, retry_after=3600)
        work.add(*_send(door, mobiles[0], now=now, machine_now=machine_now))


def _send(door: Door, mobile: Any, *, now: datetime, machine_now: datetime) -> list[Statement]:
    code, ident, record, row = new_sms_code(), new_id(), open_record(mobile), door.row
    text = written("code", "sms", mobile.language, code=code, domain=urlsplit(settings.SITE_URL).netloc)
    whose = {"organisation_id": row.organisation_id, "subject_id": row.subject_id}
    return [
        operations.new_code(
            **whose, code_id=ident, target_id=row.target_id, device_id=door.device_id, kind=CodeKind.SMS, code=code,
            machine_now=machine_now,
        ),
        outbox.message(
            **whose, record=record, follow_up_id=mobile.follow_up_id, channel="sms", kind="code",
            once=f"code:{ident.hex}", recipient=record.open(CONTACT, mobile.value), contact_id=mobile.id, due_at=now,
            **text,
        ),
        entry(**whose, at=machine_now, actor=f"link:{door.link_id}", action="code.sent"),
    ]  # fmt: skip
