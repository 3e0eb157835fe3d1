"""An inclusion: what it writes, what it refuses with which sentence, and how it is undone."""

from dataclasses import replace
from datetime import date, time
from uuid import uuid4

import pytest

from chevet.kernel.errors import Conflict, Forbidden, Invalid
from chevet.kernel.tenancy import acting
from chevet.pathways.library import load
from chevet.pathways.operations import publish
from chevet.people.models import Role
from chevet.usecases.end_follow_up import undo_inclusion
from chevet.usecases.include_patient import include_patient
from tests.fixtures.care import NOON, Patient, include, inclusion, make_place

from .doing import alerts, close, follow_up, live, minutes, professionally, read, sent

TABLES = (
    "patient",
    "contact_point",
    "care_link",
    "follow_up",
    "occurrence",
    "consent",
    "access_link",
    "worklist_line",
    "data_key",
)


def start(place, *, actor=None, demonstration=True, now=NOON, **changes):
    included = include_patient(
        actor=actor or place.actor, inclusion=inclusion(place, **changes), demonstration=demonstration, now=now,
        machine_now=now,
    )  # fmt: skip
    return Patient(place, included.follow_up_id, included.patient_id, now)


def rows(place) -> dict[str, int]:
    return {table: read(place, f"SELECT count(*) FROM {table}")[0][0] for table in TABLES}


def refused(place, **changes) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        start(place, **changes)
    return refusal.value.fields


def test_an_inclusion_writes_a_person_a_calendar_a_link_and_two_decisions(place):
    patient = start(place)
    assert rows(place) == {
        "patient": 1, "contact_point": 1, "care_link": 1, "follow_up": 1, "occurrence": 11, "consent": 2,
        "access_link": 1, "worklist_line": 1, "data_key": 1,
    }  # fmt: skip
    assert (follow_up(patient)["state"], sent(patient)) == ("planned", [])
    decisions = read(place, "SELECT text, decision FROM consent ORDER BY text")
    assert decisions == [("data", "informed"), ("remote_follow_up", "given")]


def test_for_a_child_a_parent_agrees_on_a_pathway_of_children(place):
    with acting(place.scope):
        version = publish(load("covid-child"), now=NOON)
    child = {"birth_date": date(2020, 1, 1), "version_id": version.id}
    assert list(refused(place, **child)) == ["protected"]
    assert list(refused(place, version_id=version.id)) == ["birth_date"]
    assert list(refused(place, **child, given_by="guardian")) == ["guardian_name"]
    profile = {"address": "3 rue des Lilas, 69003 Lyon", "guardian": {"name": "Anne", "why": "minor"}}
    start(place, **child, given_by="guardian", profile=profile)
    assert read(place, "SELECT DISTINCT given_by FROM consent") == [("guardian",)]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"birth_name": " - "}, "birth_name"),
        ({"first_name": ""}, "first_name"),
        ({"birth_date": date(2027, 3, 2)}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
        ({"birth_date": date(2010, 1, 1)}, "birth_date"),
        ({"onset_on": date(2027, 3, 2)}, "onset_on"),
        ({"onset_on": date(2026, 12, 1)}, "onset_on"),
        ({"profile": {}}, "address"),
        ({"hour": time(23)}, "hour"),
        ({"agreement": ""}, "agreement"),
        ({"agreement": "refused"}, "agreement"),
        ({"informed": False}, "informed"),
        ({"team_id": uuid4()}, "team_id"),
        ({"contacts": (("mobile", "04 72 00 00 09", ""),)}, "mobile"),
        ({"contacts": (("mobile", "0612", ""),)}, "mobile"),
        ({"contacts": ()}, "mobile"),
        ({"contacts": (("email", "pas une adresse", ""),), "channel": "email"}, "email"),
        ({"contacts": (("mobile", "06 12 34 56 78", ""),), "channel": "email"}, "email"),
        ({"contacts": (("email", "a@exemple.fr", ""),), "channel": "phone"}, "landline"),
        ({"baseline": {"temperature": 12.0}}, "temperature"),
        ({"baseline": {"spo2": 970.0}}, "spo2"),
        ({"targets": {"spo2": 8.0}}, "target_spo2"),
        ({"targets": {"spo2": 120.0}}, "target_spo2"),
        ({"profile": {"address": "3 rue des Lilas", "usual_spo2": 970}}, "usual_spo2"),
        ({"profile": {"address": "3 rue des Lilas", "oxygen_litres": 150}}, "oxygen_litres"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence_and_writes_nothing(place, changes, field):
    fields = refused(place, **changes)
    assert list(fields) == [field]
    assert fields[field].endswith(".")
    assert rows(place) == dict.fromkeys(TABLES, 0)


def test_everything_at_fault_is_said_at_once(place):
    fields = refused(place, first_name="", birth_date=date(2030, 1, 1), contacts=(), informed=False)
    assert sorted(fields) == ["birth_date", "first_name", "informed", "mobile"]


@pytest.mark.parametrize(
    ("typed", "territory"),
    [("06 12 34 56 78", "FR"), ("+33 6 12 34 56 78", "FR"), ("0692 12 34 56", "RE"), ("+32 470 12 34 56", "FR")],
)
def test_mobile_numbers_are_taken_as_people_type_them(place, typed, territory):
    start(place, contacts=(("mobile", typed, ""),), territory=territory)
    assert rows(place)["contact_point"] == 1


@pytest.mark.parametrize(
    ("changes", "known"),
    [
        ({}, True),
        ({"first_name": "ODILE", "birth_name": "Dupont Menard"}, True),
        ({"first_name": "Jeanne", "birth_name": "Autre"}, True),
        ({"first_name": "Jeanne", "birth_name": "Autre", "contacts": (("mobile", "06 98 76 54 32", ""),)}, False),
        ({"birth_date": date(1949, 5, 18)}, False),
    ],
    ids=["same", "accents", "same day, same phone", "only the same day", "another day"],
)
def test_somebody_already_known_is_pointed_out_once(place, changes, known):
    start(place)
    if not known:
        return start(place, **changes) and None
    assert "Odile DUPONT-MÉNARD" in refused(place, **changes)["duplicate"]
    start(place, confirmed_duplicate=True, **changes)
    assert rows(place)["patient"] == 2


def test_who_is_known_next_door_is_not_known_here(place):
    start(make_place(name="Clinique des Ormes"))
    start(place)
    assert rows(place)["patient"] == 1


def test_two_people_may_share_a_phone(place):
    couple = [
        include(place, contacts=(("mobile", "06 12 34 56 78", label),), first_name=name, birth_date=date(year, 1, 1))
        for name, label, year in (("Odile", "Maman", 1949), ("Henri", "Papa", 1946))
    ]
    assert len({one.token for one in couple}) == 2
    assert [len(sent(one, "invitation")) for one in couple] == [1, 1]
    assert read(place, "SELECT count(DISTINCT blind) FROM contact_point") == [(1,)]


def test_a_refusal_is_recorded_and_followed_by_phone(place):
    patient = include(place, agreement="refused", channel="phone", contacts=(("landline", "04 72 00 00 09", ""),))
    assert read(place, "SELECT decision FROM consent WHERE text = 'remote_follow_up'") == [("refused",)]
    assert (patient.token, sent(patient)) == ("", [])
    live(patient.at(hour=9, minute=0))
    assert alerts(patient) == {"call_due": (1, False)}


def test_what_was_skipped_is_a_task_that_names_it(place):
    patient = include(place, onset_on=None, profile={"address": "3 rue des Lilas"})
    assert alerts(patient) == {"details": (1, False)}
    close(patient, now=NOON + minutes(5))
    assert alerts(patient) == {}


@pytest.mark.parametrize("missing", ["second_line_id = NULL", "duty = '[]'"])
def test_no_follow_up_starts_where_nobody_would_answer(place, missing):
    read(place, f"UPDATE team SET {missing} WHERE id = %s RETURNING id", place.team_id)
    assert "deuxième ligne" in refused(place)["team_id"]


def test_outside_the_demonstration_an_unsigned_pathway_does_not_start(place):
    fields = refused(place, demonstration=False)
    assert "validé par un médecin" in fields["version_id"]
    read(
        place, "UPDATE pathway_version SET validated_by = 'Dr Roux', validated_rpps = '10003456786', validated_on = %s "
        "RETURNING id", NOON.date(),
    )  # fmt: skip
    start(place, demonstration=False)


def test_an_administrator_includes_nobody(place):
    with pytest.raises(Forbidden):
        start(place, actor=replace(place.actor, role=Role.ADMINISTRATOR))


def test_an_undone_inclusion_never_wrote_to_anybody(place):
    patient = start(place)
    professionally(undo_inclusion, patient, now=NOON + minutes(0.9))
    live(NOON + minutes(60 * 24 * 15))
    assert (follow_up(patient)["state"], sent(patient), alerts(patient)) == ("undone", [], {})
    assert read(place, "SELECT revoked_why FROM access_link") == [("undone",)]


def test_a_minute_later_it_is_too_late_to_undo(place):
    patient = start(place)
    with pytest.raises(Conflict):
        professionally(undo_inclusion, patient, now=NOON + minutes(1))
    live(NOON + minutes(1))
    with pytest.raises(Conflict):
        professionally(undo_inclusion, patient, now=NOON + minutes(2))
    assert [kind for kind, _ in sent(patient)] == ["invitation"]


def test_the_sentence_of_a_known_person_names_nobody_of_another_organisation(place):
    elsewhere = make_place(name="Clinique des Ormes")
    start(elsewhere, first_name="Solange")
    start(place)
    assert "Solange" not in refused(place)["duplicate"]
