"""Links and devices for the tests of the doors, without the follow-up behind them."""

from datetime import UTC, datetime
from uuid import UUID

from chevet.access.models import Device, Link
from chevet.access.tokens import hash_device, hash_token, token_for
from chevet.kernel.identifiers import new_id
from chevet.kernel.tenancy import acting, machine

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def make_link(*, organisation: UUID | None = None, **fields) -> tuple[Link, str]:
    """A link and the token that opens it."""
    link = Link(
        id=new_id(), organisation_id=organisation or new_id(), subject_id=new_id(), target_id=new_id(), created_at=NOW
    )
    token = token_for(link.id, 1)
    link.token_hash = hash_token(token)
    for name, value in fields.items():
        setattr(link, name, value)
    with acting(machine("schedule", organisation=link.organisation_id, subject=link.subject_id)):
        link.save(force_insert=True)
    return link, token


def make_device(link: Link, *, secret: str, state: str = "identified", **fields) -> Device:
    device = Device(
        organisation_id=link.organisation_id, subject_id=link.subject_id, link=link, secret_hash=hash_device(secret),
        state=state, created_at=NOW, seen_at=NOW, **fields,
    )  # fmt: skip
    with acting(machine("schedule", organisation=link.organisation_id, subject=link.subject_id)):
        device.save(force_insert=True)
    return device
