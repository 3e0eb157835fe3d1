from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall

# What does not rest at night does not queue behind what does either: it has an index and a claim of its own.
URGENT = ["alert", "appointment", "code", "samu_link", "stop_confirmation", "unread_reply", "video_link"]


class Message(models.Model):
    """The outbox: one row, one message, sent once or somebody knows. States and moves: states.py."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(null=True, help_text="whom it is about")
    follow_up_id = models.UUIDField(null=True)
    key_id = models.UUIDField(help_text="the data key that sealed it: the subject's, or the organisation's")
    channel = models.CharField(max_length=5, help_text="sms, email, push")
    kind = models.CharField(max_length=20, help_text="class of policy.py: reminder, nudge, alert, code…")
    once = models.CharField(max_length=90, help_text="what makes a second one impossible")
    recipient = models.BinaryField(null=True, help_text="sealed; purged with the body")
    contact_id = models.UUIDField(null=True)
    body = models.BinaryField(null=True, help_text="sealed {text, subject, html}; purged after delivery")
    due_at = models.DateTimeField(help_text="domain clock")
    state = models.CharField(max_length=10, default="new")
    attempts = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, help_text="machine clock")
    leased_until = models.DateTimeField(null=True, help_text="machine clock")
    ask_first = models.BooleanField(db_default=False, help_text="it may have left: ask the gateway before sending")
    provider_ref = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=40, blank=True, help_text="code of the last refusal")
    handed_at = models.DateTimeField(null=True, help_text="domain clock")
    settled_at = models.DateTimeField(
        null=True, help_text="domain clock: delivered, cancelled, or dead and told to a person"
    )

    wall = Wall(subject="subject_id", purposes=("dispatch", "watch"))

    class Meta:
        db_table = "message"
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=["new", "leased"]), name="message_due"),
            models.Index(
                fields=["due_at"],
                condition=Q(state__in=["new", "leased"], kind__in=URGENT),
                name="message_urgent",
            ),
            models.Index(fields=["due_at"], condition=Q(state="dead", settled_at=None), name="message_dead_untold"),
            models.Index(fields=["follow_up_id", "due_at"], name="message_of_follow_up"),
            models.Index(fields=["provider_ref"], name="message_of_provider"),
        ]
        constraints = [models.UniqueConstraint(fields=["once"], name="message_once")]


class Suppression(models.Model):
    """A class of messages that must not leave, for a follow-up or a contact point. The claim reads it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)
    cause = models.CharField(max_length=12, help_text="see Suppression of policy.py")
    author = models.CharField(max_length=60)
    since = models.DateTimeField()
    review_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id", purposes=("dispatch",))

    class Meta:
        db_table = "suppression"
        indexes = [models.Index(fields=["subject_id"], condition=Q(ended_at=None), name="suppression_live")]


class PushSubscription(models.Model):
    """Where a patient's browser listens. Of one device, and forgotten with it (RFC 8030, 8291)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField(db_index=True)
    device_id = models.UUIDField(unique=True)
    subscription = models.BinaryField(help_text="sealed [address, key, key]")
    since = models.DateTimeField(help_text="domain clock")

    wall = Wall(subject="subject_id", purposes=("dispatch",))

    class Meta:
        db_table = "push_subscription"


class Nonce(models.Model):
    """Signed callbacks already seen, so that none is replayed within its tolerance."""

    value = models.CharField(max_length=80, primary_key=True)
    seen_at = models.DateTimeField(help_text="machine clock")

    class Meta:
        db_table = "nonce"
