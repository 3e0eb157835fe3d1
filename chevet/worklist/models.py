from django.db import models
from django.db.models import F, Q

from chevet.kernel.walls import Wall


class Line(models.Model):
    """The narrow row behind one line of a team's list. Written by use cases, read in one statement.

    summary (sealed): {"why": [{"fr", "en", "level"}], "series": [[day, {kind: value}]…], "risk": 1 if at risk}, seven
    days at most. What is null when nothing is asked for costs an answer nothing.
    """

    follow_up_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    team_id = models.UUIDField()
    patient_id = models.UUIDField()
    live = models.BooleanField(default=True)
    severity = models.SmallIntegerField(default=0, help_text="0 nothing, 1 task, 2 orange, 3 red")
    to_confirm = models.BooleanField(default=False)
    claimed = models.BooleanField(default=False)
    held_by = models.UUIDField(null=True, help_text="the account that holds the episode, when claimed")
    marks = models.SmallIntegerField(null=True, help_text="1 nobody was heard, 2 the end is to be decided (queries.py)")
    snoozed_until = models.DateTimeField(null=True, help_text="domain clock; put aside by who holds it")
    snooze = models.BinaryField(null=True, help_text="sealed {why: code, note}")
    deadline_at = models.DateTimeField(null=True)
    last_answer_at = models.DateTimeField(null=True)
    last_level = models.SmallIntegerField(null=True)
    call_back_at = models.DateTimeField(null=True, help_text="the hour at which the team promised to call")
    muted_until = models.DateField(null=True, help_text="automatic messages are held; somebody looks again on that day")
    summary = models.BinaryField(null=True)

    wall = Wall(subject="subject_id", purposes=("schedule", "watch"))

    class Meta:
        db_table = "worklist_line"
        indexes = [
            models.Index(
                F("team_id"),
                F("severity").desc(),
                F("claimed"),
                F("deadline_at").asc(nulls_last=True),
                F("follow_up_id"),
                condition=Q(live=True),
                name="worklist_order",
            ),
            models.Index(
                fields=["team_id", "call_back_at"],
                condition=Q(live=True, call_back_at__isnull=False),
                name="worklist_promised",
            ),
            models.Index(fields=["snoozed_until"], condition=Q(snoozed_until__isnull=False), name="worklist_put_aside"),
        ]


class Shortcuts(models.Model):
    """The keys one account has chosen for the list. Follows her from desk to desk: desks are shared."""

    account_id = models.UUIDField(primary_key=True)
    keys = models.JSONField(default=dict, help_text='{"claim": "p"}; only what differs; {"off": true} for none')

    wall = Wall(org="", account="account_id")

    class Meta:
        db_table = "worklist_shortcuts"
