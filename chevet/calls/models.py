from django.db import models
from django.db.models import Q

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
    TRANSFERRED = "transferred"
    NOT_NOTED = "not_noted"


UNDER_WAY = ""
"""The outcome of a call that has begun and is not noted yet."""


class Whom(models.TextChoices):
    """Who was called."""

    PATIENT = ""
    RELATIVE = "relative"
    SAMU = "samu"


class Call(models.Model):
    """One attempt to reach a patient by phone, or somebody about her. It counts from `at`, when it began.

    An attempt whose outcome is noted stops the clock of an alert; only the outcome helps. One call at a time is under
    way for a follow-up, held by the database: two people never call the same person.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField()
    episode_id = models.UUIDField(null=True)
    author_id = models.UUIDField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, help_text="empty while the call is under way")
    note = models.BinaryField(null=True, help_text="sealed text")
    whom = models.CharField(max_length=8, choices=Whom, blank=True, db_default="")
    contact_id = models.UUIDField(null=True, help_text="the number that was called, if it is one of hers")
    ended_at = models.DateTimeField(null=True, help_text="when the outcome was noted, of a call begun here")
    call_back_at = models.DateTimeField(null=True, help_text="the hour that was promised")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "call"
        constraints = [
            models.UniqueConstraint(fields=["follow_up_id"], condition=Q(outcome=""), name="one_call_under_way"),
        ]
