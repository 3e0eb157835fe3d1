"""Foreign keys go down the floors like imports: to the same room or a lower floor, never up, never next door."""

import re
import tomllib

from django.apps import apps
from django.db.models import Field, Model

from .sources import PROJECT

LAYERS = "Imports go down the floors, and every room is on one"
INTERFACES_AND_DEMO = 0


def floors() -> dict[str, int]:
    """Room → floor, 0 at the top, as the import contract has them."""
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = [one for one in settings["tool"]["importlinter"]["contracts"] if one["name"] == LAYERS]
    return {
        room.strip(" ()"): number
        for number, layer in enumerate(contract["layers"])
        for room in re.split(r"[|:]", layer)
    }


def room_of(model: type[Model]) -> str | None:
    """None for a model that is not ours."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "chevet" else None


def points_down(field: Field, floor: dict[str, int]) -> bool:
    source, target = room_of(field.model), room_of(field.related_model)
    if source is None:
        return True
    return target is not None and (source == target or floor[source] < floor[target])


def keys() -> list[Field]:
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete
    ]


def test_every_foreign_key_points_down():
    floor = floors()
    ours = [field for field in keys() if room_of(field.model)]
    assert len(ours) >= 15
    assert [str(field) for field in ours if not points_down(field, floor)] == []


def test_a_key_that_points_up_or_next_door_is_seen():
    floor = floors()
    team = next(field for field in keys() if str(field) == "people.Membership.team")
    assert points_down(team, floor)
    assert not points_down(team, floor | {"organisations": floor["people"]})
    assert not points_down(team, floor | {"organisations": INTERFACES_AND_DEMO})


def test_every_room_with_a_table_is_on_a_floor():
    assert {room_of(model) for model in apps.get_models() if room_of(model)} <= set(floors())


def test_the_journal_hangs_on_nothing():
    """It outlives what it speaks of."""
    assert [str(field) for field in keys() if room_of(field.model) == "audit"] == []
