"""One page to hand to a doctor, as a PDF: who, when, the curves, the last answers, the alerts. Drawn, never laid out.

Millimetres on A4, from the top left corner. What does not fit is left out and said to be.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.interfaces.patient.curves import curves
from chevet.interfaces.patient.moments import hour_words
from chevet.interfaces.patient.record_facts import level_word, said_words, when_words
from chevet.interfaces.patient.summary_curve import draw_curve
from chevet.interfaces.ui.context import may_be_used_for_care
from chevet.interfaces.ui.paper import FOOT, INK, LEFT, LINE, WIDTH, Page, fitting
from chevet.interfaces.ui.phones import phone_words
from chevet.kernel.sentences import number_in
from chevet.pathways.languages import Wording, without_pathway
from chevet.usecases.read_record import AlertView, AnswerView, RecordView
from chevet.vitals.kinds import KINDS

CURVE_WIDTH, CURVE_HEIGHT = 87, 44
MOST_ROWS, MOST_ALERTS, MOST_SAID = 10, 6, 14


def summary_pdf(view: RecordView, *, organisation: str, now: datetime, language: str) -> bytes:
    """The page, in French or English. Under 300 ms for a fortnight, so that it is made in the request."""
    page = Page(title=_("Résumé de mon suivi"), language=language, made_at=now)
    _head(page, view, organisation, now)
    wording = without_pathway(language)
    _curves(page, curves(view, now=now, wording=wording))
    _answers(page, view.answers[:MOST_ROWS], view.situation.zone, language)
    _alerts(page, [one for one in view.alerts if one.level > 1], view.situation.zone, language)
    _last_said(page, view, wording)
    _foot(page, now, view.situation.zone)
    return bytes(page.output())


def _head(page: Page, view: RecordView, organisation: str, now: datetime) -> None:
    patient, row, zone = view.patient, view.situation.followed, view.situation.zone
    page.say(f"{organisation} · {row.team_name}", muted=True)
    page.say(_("Résumé de mon suivi"), size=17, bold=True)
    page.ln(1)
    page.say(f"{patient.birth_name.upper()} {patient.first_name}" + _used(patient), size=12, bold=True)
    sexes = {"F": _("féminin"), "M": _("masculin"), "U": _("indéterminé")}
    born = _("Naissance : %(date)s, sexe %(sex)s") % {
        "date": date_format(patient.birth_date, "j F Y"), "sex": sexes[patient.sex],
    }  # fmt: skip
    page.say(born)
    spans = {"first": date_format(row.starts_on, "j F Y"), "last": date_format(row.ends_on, "j F Y"),
             "day": (now.astimezone(zone).date() - row.starts_on).days + 1}  # fmt: skip
    page.say(_("Suivi à domicile du %(first)s au %(last)s, jour %(day)s") % spans)
    page.say(_("L'équipe répond au %(phone)s") % {"phone": phone_words(row.team_phone)})


def _used(patient: Any) -> str:
    used = " ".join(part for part in (patient.used_first_name, patient.used_name) if part)
    return f" ({used})" if used else ""


def _curves(page: Page, charts: list[dict[str, Any]]) -> None:
    page.heading(_("Mesures des 14 derniers jours"))
    page.say(_("En vert, la zone habituelle de la plupart des gens.") if charts else _("Pas de mesure."), muted=True)
    page.ln(0.6)
    top = page.get_y()
    for place, chart in enumerate(charts):
        left = LEFT + (place % 2) * (WIDTH - CURVE_WIDTH)
        draw_curve(page, chart, left=left, top=top + (place // 2) * CURVE_HEIGHT, width=CURVE_WIDTH)
    page.set_y(top + -(-len(charts) // 2) * CURVE_HEIGHT)
    page.set_draw_color(*LINE)


def _answers(page: Page, answers: Iterable[AnswerView], zone: ZoneInfo, language: str) -> None:
    page.heading(_("Dernières réponses"))
    kinds = list(KINDS.values())
    headers = [_("Date"), *(f"{kind.label.said_in(language)}" for kind in kinds), _("Réponses")]
    widths = [44, 28, 38, 26, 18, 26]
    _row(page, headers, widths, bold=True)
    for answer in answers:
        given = {item.link_id: value for item, value in answer.items}
        cells = [_figure(kind, given.get(kind.code), language) for kind in kinds]
        _row(page, [_short(answer.at, zone), *cells, level_word(answer.level)], widths)


def _figure(kind: Any, value: Any, language: str) -> str:
    measured = isinstance(value, int | float) and not isinstance(value, bool)
    if not measured:
        return "–"
    unit = kind.unit if kind.unit.startswith("/") else f" {kind.unit_shown.said_in(language)}"
    return number_in(language, value, decimals=kind.decimals) + unit


def _row(page: Page, cells: list[str], widths: list[int], *, bold: bool = False) -> None:
    page.set_font("Atkinson", "B" if bold else "", 8)
    page.set_text_color(*INK)
    page.set_x(LEFT)
    for words, width in zip(cells, widths, strict=True):
        page.cell(width, 4.3, fitting(page, words, width), border="B")
    page.ln(4.3)


def _alerts(page: Page, alerts: list[AlertView], zone: ZoneInfo, language: str) -> None:
    page.heading(_("Alertes"))
    if not alerts:
        page.say(_("Aucune alerte."))
    spoken = "en" if language.startswith("en") else "fr"
    for one in alerts[:MOST_ALERTS]:
        state = _("close") if one.closed_at else _("en cours")
        page.say(f"{_short(one.opened_at, zone)} · {level_word(one.level)} · {one.reason[spoken]} ({state})", size=8)
    if len(alerts) > MOST_ALERTS:
        page.say(_("Et %(count)s de plus, non montrées ici.") % {"count": len(alerts) - MOST_ALERTS}, muted=True)


def _last_said(page: Page, view: RecordView, wording: Wording) -> None:
    """The words of the last sending, as many as there is room for."""
    if not view.answers:
        return
    last = view.answers[0]
    page.heading(_("Réponses du %(when)s") % {"when": when_words(last.at, view.situation.zone)})
    said = [(item, value) for item, value in last.items if item.link_id not in KINDS]
    for item, value in said[:MOST_SAID]:
        if page.is_full:
            page.say("…", muted=True)
            return
        page.say(f"{wording.translated(item.text)} {said_words(item, value, wording)}", size=8)


def _foot(page: Page, now: datetime, zone: ZoneInfo) -> None:
    page.set_y(FOOT)
    made = _("Établi le %(when)s par la personne suivie. Mesures et réponses données par elle, à la maison.")
    page.say(made % {"when": when_words(now, zone)}, size=7.5, muted=True)
    if not may_be_used_for_care():
        page.say(_("Non marqué CE : ne pas utiliser pour soigner"), size=7.5, muted=True)


def _short(moment: datetime, zone: ZoneInfo) -> str:
    return f"{date_format(moment.astimezone(zone), 'D j N')}, {hour_words(moment, zone)}"
