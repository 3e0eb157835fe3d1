"""Synthetic data in bulk: what is seeded lives like anybody else."""

from datetime import UTC, datetime
from uuid import uuid4

from chevet.access.visits import visit
from chevet.interfaces.cli.seeding.load import follow_ups_already, load_all
from chevet.usecases.submit_answers import submit_answers

NOW = datetime(2027, 3, 1, 11, 0, tzinfo=UTC)
STABLE = {"symptoms": "no", "spo2": "97", "temperature": "37,2"}


def test_a_seeded_patient_answers_through_her_link(own_database):
    told = []
    links = list(load_all(teams=2, follow_ups=5, answers=3, now=NOW, seed=1, advance=told.append))
    assert (len(links), sum(told), follow_ups_already()) == (5, 5, 5)
    for token, device in links:
        receipt = submit_answers(visit=visit(token, device), key=uuid4(), answers=STABLE, now=NOW, machine_now=NOW)
        assert (receipt.stored, receipt.level) == (True, 0)
