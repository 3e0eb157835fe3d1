"""The left of the patient's page: who this is, how to reach them, what they agreed to."""

from collections.abc import Iterator
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from chevet.interfaces.pro import labels
from chevet.interfaces.pro.records import RecordPage
from chevet.interfaces.pro.words import said
from chevet.pathways.calendar import local_day
from chevet.pathways.thresholds import BELOW
from chevet.vitals.kinds import KINDS


def summary_of(page: RecordPage) -> dict[str, Any]:
    return {
        "identity": identity(page),
        "health": health(page),
        "home": home(page),
        "follow_up": follow_up(page),
        "others": list(others(page)),
    }


def identity(page: RecordPage) -> list[tuple[str, Any]]:
    """How sure we are of it is drawn beside the name."""
    patient = page.patient
    sexes = {"F": _("féminin"), "M": _("masculin"), "U": _("indéterminé")}
    return [
        (_("Nom de naissance"), f"{patient.birth_name.upper()} {patient.first_name}"),
        (_("Né(e) le"), page.born),
        (_("Sexe"), sexes.get(patient.sex, "")),
    ]


def others(page: RecordPage) -> Iterator[dict[str, Any]]:
    """The other follow-ups of this person here, past and present."""
    for row in page.record.around.follow_ups:
        if row.id != page.id:
            when = _("du %(first)s au %(last)s") % {
                "first": f"{row.starts_on:%d/%m}", "last": f"{row.ends_on:%d/%m/%Y}"
            }  # fmt: skip
            yield {"id": row.id, "title": said(row.title), "when": when, "state": labels.STATES.get(row.state, "")}


def thresholds_of(page: RecordPage) -> dict[str, list[dict[str, Any]]]:
    """Bounds in force, and those that are over: lifted, replaced, or past their last day."""
    today = local_day(page.now, page.zone)
    found = [_bound(row) for row in page.record.around.thresholds]
    return {
        "now": [one for one in found if not one["lifted"] and one["until"] >= today],
        "before": [one for one in found if one["lifted"] or one["until"] < today],
    }


def _bound(row: Any) -> dict[str, Any]:
    kind = KINDS[row.kind]
    said_of = {"measure": said(kind.label), "value": said(kind.written(row.content["value"]))}
    words = _("%(measure)s sous %(value)s") if row.side == BELOW else _("%(measure)s au-dessus de %(value)s")
    return {
        "id": row.id, "words": words % said_of, "reason": row.content["reason"], "author": row.author,
        "at": row.set_at, "until": row.until_on, "ended": row.ended_at or row.until_on, "lifted": row.ended_at,
    }  # fmt: skip


def looks_of(page: RecordPage) -> list[dict[str, Any]]:
    """Who opened the record, how often and when last; openings from outside the circle apart. Of the latest lines."""
    seen: dict[tuple[str, bool], dict[str, Any]] = {}
    for look in page.record.looks:
        if look.action != "record.read" or not look.account:
            continue
        forced = "break_glass" in str(look.detail)
        one = seen.setdefault(
            (look.account, forced), {"who": look.account, "times": 0, "last": look.at, "forced": forced}
        )
        one["times"] += 1
    return list(seen.values())


def health(page: RecordPage) -> list[tuple[str, Any]]:
    profile, row = page.record.profile, page.follow_up
    risks = profile.get("risk_factors")
    target = page.record.situation.memory.get("t", {}).get("spo2")
    onset = row.onset_on
    pairs = [
        (_("À risque"), labels.listed(risks, labels.RISKS) if risks else _("aucun facteur") if risks == [] else ""),
        (
            _("Premiers signes"),
            onset and _("%(date)s, jour %(day)s") % {"date": f"{onset:%d/%m}", "day": (page.now.date() - onset).days},
        ),
        (_("Vit seul"), {True: _("oui"), False: _("non")}.get(profile.get("alone"), "")),
        (_("Poumons"), profile.get("lung_disease", "")),
        (_("SpO₂ habituelle"), _percent(profile.get("usual_spo2"))),
        (_("Seuil de SpO₂"), _percent(target)),
        (_("Oxygène"), profile.get("oxygen_litres") and f"{number_format(f'{profile["oxygen_litres"]:g}')} L/min"),
        (_("Appareils"), labels.listed(profile.get("devices", ()), labels.OWNED)),
    ]
    return [(word, meaning) for word, meaning in pairs if meaning] or [(_("Santé"), _("rien de noté"))]


def home(page: RecordPage) -> list[tuple[str, Any]]:
    profile = page.record.profile
    pairs = [
        (_("Adresse"), profile.get("address", "")),
        (_("Pour entrer"), profile.get("access", "")),
        (_("À appeler"), _someone(profile.get("to_call"))),
        (_("Répond pour la personne"), _someone(profile.get("guardian"))),
        (_("Médecin traitant"), profile.get("doctor", "")),
        (_("Lieu de naissance"), profile.get("birth_place", "")),
    ]
    return [(word, meaning) for word, meaning in pairs if meaning]


def follow_up(page: RecordPage) -> list[tuple[str, Any]]:
    row = page.follow_up
    return [
        (_("Parcours"), f"{said(page.pathway.title)} ({page.pathway.slug} v{page.pathway.version})"),
        (_("Du"), _("%(first)s au %(last)s") % {"first": f"{row.starts_on:%d/%m}", "last": f"{row.ends_on:%d/%m/%Y}"}),
        (
            _("Questionnaire"),
            _("%(channel)s à %(hour)s") % {"channel": labels.CHANNELS[row.channel], "hour": f"{row.hour:%H:%M}"},
        ),
        (_("Équipe"), row.team_name),
    ]


def _percent(value: float | None) -> str:
    return "" if value is None else f"{value:g} %"


def _someone(person: dict[str, str] | None) -> str:
    return ", ".join(part for part in (person or {}).values() if part)
