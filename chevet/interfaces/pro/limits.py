"""How often something may be done: counters shared by every process, with the time to wait."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from chevet.access.operations import count
from chevet.interfaces.clock import machine_now
from chevet.interfaces.ui.refusals import too_many_requests
from chevet.kernel import sealing
from chevet.kernel.errors import TooMany
from chevet.kernel.rows import Statement
from chevet.kernel.tenancy import machine
from chevet.kernel.unit_of_work import UnitOfWork

HALF_AN_HOUR = 30 * 60
FORGET = "DELETE FROM throttle WHERE key = %s"


def check(what: str, who: object, *, times: int, seconds: int) -> None:
    """Count one more; raises TooMany past `times` in a window of `seconds`."""
    counted, wait = _counted(what, who, seconds)
    if counted > times:
        raise TooMany(_("Trop d’essais en peu de temps."), retry_after=wait)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to allauth's own limits, which are all a minute long."""
    return too_many_requests(request, retry_after=60)


def is_first(what: str, who: object, *, seconds: int) -> bool:
    """Whether this was not yet done in the last `seconds`: a one-time code serves once."""
    return _counted(what, who, seconds)[0] == 1


def forget(what: str, who: object) -> None:
    """After a success the tries before it no longer count."""
    with UnitOfWork(machine("throttle")) as work:
        work.add(Statement(FORGET, (sealing.blind_index("throttle", f"{what}|{who}"),)))


def _counted(what: str, who: object, seconds: int) -> tuple[int, int]:
    now = machine_now()
    with UnitOfWork(machine("throttle")) as work:
        ((row,),) = work.fetch(count(what=what, who=str(who), window=timedelta(seconds=seconds), machine_now=now))
    return row.count, max(1, int((row.window_ends_at - now).total_seconds()))
