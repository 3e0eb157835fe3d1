"""An organisation in numbers made ready for its page: what is under eleven is said to be, and drawn as nothing."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chevet.interfaces.pro.quality import minutes_said, percent
from chevet.interfaces.pro.words import said
from chevet.interfaces.ui.bars import Column
from chevet.usecases.read_overview import Cell, Overview

FEW = "< 11"


def cells_shown(overview: Overview) -> list[dict[str, Any]]:
    """One row a team and pathway that has something to show, those with most people first."""
    some = (cell for cell in overview.cells if cell.people or any(cell.begun))
    ordered = sorted(some, key=lambda cell: (-(cell.people or 0), cell.team, said(cell.title)))
    return [
        {
            "team": cell.team,
            "pathway": said(cell.title),
            "people": cell.people or FEW,
            "chart": _begun(cell, overview.weeks) if any(cell.begun) else None,
            "ident": f"begun-{number}",
        }
        for number, cell in enumerate(ordered)
    ]


def _begun(cell: Cell, weeks: tuple[date, ...]) -> dict[str, Any]:
    shown = [one for one in cell.begun if one]
    return {
        "title": _("%(team)s : %(pathway)s") % {"team": cell.team, "pathway": said(cell.title)},
        "sentence": _("Personnes dont le suivi a commencé, par semaine ; une semaine avec moins de onze reste vide."),
        "description": _("%(shown)s semaines sur %(all)s en montrent onze ou plus.")
        % {"shown": len(shown), "all": len(weeks)},
        "columns": [
            Column(label=date_format(week, "j/n"), value=number or 0, words=str(number or ""))
            for week, number in zip(weeks, cell.begun, strict=True)
        ],
        "names": [_("semaine du %(day)s") % {"day": date_format(week, "j F")} for week in weeks],
        "label_header": _("Semaine"),
        "value_header": _("Personnes"),
    }


def reds_shown(overview: Overview) -> list[dict[str, Any]]:
    """One row a week with at least eleven reds, the last first."""
    return [_reds_of(week, overview.reds[week]) for week in reversed(overview.weeks) if week in overview.reds]


def _reds_of(week: date, row: Any) -> dict[str, Any]:
    within = row.within_ten_minutes
    return {
        "week": week,
        "reds": row.reds,
        "median": minutes_said(row.median_minutes),
        "ninth_decile": minutes_said(row.ninth_decile_minutes),
        "within": percent(None if within is None else within / row.reds),
    }
