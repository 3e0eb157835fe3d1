"""People to call and documents to open, as the pages of consultations and of the agenda say them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from chevet.interfaces.pro.words import born_words, name_of
from chevet.organisations.territories import territory_named
from chevet.usecases.read_errands import Errands

WHYS = {
    "undelivered": _("Le message n’est pas arrivé."),
    "elsewhere": _("Le message est parti autrement, mais c’est bientôt."),
    "wrong_person": _("Le message est arrivé chez quelqu’un d’autre."),
}
CANCELLED = _("Le rendez-vous est annulé et la personne ne le sait pas.")


def errands(found: Errands, *, mine: UUID, now: datetime) -> dict[str, Any]:
    """Those of the reader first; nothing where nothing waits."""
    return {
        "calls": _mine_first((_call(one, now) for one in found.to_call), mine),
        "documents": _mine_first((_document(one, now) for one in found.to_open), mine),
        "many": len(found.to_call) + len(found.to_open),
    }


def _call(one: Any, now: datetime) -> dict[str, Any]:
    zone = territory_named(one.territory).tzinfo
    why = CANCELLED if one.state == "cancelled" else WHYS.get(one.unreached, "")
    return _who(one, now) | {"id": one.id, "starts_at": one.starts_at.astimezone(zone), "why": why}


def _document(one: Any, now: datetime) -> dict[str, Any]:
    return _who(one, now) | {"many": one.many, "kept_at": one.kept_at}


def _who(one: Any, now: datetime) -> dict[str, Any]:
    return {
        "name": name_of(one), "born": born_words(one.birth_date, now.date()), "patient_id": one.patient_id,
        "account_id": one.account_id, "professional": one.professional or "",
    }  # fmt: skip


def _mine_first(rows: Iterable[dict[str, Any]], mine: UUID) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda one: one["account_id"] != mine)
