"""What a closed episode adds to the counts of its team, and what the role of decision makers reads of them."""

import psycopg
import pytest

from chevet.kernel.errors import NotFound
from chevet.usecases.read_quality import read_quality
from tests.fixtures.care import include

from .doing import IN_DANGER, STABLE, UNWELL, call, close, minutes, send


def read(place, **more):
    return read_quality(actor=place.actor, team_id=place.team_id, **more)


def test_a_red_waits_until_the_first_call_and_is_counted_at_its_closing(place, patient):
    at = patient.at()
    send(patient, IN_DANGER, now=at)
    call(patient, now=at + minutes(7), outcome="no_answer")
    call(patient, now=at + minutes(30))
    assert read(place, now=at + minutes(31)).reds.acted == 0
    close(patient, now=at + minutes(40))
    quality = read(place, now=at + minutes(41))
    assert dict(quality.reds.by_minute) == {7: 1} and quality.reds.untried == 0
    assert [waits.acted for _week, waits in quality.reds_by_week] == [0] * 11 + [1]


def test_a_red_closed_without_an_attempt_is_no_wait_but_is_not_forgotten(place, patient):
    at = patient.at()
    send(patient, IN_DANGER, now=at)
    close(patient, now=at + minutes(4), done=["data_reviewed"])
    reds = read(place, now=at + minutes(5)).reds
    assert (reds.acted, reds.untried, reds.share_within()) == (0, 1, 0.0)


@pytest.mark.parametrize(("said", "useful", "useless"), [(True, 1, 0), (False, 0, 1), (None, 0, 0)])
def test_what_was_said_at_closing_counts_for_the_rule(place, patient, said, useful, useless):
    at = patient.at()
    send(patient, UNWELL, now=at)
    call(patient, now=at + minutes(50))
    close(patient, now=at + minutes(60), useful=said)
    (view,) = read(place, now=at + minutes(61)).rules
    assert (view.slug, view.definition.level, view.versions) == (
        "covid-medical",
        "orange",
        (patient.place.version.version,),
    )
    assert (view.whole.became.alerts, view.whole.became.useful, view.whole.became.useless) == (1, useful, useless)
    assert dict(view.whole.waits.by_minute) == {50: 1}


def test_an_orange_is_no_red_and_a_green_answer_counts_nothing(place, patient):
    send(patient, STABLE, now=patient.at())
    send(patient, UNWELL, now=patient.at(day=2))
    close(patient, now=patient.at(day=2, minute=50))
    quality = read(place, now=patient.at(day=3))
    assert quality.reds.acted == quality.reds.untried == 0
    assert [view.whole.became.alerts for view in quality.rules] == [1]


def test_one_rule_alone_or_none(place, patient):
    send(patient, UNWELL, now=patient.at())
    close(patient, now=patient.at(minute=50))
    now = patient.at(day=2)
    (view,) = read(place, now=now).rules
    assert read(place, rule=(view.slug, view.rule), now=now).rules[0].whole == view.whole
    with pytest.raises(NotFound):
        read(place, rule=("covid-medical", "no-such-rule"), now=now)


def test_another_team_counts_for_itself(place, patient):
    send(patient, UNWELL, now=patient.at())
    close(patient, now=patient.at(minute=50))
    with pytest.raises(NotFound):
        read_quality(actor=place.stranger, team_id=place.team_id, now=patient.at(day=2))
    assert read_quality(actor=place.stranger, team_id=place.second_line_id, now=patient.at(day=2)).rules == ()


def test_decision_makers_read_no_number_under_eleven(own_database):
    from tests.fixtures.care import make_place
    from tests.usecases.doing import read as rows

    place = make_place()
    add = (
        "INSERT INTO red_wait (organisation_id, team_id, week, minutes, number) VALUES (%s, %s, %s, %s, %s) RETURNING 1"
    )
    for week, minutes_, number in [
        ("2027-03-01", 5, 10), ("2027-03-08", 5, 11), ("2027-03-15", 5, 20), ("2027-03-15", 12, 10),
        ("2027-03-22", 5, 15), ("2027-03-22", 12, 15),
    ]:  # fmt: skip
        rows(place, add, place.organisation_id, place.team_id, week, minutes_, number)
    reporting = own_database.cluster.dsn(own_database.name, "chevet_reporting")
    with psycopg.connect(reporting) as connection:
        found = connection.execute(
            "SELECT week::text, reds, median_minutes, within_ten_minutes FROM reporting.red_waits ORDER BY week"
        ).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT 1 FROM red_wait")
    assert found == [
        ("2027-03-08", 11, 5, 11), ("2027-03-15", 30, 5, None), ("2027-03-22", 30, 5, 15)
    ]  # fmt: skip
    with psycopg.connect(own_database.application) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT 1 FROM reporting.red_waits")


def test_the_counts_cost_four_statements_whatever_the_past_weighs(place, patient, monkeypatch):
    from tests.interfaces.pro.test_team_list import counted, counting_ones

    for day in (1, 2, 3):
        send(patient, UNWELL, now=patient.at(day=day))
        close(patient, now=patient.at(day=day, minute=50))
    include(place, confirmed_duplicate=True)
    read(place, now=patient.at(day=4))
    with counted(monkeypatch) as seen:
        read(place, now=patient.at(day=4))
    assert len(counting_ones(seen)) == 4, counting_ones(seen)
