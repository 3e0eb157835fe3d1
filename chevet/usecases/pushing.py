"""A notification on the telephone beside the SMS or the e-mail, which leaves whatever becomes of it.

Nobody can know that a notification was seen: it is one more chance, never the message itself. What fails is forgotten
without a task for anybody.
"""

import json
from typing import Any
from uuid import UUID

from django.conf import settings

from chevet.kernel.rows import Statement
from chevet.notifications import operations as outbox
from chevet.notifications.parcels import PUSH
from chevet.notifications.subscriptions import address_of
from chevet.pathways import languages

# Only a browser that still may read: its device was neither revoked nor closed with its link.
LISTENING = """
SELECT s.id, s.subscription FROM push_subscription s JOIN access_device d ON d.id = s.device_id
 WHERE s.follow_up_id = %s AND d.state = 'bound' AND d.revoked_at IS NULL ORDER BY s.id LIMIT 5
"""
PUSHED = ("reminder", "nudge")


def listening(follow_up_id: UUID, moment: str) -> tuple[Statement, ...]:
    """The browsers to tell of this moment; no statement where nothing is pushed."""
    return (Statement(LISTENING, (follow_up_id,)),) if settings.PUSH and moment in PUSHED else ()


def pushed(situation: Any, browsers: list[Any], *, moment: str, path: str, once: str, due_at: Any) -> list[Statement]:
    """One message for each. No name, no illness: anybody may read a locked screen. `path`: what a touch opens."""
    row, words = situation.followed, languages.without_pathway(spoken(situation.followed.language))
    said = {"title": words.phrase("questionnaire_ready"), "path": path, "lang": words.language, "dir": words.direction}
    return [
        outbox.message(
            record=situation.record, organisation_id=row.organisation_id, subject_id=row.subject_id,
            follow_up_id=row.id, channel=PUSH, kind=moment, once=f"{once}:{one.id.hex}",
            recipient=address_of(one, situation.record), contact_id=None, due_at=due_at,
            text=json.dumps(said, ensure_ascii=False, separators=(",", ":")),
        )
        for one in browsers
    ]  # fmt: skip


def spoken(language: str) -> str:
    return language if language in (*languages.SCREENS, *languages.codes()) else "fr"
