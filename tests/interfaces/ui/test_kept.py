"""What a process remembers: bounded in number and in time."""

import time

from chevet.interfaces.ui.kept import Kept


def made_in(kept: Kept, *keys: str) -> list[str]:
    """Those of the keys that had to be made."""
    made: list[str] = []
    for key in keys:
        assert kept.of(key, lambda key=key: made.append(key) or f"{key}!") == f"{key}!"
    return made


def test_a_thing_is_made_once():
    assert made_in(Kept(most=10, seconds=60), *"aba") == ["a", "b"]


def test_what_is_asked_for_stays_and_the_rest_makes_room():
    kept: Kept[str, str] = Kept(most=4, seconds=60)
    assert made_in(kept, *"abacadae") == list("abcde")
    assert len(kept.young) + len(kept.old) <= 4
    assert made_in(kept, "a", "b") == ["b"]


def test_what_nobody_asks_for_is_gone_after_a_while(monkeypatch):
    kept: Kept[str, str] = Kept(most=10, seconds=60)
    made_in(kept, "secret")
    for seconds in (61, 122):
        monkeypatch.setattr(time, "monotonic", lambda at=kept.turned + seconds: at)
        made_in(kept, f"{seconds}")
    assert "secret" not in {*kept.young, *kept.old}
