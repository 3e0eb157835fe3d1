from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.payments.states import NOTHING_DUE, State

DUE = ("asked", "opened", "failed")


class PaymentAccount(models.Model):
    """By whom an organisation is paid. Another provider is another row: what was opened with the old one stays askable.

    settings: sealed under a key whose subject is this row (providers/*: what each needs). No row, no payment.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    provider = models.CharField(max_length=12, help_text="a name of providers.PROVIDERS")
    enabled = models.BooleanField(default=False)
    label = models.CharField(max_length=40, help_text="what the bank statement says: rules.neutral_label")
    settings = models.BinaryField(help_text="sealed: {name: value}; secrets are never shown again")
    changed_by = models.UUIDField()
    changed_at = models.DateTimeField(help_text="machine clock")
    ended_at = models.DateTimeField(null=True, help_text="machine clock")

    wall = Wall(purposes=("payment",))

    class Meta:
        db_table = "payment_account"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id"], condition=Q(ended_at=None), name="one_live_payment_account"
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(enabled=False), name="ended_account_is_off"),
        ]


class Payment(models.Model):
    """A sum asked of somebody for one act, or why nothing is asked. states.MOVES says how it lives.

    Sums, dates and states are in clear: they are added up. Why nobody pays is not: it would tell an illness or an income.
    """

    id = models.UUIDField(primary_key=True, help_text="made by the page that asks: pressed twice, asked once")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    team_id = models.UUIDField()
    professional_id = models.UUIDField(help_text="the account whose act it is")
    consultation_id = models.UUIDField(null=True)
    appointment_id = models.UUIDField(null=True, help_text="asked before there was a consultation; both lead here")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    amount_cents = models.IntegerField()
    currency = models.CharField(max_length=3, default="EUR")
    details = models.BinaryField(help_text="sealed: see operations.DETAILS")
    modality = models.CharField(max_length=6, blank=True, help_text="how the act ended: rules.MODALITIES; empty before")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    moved_at = models.DateTimeField()
    nothing_due_since = models.DateTimeField(null=True)
    nothing_due_why = models.CharField(max_length=12, blank=True, help_text="a code of rules.NOTHING_DUE_WHYS")
    paid_at = models.DateTimeField(null=True)
    refunded_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id", purposes=("payment",))

    class Meta:
        db_table = "payment"
        indexes = [models.Index(fields=["organisation_id", "-asked_at"], name="payment_of_organisation")]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation_id"], condition=~Q(state="cancelled"), name="one_payment_of_consultation"
            ),
            models.UniqueConstraint(
                fields=["appointment_id"],
                condition=~Q(state="cancelled") & Q(appointment_id__isnull=False),
                name="one_payment_of_appointment",
            ),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="payment_state_known"),
            models.CheckConstraint(
                condition=Q(amount_cents__gt=0) | Q(amount_cents=0, state__in=["exempt", "cancelled"]),
                name="payment_asks_a_sum",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(state.value for state in NOTHING_DUE))
                | Q(nothing_due_since__isnull=False),
                name="nothing_due_since_when",
            ),
            models.CheckConstraint(
                condition=Q(nothing_due_since=None, nothing_due_why="")
                | (Q(nothing_due_since__isnull=False) & ~Q(nothing_due_why="") & ~Q(state__in=DUE)),
                name="nothing_due_why_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "refunding", "refunded"]) | Q(paid_at__isnull=False),
                name="paid_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="refunded") | Q(refunded_at__isnull=False), name="payment_refunded_when"
            ),
        ]


class PaymentAttempt(models.Model):
    """One page of a provider that was opened for a payment. Written before the provider is asked: it is its reference.

    A new one begins only when the provider says that the one before cannot be paid any more.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT)
    account = models.ForeignKey(PaymentAccount, on_delete=models.PROTECT)
    reference = models.CharField(max_length=20, unique=True, help_text="what the provider is told; says nothing")
    amount_cents = models.IntegerField()
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField(help_text="machine clock")
    provider_ref = models.CharField(max_length=120, blank=True, help_text="empty until the provider has answered")
    page = models.BinaryField(null=True, help_text="sealed: the address at the provider")
    check_at = models.DateTimeField(null=True, help_text="machine clock: when to ask again; null: never")
    checks = models.SmallIntegerField(default=0)
    silent_since = models.DateTimeField(null=True, help_text="machine clock: the provider has not answered since then")
    closed_at = models.DateTimeField(null=True, help_text="machine clock: it cannot be paid any more")
    closed_why = models.CharField(max_length=12, blank=True, help_text="a code of port.Outcome")
    paid_at = models.DateTimeField(null=True, help_text="machine clock")
    received_cents = models.IntegerField(null=True, help_text="what the provider says it took")
    differs = models.BooleanField(default=False, help_text="not the sum or the currency that was asked: a person looks")
    receipt_ref = models.CharField(max_length=120, blank=True, help_text="the provider's number of the payment itself")
    refund_key = models.UUIDField(null=True, help_text="made before the refund is asked: asked twice, given once")
    refund_cents = models.IntegerField(
        null=True, help_text="what the refund under way gives back; null: all that is left"
    )
    returned_cents = models.IntegerField(default=0, db_default=0, help_text="given back so far")
    refunded_at = models.DateTimeField(null=True, help_text="machine clock: nothing of it is left here")
    refunded_by_hand = models.UUIDField(null=True, help_text="who says that it was given back outside")

    wall = Wall(subject="subject_id", purposes=("payment",))

    class Meta:
        db_table = "payment_attempt"
        indexes = [
            models.Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="attempt_to_check"),
            models.Index(fields=["account", "provider_ref"], name="attempt_of_provider"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=Q(closed_at=None, paid_at=None), name="one_open_attempt"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="") | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="attempt_closed_why_and_when",
            ),
            models.CheckConstraint(
                condition=Q(refunded_at=None) | Q(paid_at__isnull=False), name="attempt_refunded_after_paid"
            ),
        ]


class RehearsedPayment(models.Model):
    """What the double of a payment provider remembers (providers/rehearsal.py). Invented, of nobody."""

    reference = models.CharField(max_length=20, primary_key=True)
    label = models.CharField(max_length=40)
    amount_cents = models.IntegerField()
    currency = models.CharField(max_length=3)
    return_url = models.CharField(max_length=300)
    notify_url = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default="open", help_text="open, paid, refused, abandoned, closed")
    paid_from = models.DateTimeField(null=True, help_text="machine clock: when it counts as paid, for who pays late")
    taken_cents = models.IntegerField(default=0)
    refunded_cents = models.IntegerField(default=0)
    refunds = models.JSONField(null=True, help_text="{key of a refund: cents}: asked twice, given once")
    opened_at = models.DateTimeField(help_text="machine clock")

    class Meta:
        db_table = "payment_rehearsed"
