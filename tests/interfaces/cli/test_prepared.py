"""A start prepares only what an earlier one did not."""

from types import SimpleNamespace

import pytest

from chevet.interfaces.cli import prepared


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(prepared, "ROOT", tmp_path)
    for folder in ("chevet/room/migrations", "config", "keys", "postgres"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "keys" / "medical-0001.key").write_text("key")
    (tmp_path / "config" / "settings.py").write_text("settings")
    cluster = SimpleNamespace(home=tmp_path / "postgres")
    prepared.note_prepared(cluster, keys=tmp_path / "keys")
    return cluster, tmp_path


def test_nothing_changed_is_nothing_to_do(place):
    cluster, folder = place
    assert prepared.is_prepared(cluster, keys=folder / "keys")


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "chevet/room/migrations/0002_more.py").write_text("more"),
        lambda folder: (folder / "config/settings.py").write_text("others"),
        lambda folder: (folder / "keys/medical-0001.key").unlink(),
        lambda folder: (folder / "postgres/demonstration.done").unlink(),
    ],
    ids=["a migration", "the settings", "a lost key", "fresh data"],
)
def test_any_change_is_prepared_again(place, change):
    cluster, folder = place
    change(folder)
    assert not prepared.is_prepared(cluster, keys=folder / "keys")
