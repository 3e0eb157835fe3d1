"""Two real Chromium at the two ends of a call: a doctor who is signed in, a caller who holds a link, pictures that move."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 740}
FAKE = [
    "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--autoplay-policy=no-user-gesture-required",
    "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run",
]  # fmt: skip
SEEN = "(document.querySelector('[data-views] video')?.getVideoPlaybackQuality().totalVideoFrames) ?? 0"
PATIENCE = 60.0  # seconds


@dataclass
class Called:
    """A regulation that was opened: its id, and the caller's token."""

    id: UUID
    token: str


def chromium(playwright: Any, *, site: str, program: str | None = None) -> Any:
    """`program`: another executable, one that runs Chromium in a network of its own."""
    options = [*FAKE, f"--unsafely-treat-insecure-origin-as-secure={site}"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    return playwright.chromium.launch(executable_path=program or shutil.which("chromium"), args=options)


def signed_in(account_id: UUID) -> dict[str, str]:
    """The cookies of a session with its two factors, as the sign-in leaves them."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from chevet.interfaces.pro.session_store import BEGAN, SessionStore
    from chevet.interfaces.pro.sessions import ENROLLED, SEEN
    from chevet.people.models import Account

    account, now = Account.objects.get(pk=account_id), time.time()
    kept = SessionStore()
    kept[SESSION_KEY] = str(account.pk)
    kept[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    kept[HASH_SESSION_KEY] = account.get_session_auth_hash()
    kept.update({BEGAN: now, SEEN: now, ENROLLED: True})
    kept.save()
    return {settings.SESSION_COOKIE_NAME: kept.session_key}


def call(actor: Any) -> Called:
    """As the doctor's press does it, without the gateway."""
    from chevet.access.models import Link
    from chevet.access.tokens import token_for
    from chevet.kernel.tenancy import acting
    from chevet.usecases.open_regulation import Request, open_regulation, opener_of

    now = datetime.now(UTC)
    wanted = Request(key=uuid4(), number="06 12 34 56 78")
    opened = open_regulation(opener=opener_of(actor), request=wanted, fiction=False, now=now, machine_now=now)
    with acting(actor.scope()):
        link = Link.objects.latest("id")
    return Called(opened, token_for(link.id, 1))


@contextmanager
def page_of(browser: Any, *, site: str, cookies: dict[str, str] | None = None, **options: Any) -> Iterator[Any]:
    """A page in a browser of its own, closed afterwards."""
    context = browser.new_context(locale="fr-FR", **options)
    context.set_default_timeout(2 * PATIENCE * 1000)
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in (cookies or {}).items()])
    try:
        yield context.new_page()
    finally:
        context.close()


def frames(page: Any) -> int:
    """Pictures of the other side that this page has drawn."""
    return int(page.evaluate(SEEN))


def seconds_until(page: Any, *, more_than: int, within: float = PATIENCE) -> float | None:
    """Until the picture moves on; None when it does not."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < within:
        if frames(page) > more_than:
            return waited
        page.wait_for_timeout(50)
    return None
