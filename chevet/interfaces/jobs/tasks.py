"""A dead letter becomes a task of the team that follows the person."""

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from chevet.notifications.policy import MessageClass
from chevet.usecases.open_task import report_undelivered
from chevet.usecases.report_lost_link import report_lost_link
from chevet.usecases.report_unreached import report_unreached

log = logging.getLogger(__name__)
UNREACHED = {MessageClass.APPOINTMENT: report_unreached, MessageClass.VIDEO_LINK: report_lost_link}


def make_task_of(
    *,
    message_id: UUID,
    organisation_id: UUID,
    subject_id: UUID | None,
    follow_up_id: UUID | None,
    now: datetime,
    machine_now: datetime,
    **facts: Any,
) -> None:
    """The hook of dispatch_messages. About an appointment or a consultation, the pages of who expects her say so; any
    other letter about nobody's follow-up has no team: it is an error in the log.
    """
    about = UNREACHED.get(facts.get("kind", ""))
    if about and follow_up_id is None and subject_id is not None:
        about(
            message_id=message_id, organisation_id=organisation_id, subject_id=subject_id, now=now,
            machine_now=machine_now,
        )  # fmt: skip
        return
    if follow_up_id is None or subject_id is None:
        fields = {"message": str(message_id), "kind": facts.get("kind"), "reason": facts.get("reason")}
        log.error("a message about no follow-up was given up", extra={"fields": fields})
        return
    report_undelivered(
        follow_up_id=follow_up_id,
        organisation_id=organisation_id,
        subject_id=subject_id,
        now=now,
        machine_now=machine_now,
    )
