"""An outbox to dispatch from, without the rest of the house: one organisation, one subject, messages as rows."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

from chevet.kernel import sealing
from chevet.kernel.identifiers import new_id
from chevet.kernel.models import DataKey
from chevet.kernel.tenancy import Scope, acting
from chevet.kernel.unit_of_work import UnitOfWork
from chevet.notifications import operations
from chevet.notifications.models import Message
from chevet.notifications.outcomes import Handed, Outcome
from chevet.notifications.states import Report
from chevet.organisations.models import Organisation, Team
from chevet.pathways.models import FollowUp, PathwayVersion
from chevet.people.models import Patient

NOON = datetime(2026, 11, 23, 11, tzinfo=UTC)  # noon in Paris
NIGHT = datetime(2026, 11, 23, 22, tzinfo=UTC)


class Outbox:
    """Commits: give it a database of its own."""

    def __init__(self) -> None:
        self.organisation, self.subject, self.follow_up, self.contact = (uuid4() for _ in range(4))
        key = sealing.new_key(subject_id=self.subject, family="medical")
        self.record = sealing.open_record(key)
        with acting(self.scope):
            DataKey.objects.create(
                subject_id=self.subject, organisation_id=self.organisation, family=key.family,
                generation=key.generation, wrapped=key.wrapped,
            )  # fmt: skip

    @property
    def scope(self) -> Scope:
        return Scope(purpose="care", actor="test", organisation=self.organisation)

    def write(self, *, kind: str = "reminder", due_at: datetime = NOON, **other: Any) -> None:
        values: dict[str, Any] = {
            "channel": "sms", "once": str(new_id()), "recipient": "+33639980001", "text": "Bonjour",
            "contact_id": self.contact, "follow_up_id": self.follow_up,
        }  # fmt: skip
        row = operations.message(
            record=self.record, organisation_id=self.organisation, subject_id=self.subject, kind=kind,
            due_at=due_at, **(values | other),
        )  # fmt: skip
        with UnitOfWork(self.scope) as work:
            work.add(row)

    def follow(self, *, zone: str) -> None:
        """The follow-up that the messages are about."""
        org = {"organisation_id": self.organisation}
        with acting(self.scope):
            Organisation.objects.create(id=self.organisation, name="Tilleuls", territory="FR", created_at=NOON)
            team = Team.objects.create(name="Suivi", territory="FR", **org)
            patient = Patient.objects.create(
                subject_id=self.subject, birth_date=NOON, profile=b"", created_at=NOON, **org
            )
            FollowUp.objects.create(
                id=self.follow_up, subject_id=self.subject, patient=patient, team=team, channel="phone", zone=zone,
                version=PathwayVersion.objects.create(slug="p", version=1, content={}, published_at=NOON),
                hour=time(9), starts_on=NOON, ends_on=NOON, included_by=self.subject, included_at=NOON,
                invite_at=NOON, memory=b"", **org,
            )  # fmt: skip

    def suppress(self, **values: Any) -> None:
        whose = {"organisation_id": self.organisation, "subject_id": self.subject, "author": "test"}
        with UnitOfWork(self.scope) as work:
            work.add(operations.suppress(since=NOON - timedelta(days=1), **whose, **values))

    def all(self) -> list[Message]:
        with acting(self.scope):
            return list(Message.objects.order_by("due_at", "id"))

    def only(self) -> Message:
        (message,) = self.all()
        return message

    def change(self, **values: Any) -> None:
        with acting(self.scope):
            Message.objects.update(**values)


class Hand:
    """A post that gives each parcel to a function, one at a time, and remembers what it was given."""

    stopping = False

    def __init__(
        self, outcome: Callable[[Any], Outcome] | Outcome | None = None, report: Report = Report.ABSENT
    ) -> None:
        self.outcome, self.report = outcome or Handed("ref-1"), report
        self.sent: list[Any] = []
        self.asked: list[Any] = []

    def send(self, parcel: Any) -> Outcome:
        self.sent.append(parcel)
        return self.outcome(parcel) if callable(self.outcome) else self.outcome

    def status(self, parcel: Any) -> Report:
        self.asked.append(parcel)
        return self.report

    def spread(self, work: Callable[[Any], Any], parcels: Sequence[Any]) -> Iterator[list[Any]]:
        for parcel in parcels:
            yield [work(parcel)]


class Dead:
    """Remembers the dead letters that it was told of."""

    def __init__(self) -> None:
        self.letters: list[SimpleNamespace] = []

    def __call__(self, **letter: Any) -> None:
        self.letters.append(SimpleNamespace(**letter))
