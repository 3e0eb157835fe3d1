"""Sessions in our own table, which says whose they are: so that they can be listed, and ended, without opening each."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from chevet.people.models import AccountSession

BEGAN, DEVICE = "began", "device"


class SessionStore(DatabaseStore):
    """What Django names the engine of sessions."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        return AccountSession

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        row.device = data.get(DEVICE, "")
        row.began_at = datetime.fromtimestamp(data[BEGAN], UTC) if BEGAN in data else None
        return row
