"""One stream of what happened to somebody, newest first, by local day: the middle of the patient's page."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from chevet.interfaces.pro import labels
from chevet.interfaces.pro.changes import Changed, compared, measured
from chevet.interfaces.pro.messages_sent import worded
from chevet.interfaces.pro.moves import moved
from chevet.interfaces.pro.records import RecordPage
from chevet.interfaces.ui.documents import name_words
from chevet.pathways.calendar import local_day

PAGE = 30
SHOWN = {
    "answers": gettext_lazy("Réponses"),
    "vitals": gettext_lazy("Constantes"),
    "alerts": gettext_lazy("Alertes"),
    "calls": gettext_lazy("Appels"),
    "messages": gettext_lazy("Messages"),
    "notes": gettext_lazy("Notes et avis"),
    "documents": gettext_lazy("Documents"),
    "moves": gettext_lazy("Changements"),
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the stream. values: what was measured or changed; rest: what stayed as it was.

    lines: (level, sentence) of several alerts that opened together.
    """

    at: datetime
    kind: str
    icon: str
    title: str
    by: str = ""
    level: str = ""
    text: str = ""
    usual: bool = False
    values: tuple[Changed, ...] = ()
    rest: tuple[Changed, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """Events of one local day; `number` counts from the first day of the follow-up, 0 before it."""

    on: date
    number: int
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """shown: the one kind that is shown, or nothing. older: where the next page begins, or nothing."""

    days: tuple[Day, ...]
    shown: str
    older: str


def shown_of(request: Any) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in SHOWN else ""


def before_of(request: Any) -> datetime | None:
    """Where the page begins; what cannot be read is the beginning."""
    try:
        at = parse_datetime(request.GET.get("before", ""))
    except ValueError:
        return None
    return at if at and at.tzinfo else None


def stream_of(page: RecordPage, *, shown: str = "", before: datetime | None = None) -> Stream:
    """The newest events, or those older than `before`; `shown` names one kind."""
    makers = [ALONE.get(shown, SOURCES[shown])] if shown else SOURCES.values()
    events = [one for maker in makers for one in maker(page) if before is None or one.at < before]
    events.sort(key=lambda one: one.at, reverse=True)
    last = min(PAGE, len(events))
    while last < len(events) and events[last].at == events[last - 1].at:
        last += 1
    older = events[last - 1].at.isoformat() if last < len(events) else ""
    return Stream(tuple(_days(page, events[:last])), shown, older)


def _days(page: RecordPage, events: Iterable[Event]) -> Iterator[Day]:
    for on, together in groupby(events, key=lambda one: local_day(one.at, page.zone)):
        yield Day(on, max(0, (on - page.follow_up.starts_on).days + 1), tuple(together))


def _answers(page: RecordPage) -> Iterator[Event]:
    fulfilled = {one.answered_at for one in page.record.occurrences}
    for answer, values, rest in compared(page.record, zone=page.zone):
        title = _("Questionnaire") if answer.at in fulfilled else _("Réponse entre deux questionnaires")
        by = _("saisi par %(name)s") % {"name": page.people.get(answer.author_id, _("un soignant"))}
        yield Event(
            answer.at, "answers", "clipboard-list", title,
            by=by if answer.author_id else _("par un proche") if answer.by_relative else "",
            level=labels.LEVELS[answer.level], values=values, rest=rest,
        )  # fmt: skip
    for one in page.record.occurrences:
        if one.silenced_at and not one.answered_at:
            title = _("Sans réponse au questionnaire du jour %(day)s") % {"day": one.day}
            yield Event(one.silenced_at, "answers", "bell-off", title, level="grey")


def _vitals(page: RecordPage) -> Iterator[Event]:
    for at, values in measured(page.record, zone=page.zone):
        yield Event(at, "vitals", "activity-heartbeat", _("Mesure envoyée seule"), values=values)


def _all_vitals(page: RecordPage) -> Iterator[Event]:
    yield from _vitals(page)
    for answer, values, _rest in compared(page.record, zone=page.zone):
        numbers = tuple(one for one in values if one.is_measure)
        if numbers:
            yield Event(answer.at, "vitals", "activity-heartbeat", _("Mesures du questionnaire"), values=numbers)


def _alerts(page: RecordPage) -> Iterator[Event]:
    """Those that opened together are told together, and so are those that were closed together."""
    found = page.live_alerts + page.past_alerts
    for at, opened in _together(found, lambda entry: entry["alert"].opened_at):
        lines = [(labels.level_of(one["alert"].level), one["sentence"]) for one in opened]
        worst = labels.level_of(max(one["alert"].level for one in opened))
        if len(lines) == 1:
            yield Event(at, "alerts", "bell", lines[0][1], level=worst)
        else:
            title = ngettext("%(count)s alerte", "%(count)s alertes", len(lines)) % {"count": len(lines)}
            yield Event(at, "alerts", "bell", title, level=worst, lines=tuple(lines))
    for at, closed in _together(found, lambda entry: entry["alert"].closed_at):
        answered = all(one["alert"].closed_why == "answered" for one in closed)
        title = _("Alerte fermée par une réponse") if answered else _("Alerte clôturée")
        text = closed[0]["closing"] or " ".join(one["sentence"] for one in closed)
        yield Event(at, "alerts", "circle-check", title, text=text)


def _together(
    entries: list[dict[str, Any]], at: Callable[[dict[str, Any]], datetime | None]
) -> Iterator[tuple[datetime, list[dict[str, Any]]]]:
    dated = sorted((one for one in entries if at(one)), key=lambda one: (at(one), -one["alert"].level))
    for moment, group in groupby(dated, key=at):
        yield moment, list(group)


def _calls(page: RecordPage) -> Iterator[Event]:
    for call in page.record.calls:
        title = labels.OUTCOMES.get(call.outcome, call.outcome) if call.outcome else _("Appel en cours")
        yield Event(call.at, "calls", "phone-call", str(title), by=call.author, text=call.note)


def _messages(page: RecordPage) -> Iterator[Event]:
    """What was written, the invitation, and what did not arrive. Each reminder shows where only messages are shown."""
    yield from (one for one in _all_messages(page) if not one.usual)


def _all_messages(page: RecordPage) -> Iterator[Event]:
    for letter in page.record.thread:
        title = _("La personne a écrit") if letter.link_id else _("L’équipe a écrit")
        by = letter.author or ""
        yield Event(letter.at, "messages", "message-circle", title, by=by, text=letter.text)
    for sent in page.record.messages:
        said_of = worded(sent)
        title = _("%(what)s : %(how)s") % {"what": said_of["kind"], "how": said_of["state"]}
        level = "orange" if said_of["lost"] else ""
        if said_of["at"] <= page.now:
            usual = sent.kind in ("reminder", "nudge") and not said_of["lost"]
            by = str(said_of["channel"])
            yield Event(said_of["at"], "messages", "send", title, by=by, level=level, usual=usual)


def _notes(page: RecordPage) -> Iterator[Event]:
    for note in page.record.around.notes:
        title = _("Note à transmettre") if note.for_next_shift else _("Note au dossier")
        yield Event(note.at, "notes", "note", title, by=note.author, text=note.text)
    for one in page.record.advice:
        title = _("Avis demandé à %(name)s") % {"name": one.asked}
        yield Event(one.asked_at, "notes", "stethoscope", title, by=one.asker, text=one.question)
        if one.answered_at:
            yield Event(one.answered_at, "notes", "stethoscope", _("Avis rendu"), by=one.giver or "", text=one.answer)


def _documents(page: RecordPage) -> Iterator[Event]:
    for one in page.record.around.documents:
        hers = one.source == "patient"
        title = _("La personne a envoyé un document") if hers else _("Document mis au dossier")
        by = "" if hers else one.author or ""
        yield Event(one.kept_at, "documents", "file-text", title, by=by, text=name_words(one.label))


def _moves(page: RecordPage) -> Iterator[Event]:
    for move in page.record.around.moves:
        if words := moved(move):
            by = move.account or (_("La personne") if move.actor.startswith("link:") else "")
            level = "orange" if move.action == "record.forced" else ""
            yield Event(move.at, "moves", "pencil", words, by=by, level=level, text=_of_threshold(page, move))


def _of_threshold(page: RecordPage, move: Any) -> str:
    """Why the bound was set: its reason is in the record, not in the journal."""
    if move.action != "threshold.set":
        return ""
    kind = (move.detail.get("kind"), move.detail.get("side"))
    near = [one for one in page.record.around.thresholds if (one.kind, one.side) == kind]
    return next((one.content["reason"] for one in near if abs((one.set_at - move.at).total_seconds()) < 60), "")


SOURCES: dict[str, Callable[[RecordPage], Iterator[Event]]] = {
    "answers": _answers,
    "vitals": _vitals,
    "alerts": _alerts,
    "calls": _calls,
    "messages": _messages,
    "notes": _notes,
    "documents": _documents,
    "moves": _moves,
}

ALONE = {"vitals": _all_vitals, "messages": _all_messages}  # what a kind shows when nothing else is shown
