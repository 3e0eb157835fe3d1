from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Level(models.IntegerChoices):
    TASK = 1, "task"
    ORANGE = 2, "orange"
    RED = 3, "red"


class Episode(models.Model):
    """What a professional takes in hand: all live alerts of one follow-up together. Never closes by itself.

    The time to the first action is first_acted_at less coalesce(red_at, opened_at), exact and for every episode; taking
    in hand and putting off are no action. `useful` counts per rule through the alerts of the episode.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField()
    team_id = models.UUIDField()
    level = models.SmallIntegerField(choices=Level)
    opened_at = models.DateTimeField()
    raised_at = models.DateTimeField(help_text="last new or worse finding: the clock starts here")
    deadline_at = models.DateTimeField(help_text="an attempt to reach the patient is due before")
    attempted_at = models.DateTimeField(null=True, help_text="first attempt since raised_at")
    rung = models.SmallIntegerField(default=0, help_text="0 team, 1 second line, 2 organisation")
    climbs_at = models.DateTimeField(null=True, help_text="when the next rung is told, unless somebody tries")
    claimed_by = models.UUIDField(null=True)
    claimed_until = models.DateTimeField(null=True, help_text="machine clock: a claim is a lease")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    closing = models.BinaryField(null=True, help_text="sealed {done: [codes], note}")
    red_at = models.DateTimeField(null=True, help_text="when it first was red, not waiting for a second measure")
    first_acted_at = models.DateTimeField(
        null=True, help_text="first call, message, request for advice or closing since red_at, else since opened_at"
    )
    useful = models.BooleanField(null=True, help_text="what the person who closed it said of the alert, if she did")

    wall = Wall(subject="subject_id", purposes=("schedule", "watch"))

    class Meta:
        db_table = "episode"
        constraints = [
            models.UniqueConstraint(fields=["follow_up_id"], condition=Q(closed_at=None), name="one_live_episode"),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_until=None)
                | Q(claimed_by__isnull=False, claimed_until__isnull=False),
                name="claimed_by_whom_until_when",
            ),
        ]


class Alert(models.Model):
    """One reason for a human to act. One live alert per kind and follow-up, held by the database.

    reason (sealed): {"fr": sentence, "en": sentence, "rule": id, "values": {…}}.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField()
    episode = models.ForeignKey(Episode, on_delete=models.CASCADE)
    kind = models.CharField(max_length=24)
    level = models.SmallIntegerField(choices=Level)
    count = models.SmallIntegerField(default=1)
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    confirm_by = models.DateTimeField(null=True, help_text="waits for a second measure until then")
    source_id = models.UUIDField(null=True, help_text="the answer or measure behind it")
    reason = models.BinaryField()
    closed_at = models.DateTimeField(null=True)
    closed_why = models.CharField(max_length=12, blank=True, help_text="handled, answered (silent only)")

    wall = Wall(subject="subject_id", purposes=("schedule", "watch"))

    class Meta:
        db_table = "alert"
        indexes = [
            models.Index(fields=["source_id"], name="alert_source"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["follow_up_id", "kind"], condition=Q(closed_at=None), name="one_live_alert_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_why="") | (Q(closed_at__isnull=False) & ~Q(closed_why="")),
                name="alert_closed_when_and_why",
            ),
        ]


class Advice(models.Model):
    """A question to a doctor about one follow-up, and the answer that comes back. One open question at a time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField(db_index=True)
    episode_id = models.UUIDField(null=True)
    asked_by = models.UUIDField()
    asked_of = models.UUIDField()
    asked_at = models.DateTimeField()
    question = models.BinaryField(help_text="sealed text")
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True, help_text="sealed text")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "advice"
        constraints = [
            models.UniqueConstraint(fields=["follow_up_id"], condition=Q(answered_at=None), name="one_open_question"),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, answer=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False, answer__isnull=False),
                name="advice_given_by_whom_and_when",
            ),
        ]
