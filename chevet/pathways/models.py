from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.organisations.models import Organisation, Team
from chevet.people.models import ContactPoint, Patient


class PathwayVersion(models.Model):
    """One immutable version of a pathway. A running follow-up keeps its own."""

    id = models.UUIDField(primary_key=True, default=new_id)
    slug = models.SlugField(max_length=60)
    version = models.SmallIntegerField()
    content = models.JSONField(help_text="the definition, as in the library's file")
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    validated_by = models.CharField(max_length=120, blank=True, help_text="the doctor who signed it")
    validated_rpps = models.CharField(max_length=11, blank=True)
    validated_on = models.DateField(null=True)

    class Meta:
        db_table = "pathway_version"
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="pathway_version_once"),
            models.CheckConstraint(
                condition=Q(validated_on=None) | (~Q(validated_by="") & ~Q(validated_rpps="")),
                name="validated_by_whom_and_when",
            ),
        ]


class FollowUp(models.Model):
    """One person on one pathway. States and moves: states.py; `wake_at` is when something may be due next.

    memory (sealed): what the rules need next time: baseline, yesterday, last levels, personal targets, at risk or not. Each answer
    moves wake_at, hence every index here: those that only serve foreign keys are left out.
    """

    class Channel(models.TextChoices):
        SMS = "sms"
        EMAIL = "email"
        PHONE = "phone"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False)
    subject_id = models.UUIDField(db_index=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, db_index=False)
    version = models.ForeignKey(PathwayVersion, on_delete=models.PROTECT, db_index=False)
    state = models.CharField(max_length=10, default="planned", help_text="planned, active, ended, withdrawn, undone")
    channel = models.CharField(max_length=5, choices=Channel)
    contact = models.ForeignKey(ContactPoint, null=True, on_delete=models.PROTECT, db_index=False)
    language = models.CharField(max_length=5, default="fr")
    zone = models.CharField(max_length=40)
    hour = models.TimeField(help_text="when the questionnaire is due, on the patient's wall")
    starts_on = models.DateField(help_text="day 1, local")
    ends_on = models.DateField(help_text="last day, local")
    onset_on = models.DateField(null=True)
    wake_at = models.DateTimeField(null=True, help_text="domain clock")
    included_by = models.UUIDField()
    included_at = models.DateTimeField()
    invite_at = models.DateTimeField(help_text="when the undo of the inclusion is over")
    last_answer_at = models.DateTimeField(null=True)
    last_level = models.SmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True)
    memory = models.BinaryField()

    wall = Wall(subject="subject_id", purposes=("schedule", "dispatch", "watch"))

    class Meta:
        db_table = "follow_up"
        indexes = [
            models.Index(fields=["wake_at"], condition=Q(wake_at__isnull=False), name="follow_up_wake"),
            models.Index(fields=["team", "state"], name="follow_up_of_team"),
            models.Index(
                fields=["id"], condition=Q(state="active", wake_at=None), name="follow_up_asleep"
            ),  # empty, unless something went wrong
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "version"],
                condition=Q(state__in=["planned", "active"]),
                name="one_live_follow_up",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "active"], ended_at=None, end_reason="")
                | (Q(state__in=["ended", "withdrawn", "undone"], ended_at__isnull=False) & ~Q(end_reason="")),
                name="ended_when_and_why",
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="ends_after_start"),
            models.CheckConstraint(
                condition=Q(channel="phone") | Q(contact__isnull=False), name="written_channel_has_contact"
            ),
        ]


class Occurrence(models.Model):
    """One questionnaire due on one local day. Times are computed once from the hour and the zone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, db_index=False)  # one_occurrence_a_day
    day = models.SmallIntegerField()
    due_on = models.DateField()
    due_at = models.DateTimeField()
    nudge_at = models.DateTimeField()
    silent_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    nudged_at = models.DateTimeField(null=True)
    silenced_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer_id = models.UUIDField(null=True)

    wall = Wall(subject="subject_id", purposes=("schedule", "watch"))

    class Meta:
        db_table = "occurrence"
        indexes = [BrinIndex(fields=["due_at"], autosummarize=True, name="occurrence_lately")]  # for the watchdog
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "due_on"], name="one_occurrence_a_day"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer_id=None) | Q(answered_at__isnull=False, answer_id__isnull=False),
                name="answered_when_and_what",
            ),
        ]


class Threshold(models.Model):
    """One person's own bound of one measure, for a time: history of what the memory of the follow-up holds for the rules.

    content (sealed): value, reason. Only ended_at and ended_by ever change.
    """

    class Side(models.TextChoices):
        BELOW = "below"
        ABOVE = "above"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=5, choices=Side)
    content = models.BinaryField()
    author_id = models.UUIDField()
    set_at = models.DateTimeField(help_text="domain clock")
    until_on = models.DateField(help_text="last day, local")
    ended_at = models.DateTimeField(null=True, help_text="taken off, or replaced by another")
    ended_by = models.UUIDField(null=True)

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "threshold"
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up", "kind", "side"], condition=Q(ended_at=None), name="one_threshold_in_force"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="threshold_ended_by_whom",
            ),
        ]
