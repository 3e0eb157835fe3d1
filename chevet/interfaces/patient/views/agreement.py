"""What was accepted: the two texts, and with whom, when and how it was said."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
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
from chevet.kernel.sentences import Sentence
from chevet.pathways.languages import SCREENS
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
@of_link(to="writers", in_every_language=True)
def agreement(request: HttpRequest, token: str, page: LinkPage) -> HttpResponse:
    told = read_agreement(visit=visit_of(request, token), now=clock.domain_now(), machine_now=clock.machine_now())
    return framed(
        request, token, page, "agreement", texts=_texts(told), original=_original(told), version=VERSION,
        decisions=None if told.decisions is None else [_decision(row, page.zone) for row in told.decisions],
    )  # fmt: skip


def _texts(told: Agreement) -> dict[str, str]:
    """As they were read, with the names and hours of today, in the page's language."""
    hours = duty_words(told.duty) or _("heures à déclarer")
    retention = retention_words(told.pathway.retention)
    return {
        "agreement": _said(REMOTE_FOLLOW_UP).format(team=told.team_name, hours=hours),
        "data": _said(DATA).format(organisation=told.organisation_name, retention=retention),
    }


def _said(text: Sentence) -> str:
    language = get_language() or "fr"
    return text.said_in(language) if language in SCREENS else _(text.fr)


def _original(told: Agreement) -> dict[str, str] | None:
    """What binds, beside a translation: the text was read in French or in English."""
    if get_language() in SCREENS:
        return None
    with translation.override("fr"):
        return _texts(told)


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
