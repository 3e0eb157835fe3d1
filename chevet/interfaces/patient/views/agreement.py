"""What was accepted: the two texts, and with whom, when and how it was said."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from chevet.consent.operations import DATA as INFORMATION
from chevet.consent.texts import DATA, REMOTE_FOLLOW_UP, VERSION
from chevet.interfaces import clock
from chevet.interfaces.patient.doorway import visit_of
from chevet.interfaces.patient.frame import framed
from chevet.interfaces.patient.opening import of_link
from chevet.interfaces.patient.record_facts import role_words, when_words
from chevet.interfaces.ui.hours import duty_words
from chevet.interfaces.ui.retention import retention_words
from chevet.usecases.open_link import LinkPage
from chevet.usecases.read_agreement import Agreement, read_agreement

DECISIONS = {
    "given": gettext_lazy("Vous avez dit oui"),
    "refused": gettext_lazy("Vous avez dit non"),
    "informed": gettext_lazy("Vous avez reçu l'information"),
    "withdrawn": gettext_lazy("Vous avez arrêté"),
}
CHANNELS = {
    "oral": gettext_lazy("de vive voix"),
    "phone": gettext_lazy("au téléphone"),
    "screen": gettext_lazy("sur un écran"),
    "link": gettext_lazy("sur cette page"),
}


@require_safe
@of_link(to="writers")
def agreement(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    told = read_agreement(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    return framed(
        request, token, page, "agreement", texts=_texts(told, request.LANGUAGE_CODE), version=VERSION,
        decisions=None if told.decisions is None else [_decision(row, page.zone) for row in told.decisions],
    )  # fmt: skip


def _texts(told: Agreement, language: str) -> dict[str, str]:
    """As they were read, with the names and hours of today."""
    hours = duty_words(told.duty) or _("heures à déclarer")
    retention = retention_words(told.pathway.retention)
    return {
        "agreement": REMOTE_FOLLOW_UP.said_in(language).format(team=told.team_name, hours=hours),
        "data": DATA.said_in(language).format(organisation=told.organisation_name, retention=retention),
    }


def _decision(row: Any, zone: ZoneInfo) -> dict[str, str]:
    by = role_words(row.collector_role) if row.collector_role else ""
    return {
        "what": _("Vos données") if row.text == INFORMATION else _("Le suivi à distance"),
        "decision": str(DECISIONS.get(row.decision, row.decision)),
        "version": row.version,
        "when": when_words(row.at, zone),
        "how": str(CHANNELS.get(row.channel, row.channel)),
        "by": by,
        "guardian": row.given_by == "guardian",
    }
