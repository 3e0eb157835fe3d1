"""Forgetting reaches every table that knows a person, and comes back after a restore."""

from uuid import uuid4

from django.apps import apps
from django.db import connection

from chevet.kernel.models import DataKey
from chevet.kernel.tenancy import acting
from chevet.usecases.erase_record import ROOMS, erase_record, replay_erasures
from chevet.usecases.submit_answers import submit_answers
from tests.fixtures.care import NOON, include

KEPT = {"journal": "pseudonymous, insert-only; its subject ids lead nowhere once the patient is gone"}


def subject_of(patient):
    with acting(patient.place.scope):
        return DataKey.objects.order_by("subject_id").last().subject_id


def erase(patient, *, dry_run=False):
    return erase_record(
        subject_id=subject_of(patient), organisation_id=patient.place.organisation_id, why="request", dry_run=dry_run,
        now=NOON, machine_now=NOON,
    )  # fmt: skip


def played(place):
    patient = include(place)
    now = patient.at()
    submit_answers(
        visit=patient.visit(), key=uuid4(), answers={"symptoms": "no", "spo2": "88"}, now=now, machine_now=now
    )
    return patient


def test_every_table_with_a_subject_is_forgotten_or_kept_for_a_reason():
    forgotten = {sql.split()[2] for room in ROOMS for sql in room.FORGET}
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        if any(field.name == "subject_id" for field in model._meta.fields)
    }
    assert tables - set(KEPT) == forgotten


def test_a_dry_run_counts_and_changes_nothing(place):
    patient = played(place)
    planned = erase(patient, dry_run=True)
    assert planned.rows["answer"] == 1
    assert erase(patient, dry_run=True) == planned


def test_nothing_of_the_person_is_left_and_the_journal_says_so(place):
    patient = played(place)
    subject = subject_of(patient)
    erased = erase(patient)
    assert erased.rows["patient"] == erased.rows["data_key"] == erased.rows["answer"] == 1
    with acting(place.scope), connection.cursor() as cursor:
        for table in erased.rows:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE subject_id = %s", (subject,))
            assert cursor.fetchone() == (0,), table
        cursor.execute("SELECT count(*) FROM journal WHERE subject_id = %s AND action = 'record.erased'", (subject,))
        assert cursor.fetchone() == (1,)


def test_another_person_is_left_alone(place):
    first, second = played(place), include(place, first_name="Renée", birth_name="Autre", confirmed_duplicate=True)
    with acting(place.scope):
        before = DataKey.objects.count()
    erase(second)
    with acting(place.scope):
        assert DataKey.objects.count() == before - 1
    assert first.follow_up_id


def test_a_restored_record_is_forgotten_again(place):
    patient = played(place)
    subject = subject_of(patient)
    from chevet.kernel.erasure import bury

    bury(subject, at=NOON)  # what the file beside the keys says after a restore of an older copy
    assert [erasure.subject_id for erasure in replay_erasures(now=NOON, machine_now=NOON)] == [subject]
    assert replay_erasures(now=NOON, machine_now=NOON) == []
