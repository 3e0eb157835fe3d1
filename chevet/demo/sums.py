"""What the practice's patients owe: one asked, one paid, one exempt, one given back. The double takes nobody's money."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from chevet.access.models import Link
from chevet.access.tokens import token_for
from chevet.access.visits import Visit, visit
from chevet.appointments.models import Appointment
from chevet.demo.establishments import PRACTICE, actor, fiction
from chevet.kernel.tenancy import acting
from chevet.payments.models import PaymentAttempt, RehearsedPayment
from chevet.payments.providers import REHEARSAL, provider_of
from chevet.people.actors import Actor
from chevet.people.models import Patient
from chevet.usecases.ask_payment import Sum, ask_payment
from chevet.usecases.check_payment import check_payment
from chevet.usecases.configure_payments import Wanted, configure_payments
from chevet.usecases.identify_device import identify_device
from chevet.usecases.open_payment import open_payment
from chevet.usecases.refund_payment import refund_payment
from chevet.usecases.release_payment import release_payment


@dataclass(frozen=True, slots=True)
class Owed:
    """`ago`: how long before now it was asked."""

    birth_name: str
    wanted: Sum
    ago: timedelta
    fate: str = ""


OWED = (
    Owed("Verdier", Sum(amount_cents=2500, act="TCG"), timedelta(minutes=20)),
    Owed("Grive", Sum(amount_cents=3000, act="G"), timedelta(hours=1), "paid"),
    Owed("Sittelle", Sum(amount_cents=2500, act="TCG", exemption="ald"), timedelta(minutes=30)),
    Owed("Corbeau", Sum(amount_cents=3000, act="G"), timedelta(hours=20), "refunded"),
)  # fmt: skip


def ask_sums(*, now: datetime, ahead: timedelta) -> None:
    """Switch the double on for the practice, then each sum at its own hour. After the agenda: links lead there."""
    clocks = {"now": now, "machine_now": now - ahead}
    keeper = actor("gaspard", machine_now=now - ahead)
    wanted = Wanted(provider=REHEARSAL, label="Règlement", enabled=True)
    configure_payments(actor=keeper, wanted=wanted, demonstration=True, **clocks)
    for one in OWED:
        _Sum(one, actor("anne", machine_now=now - ahead), now, ahead).live()


@dataclass(slots=True)
class _Sum:
    """One of them, from asking to its fate."""

    one: Owed
    doctor: Actor
    now: datetime
    ahead: timedelta

    @property
    def id(self) -> UUID:
        """Another one each time the region begins anew."""
        return fiction(f"owed.{self.one.birth_name}.{self.now.isoformat()}")

    def at(self, minutes: int) -> dict[str, datetime]:
        moment = self.now - self.one.ago + timedelta(minutes=minutes)
        return {"now": moment, "machine_now": moment - self.ahead}

    def live(self) -> None:
        with acting(PRACTICE.scope()):
            patient = Patient.objects.filter(birth_name=self.one.birth_name).order_by("-created_at").first()
        if patient is None:
            return
        ask_payment(
            actor=self.doctor, payment_id=self.id, subject_id=patient.subject_id, wanted=self.one.wanted,
            appointment_id=self._expected(patient), **self.at(0),
        )  # fmt: skip
        fates: dict[str, Callable[[Any], None]] = {"paid": self._pay, "refunded": self._give_back}
        if act := fates.get(self.one.fate):
            act(patient)

    def _expected(self, patient: Any) -> UUID | None:
        """Her appointment: cancelled, its sum is released; ended, the sheet shows what was asked."""
        with acting(PRACTICE.scope()):
            booked = (
                Appointment.objects.filter(patient=patient).exclude(state="cancelled").order_by("-booked_at").first()
            )
        return booked.id if booked else None

    def _pay(self, patient: Any) -> None:
        open_payment(visit=self._door(patient), payment_id=self.id, desk=provider_of, **self.at(2))
        with acting(PRACTICE.scope()):
            attempt = PaymentAttempt.objects.get(payment_id=self.id)
        paid = {"state": "paid", "taken_cents": attempt.amount_cents, "paid_from": attempt.opened_at}
        RehearsedPayment.objects.filter(pk=attempt.reference).update(**paid)
        check_payment(attempt_id=attempt.id, organisation_id=PRACTICE.id, desk=provider_of, **self.at(3))

    def _give_back(self, patient: Any) -> None:
        """Paid beforehand, then the appointment was cancelled."""
        self._pay(patient)
        whose = {"actor": self.doctor, "payment_id": self.id}
        release_payment(**whose, why="none", **self.at(30))
        refund_payment(**whose, desk=provider_of, **self.at(31))

    def _door(self, patient: Any) -> Visit:
        """The telephone of the patient, which says who holds it."""
        with acting(PRACTICE.scope()):
            link = Link.objects.filter(purpose="visit", subject_id=patient.subject_id).latest("created_at")
        token, born = token_for(link.id, link.rotation), patient.birth_date
        found = identify_device(
            visit=visit(token, None), day=born.day, month=born.month, label="iPhone, Safari", purpose="visit",
            **self.at(1),
        )  # fmt: skip
        return visit(token, found.secret)
