from django.db import models

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Outcome(models.TextChoices):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"
    WRONG_NUMBER = "wrong_number"
    CALL_BACK = "call_back"
    REFUSED = "refused"
    LANGUAGE = "language"
    HOSPITALISED = "hospitalised"
    DECEASED = "deceased"


class Call(models.Model):
    """One attempt to reach a patient by phone. Any attempt stops the clock of an alert; only its outcome helps."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField()
    episode_id = models.UUIDField(null=True)
    author_id = models.UUIDField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome)
    note = models.BinaryField(null=True, help_text="sealed text")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "call"
