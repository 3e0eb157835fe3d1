"""The letters about accounts, as their readers open them."""

import re

from chevet.kernel.models import DataKey
from chevet.kernel.sealing import open_record
from chevet.kernel.tenancy import acting, machine
from chevet.notifications.models import Message
from chevet.notifications.operations import BODY, RECIPIENT


def letters(place) -> list[tuple[str, dict]]:
    """(to, body) of the letters of this organisation, oldest first."""
    with acting(machine("dispatch")):
        key = DataKey.objects.filter(pk=place.organisation_id).first()
        rows = list(Message.objects.filter(kind="account", key_id=place.organisation_id).order_by("id"))
        record = key and open_record(key)
        return [(record.open(RECIPIENT, row.recipient), record.open(BODY, row.body)) for row in rows]


def path_in(body: dict) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", body["text"])[1]
