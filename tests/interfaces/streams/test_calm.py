"""What asks for nothing waits and goes together; what changes a list does not."""

from chevet.interfaces.streams.calm import PATIENCE, Calm

WHOM = ("team", "fr")
FIVE, FOUR = {"to_do": 5}, {"to_do": 4}


def body(*lines, counts=FIVE, held=()):
    return {"lines": [one if isinstance(one, dict) else {"id": one, "calm": True} for one in lines], "counts": counts, "held": list(held)}  # fmt: skip


def told(calm):
    """A team whose numbers the pages know."""
    assert calm.pass_on(WHOM, body("first"), at=0.0) == body("first"), "numbers that nobody was told do not wait"
    return calm


def test_calm_changes_wait_and_go_together():
    calm = told(Calm())
    assert [calm.pass_on(WHOM, body(one), at=at) for one, at in (("a", 1.0), ("b", 3.0), ("a", 4.0))] == [None] * 3
    assert calm.due(at=1.0 + PATIENCE - 0.1) == {}
    assert calm.due(at=1.0 + PATIENCE) == {WHOM: body("b", "a")}, "the first has waited long enough"
    assert calm.due(at=100.0) == {}


def test_a_line_that_is_drawn_takes_along_what_waited():
    calm, red = told(Calm()), {"id": "a", "html": "<li>"}
    calm.pass_on(WHOM, body("a", "b"), at=1.0)
    assert calm.pass_on(WHOM, body(red), at=2.0) == body({"id": "b", "calm": True}, red)
    assert calm.due(at=100.0) == {}


def test_a_line_that_left_a_list_does_not_wait():
    calm = told(Calm())
    assert calm.pass_on(WHOM, body("a", counts=FOUR), at=1.0) == body("a", counts=FOUR)
    assert calm.pass_on(WHOM, body("a", counts=FOUR, held=["nurse"]), at=1.0) == body("a", counts=FOUR, held=["nurse"])
    assert calm.pass_on(WHOM, body("a", counts=FOUR, held=["nurse"]), at=1.0) is None


def test_pages_that_look_again_need_nothing_of_what_waited():
    calm = told(Calm())
    calm.pass_on(WHOM, body("a"), at=1.0)
    assert calm.pass_on(WHOM, {"again": True}, at=2.0) == {"again": True}
    assert calm.due(at=100.0) == {}


def test_teams_and_languages_wait_apart():
    calm = told(Calm())
    assert calm.pass_on(("team", "en"), body("a"), at=1.0) == body("a")
    calm.pass_on(WHOM, body("b"), at=1.0)
    assert calm.due(at=1.0 + PATIENCE) == {WHOM: body("b")}
