from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.organisations.models import Team
from chevet.people.models import Patient


class Modality(models.TextChoices):
    VIDEO = "video"
    PHONE = "phone"
    ONSITE = "onsite"


class Motive(models.Model):
    """What an appointment may be for, how long it takes and how one meets. Of one team, or of the whole house."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT)
    label = models.CharField(max_length=60, help_text="for the team: a patient never reads it")
    minutes = models.SmallIntegerField()
    modality = models.CharField(max_length=6, choices=Modality)
    prepare = models.CharField(max_length=300, blank=True, help_text="what the patient is told to have ready")
    retired_at = models.DateTimeField(null=True)

    wall = Wall()

    class Meta:
        db_table = "motive"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "team", "label"], condition=Q(retired_at=None), nulls_distinct=False,
                name="motive_named_once",
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=240), name="motive_lasts"),
        ]  # fmt: skip


class Opening(models.Model):
    """When a professional can be booked for a team: every week on `days`, or from `day` to `last_day`. Team's wall time.

    closed: between these hours of these dates nobody is to be booked, whatever the week says.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    account_id = models.UUIDField()
    days = models.JSONField(default=list, help_text="0 is Monday")
    day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    starts = models.CharField(max_length=5)
    ends = models.CharField(max_length=5, help_text="24:00 is the next midnight")
    closed = models.BooleanField(default=False)

    wall = Wall()

    class Meta:
        db_table = "opening"
        indexes = [models.Index(fields=["team", "account_id"], name="opening_of_team")]
        constraints = [
            models.CheckConstraint(
                condition=Q(day=None, last_day=None, closed=False)
                | Q(days=[], day__isnull=False, last_day__gte=F("day")),
                name="opening_of_a_week_or_of_dates",
            ),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="opening_ends_after_it_starts"),
        ]


class Appointment(models.Model):
    """A person expected by a professional at a time. Moves: states.py. The database lets nobody be booked twice.

    overbooked: somebody said that it may lie on another one; such a row stands outside of the exclusion. `moves` counts
    the changes of hour. `remind_at` is when the next reminder is due (domain clock), null when none is left.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE)
    account_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    motive = models.ForeignKey(Motive, on_delete=models.PROTECT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    modality = models.CharField(max_length=6, choices=Modality)
    state = models.CharField(max_length=9, default="booked", help_text="see states.py")
    overbooked = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="fr")
    channel = models.CharField(max_length=5, help_text="sms, email or paper: how the patient is told")
    contact_id = models.UUIDField(null=True)
    link_id = models.UUIDField()
    unreached = models.CharField(
        max_length=12, blank=True, help_text="undelivered, elsewhere, wrong_person: somebody has to call"
    )
    booked_by = models.CharField(max_length=60)
    booked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    moves = models.SmallIntegerField(default=0)
    moved_from = models.DateTimeField(null=True, help_text="the hour before the last move")
    moved_by = models.CharField(max_length=60, blank=True)
    moved_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True, help_text="cancelled, or said to have been honoured or missed")
    ended_why = models.CharField(max_length=12, blank=True, help_text="code of a cancellation")
    words = models.BinaryField(null=True, help_text="sealed: why it was cancelled, in words")
    remind_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id", purposes=("schedule", "dispatch", "watch"))

    class Meta:
        db_table = "appointment"
        indexes = [
            models.Index(fields=["team", "starts_at"], name="appointment_of_team"),
            models.Index(fields=["account_id", "starts_at"], name="appointment_of_account"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="appointment_to_remind"),
        ]
        constraints = [
            ExclusionConstraint(
                name="one_appointment_at_a_time",
                expressions=[
                    ("account_id", RangeOperators.EQUAL),
                    (
                        Func("starts_at", "ends_at", RangeBoundary(), function="tstzrange", output_field=DateTimeRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(overbooked=False) & ~Q(state="cancelled"),
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(state__in=["booked", "confirmed"], ended_at=None, ended_by="")
                | (Q(state__in=["cancelled", "honoured", "missed"], ended_at__isnull=False) & ~Q(ended_by="")),
                name="appointment_ended_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(moves=0, moved_at=None, moved_from=None, moved_by="")
                | (Q(moves__gt=0, moved_at__isnull=False, moved_from__isnull=False) & ~Q(moved_by="")),
                name="appointment_moved_when_and_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(channel="paper", contact_id=None) | (Q(channel__in=["sms", "email"], contact_id__isnull=False)),
                name="appointment_told_somewhere",
            ),
        ]  # fmt: skip


class Feed(models.Model):
    """The address at which one professional's own calendar program reads her agenda. Derived, revocable, without names."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    account_id = models.UUIDField()
    token_hash = models.BinaryField(unique=True)
    initials = models.BooleanField(default=True, help_text="of the patients; otherwise only that the time is taken")
    since = models.DateTimeField(help_text="machine clock")
    revoked_at = models.DateTimeField(null=True, help_text="machine clock")

    wall = Wall(link="token_hash")

    class Meta:
        db_table = "agenda_feed"
        constraints = [
            models.UniqueConstraint(fields=["account_id"], condition=Q(revoked_at=None), name="one_live_feed")
        ]
