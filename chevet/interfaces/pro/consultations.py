"""How a consultation is said on a screen: who waits and since when, who is there, where the person is."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import born_words
from chevet.organisations.samu import Samu, samu_of
from chevet.teleconsultation.rules import State
from chevet.usecases.read_consultations import ConsultationView, Person

LATE = 5  # minutes after the hour, while nobody has come
WORDS = {
    State.PLANNED: _("Pas encore là"),
    State.TESTING: _("Teste son appareil"),
    State.WAITING: _("En salle d’attente"),
    State.ADMITTED: _("Entre dans l’appel"),
    State.IN_CALL: _("En cours"),
    State.BY_PHONE: _("Attend votre appel"),
    State.ENDED: _("Terminée"),
    State.MISSED: _("Ne s’est pas tenue"),
}
ICONS = {
    State.PLANNED: "clock", State.TESTING: "settings", State.WAITING: "bell", State.ADMITTED: "door",
    State.IN_CALL: "video", State.BY_PHONE: "phone-call", State.ENDED: "circle-check", State.MISSED: "x",
}  # fmt: skip
MODALITIES = {
    "video": _("En vidéo"), "audio": _("À la voix seule"), "phone": _("Au téléphone"), "none": _("N’a pas eu lieu"),
}  # fmt: skip
ROLES = {
    "patient": _("Patient"), "relative": _("Proche"), "interpreter": _("Interprète"),
    "colleague": _("Confrère, consœur"), "host": _("Votre équipe"),
}  # fmt: skip
REFUSED = {
    "camera_refused": _("caméra refusée"), "no_camera": _("pas de caméra"), "camera_busy": _("caméra occupée"),
}  # fmt: skip
LOST = ("dead", "cancelled", "failed")
MESSAGES = {
    "new": _("Lien en cours d’envoi"), "leased": _("Lien en cours d’envoi"), "handed": _("Lien envoyé"),
    "delivered": _("Lien reçu"),
}  # fmt: skip


def shown(view: ConsultationView, *, now: datetime, machine_now: datetime) -> dict[str, Any]:
    """What every page names of one consultation, or of an appointment that nobody opened (id None)."""
    seat, patient = view.seat, view.patient
    waits = view.state is State.WAITING
    return {
        "id": view.id, "key": str(view.id or view.appointment_id), "appointment_id": view.appointment_id,
        "patient_id": patient.id if patient else None, "name": view.patient_name, "team_id": view.team_id,
        "born": born_words(patient.birth_date, now.date()) if patient else "", "starts_at": view.starts_at,
        "motive": view.motive, "professional": view.professional, "state": view.state.value,
        "word": word_of(view), "icon": ICONS[view.state], "arrived_at": view.arrived_at if waits else None,
        "waits": waits, "admitted": bool(seat and seat.admitted_at), "ended_at": view.ended_at,
        "opened_at": view.opened_at, "delay_until": view.delay_until, "step": view.step,
        "minutes": _minutes(view.arrived_at, machine_now) if waits else None, "late": _late(view, now),
        "lost": _lost(view), "trouble": REFUSED.get(seat.flags.get("refused", ""), "") if seat and seat.here else "",
        "confirmed": view.place is not None, "modality_word": MODALITIES.get(view.modality_final, ""),
        "tone": _tone(view),
    }  # fmt: skip


def word_of(view: ConsultationView) -> Any:
    """Who waits and whose page sleeps keeps the place: it is said, and a message will wake it."""
    if view.state is State.WAITING and view.seat and not view.seat.here:
        return _("En salle d’attente, écran éteint")
    if view.state is State.BY_PHONE and view.seat and view.seat.admitted_at:
        return _("Au téléphone")
    return WORDS[view.state]


def _minutes(since: datetime | None, machine_now: datetime) -> int | None:
    return max(0, int((machine_now - since).total_seconds() // 60)) if since else None


def _late(view: ConsultationView, now: datetime) -> int:
    """Minutes after the hour at which nobody has come yet."""
    if view.starts_at is None or view.state not in (State.PLANNED, State.TESTING):
        return 0
    minutes = int((now - view.starts_at).total_seconds() // 60)
    return minutes if minutes >= LATE else 0


def _lost(view: ConsultationView) -> bool:
    """The link that leads here did not arrive, and she has not come by another way."""
    seat, expected = view.seat, view.state in (State.PLANNED, State.TESTING)
    return bool(expected and seat and seat.message in LOST)


def _tone(view: ConsultationView) -> str:
    if view.state in (State.WAITING, State.BY_PHONE):
        return "waits"
    if view.state in (State.ADMITTED, State.IN_CALL):
        return "runs"
    return "over" if view.state in (State.ENDED, State.MISSED) else "planned"


def sorted_lines(views: list[ConsultationView], *, now: datetime, machine_now: datetime) -> dict[str, Any]:
    """The page's four lists; who waits longest first."""
    lines = [shown(view, now=now, machine_now=machine_now) for view in views]
    tones = {"waiting": "waits", "running": "runs", "planned": "planned", "done": "over"}
    return {name: [one for one in lines if one["tone"] == tone] for name, tone in tones.items()}


def seats_of(view: ConsultationView, *, account_id: Any) -> list[dict[str, Any]]:
    """Everybody who is expected; professionals of the team walk in and need no line."""
    return [_seat(one, view) for one in view.people if one.account_id != account_id]


def _seat(one: Person, view: ConsultationView) -> dict[str, Any]:
    is_patient, role = one.role == "patient", ROLES.get(one.role, one.role)
    arrived = view.arrived_at if is_patient else one.opened
    waits = bool(arrived) and one.admitted_at is None
    return {
        "id": one.id, "role": role, "name": view.patient_name if is_patient else one.name or role,
        "display": one.display, "is_patient": is_patient, "waits": waits, "word": _seat_word(one, waits=waits),
        "lost": one.message in LOST and not arrived,
        "may_resend": one.message is not None and not arrived,
    }  # fmt: skip


def _seat_word(one: Person, *, waits: bool) -> Any:
    if waits:
        return _("Attend qu’on la fasse entrer") if one.here else _("En attente, page fermée")
    if one.admitted_at:
        return _("Dans l’appel") if one.here else _("Hors ligne")
    if one.message in LOST:
        return _("Lien non parti : vérifiez le numéro")
    return MESSAGES.get(one.message or "", _("Pas encore là"))


def place_of(view: ConsultationView, *, address: str, numbers: list[Any]) -> dict[str, str]:
    """Where the person is: as confirmed, or else what the record knows, to be confirmed."""
    if view.place:
        return dict(view.place)
    known = next((one for one in numbers), None)
    return {"address": address, "number": known.value if known else "", "display": known.value if known else ""}


def samu_at(place: dict[str, str]) -> Samu:
    return samu_of(place["address"], directory=settings.SAMU_NUMBERS)
