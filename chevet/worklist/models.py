from django.db import models
from django.db.models import F, Q

from chevet.kernel.walls import Wall


class Line(models.Model):
    """The narrow row behind one line of a team's list. Written by use cases, read in one statement.

    summary (sealed): {"why": [{"fr", "en", "level"}], "temperature": [[day, value]…], "spo2": […]}, seven days at most.
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
            )
        ]
