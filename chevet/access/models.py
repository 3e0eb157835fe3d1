from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Link(models.Model):
    """An address sent to a person, never an authenticator. Its 128-bit token is derived, only a hash is stored."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=12, default="follow_up")
    target_id = models.UUIDField(help_text="the follow-up it opens on")
    contact_id = models.UUIDField(null=True, help_text="where it was sent")
    rotation = models.SmallIntegerField(default=1)
    token_hash = models.BinaryField(unique=True)
    tries = models.SmallIntegerField(default=0, help_text="wrong birth days since `tries_since`, all devices together")
    tries_since = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, help_text="first time somebody said who they are")
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=20, blank=True)

    wall = Wall(subject="subject_id", link="token_hash", purposes=("schedule", "dispatch"))

    class Meta:
        db_table = "access_link"
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_why="") | (Q(revoked_at__isnull=False) & ~Q(revoked_why="")),
                name="revoked_when_and_why",
            )
        ]


class Device(models.Model):
    """A browser that came through a link. `identified`: gave the birth day, may write; `bound`: gave a code, may read."""

    class State(models.TextChoices):
        NEW = "new"
        IDENTIFIED = "identified"
        BOUND = "bound"
        REFUSED = "refused"
        REVOKED = "revoked"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    link = models.ForeignKey(Link, on_delete=models.CASCADE)
    secret_hash = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    tries = models.SmallIntegerField(default=0)
    label = models.CharField(max_length=60, blank=True, help_text="the kind of browser, for the list of devices")
    created_at = models.DateTimeField()
    bound_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "access_device"


class Code(models.Model):
    """A one-time code to read: 6 digits by SMS (10 minutes, 3 tries) or 12 characters on paper (7 days, 5 tries)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    device_id = models.UUIDField(null=True, help_text="the browser that asked; none for a code on paper")
    target_id = models.UUIDField()
    kind = models.CharField(max_length=6, choices=[("sms", "sms"), ("paper", "paper")])
    code_hash = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.SmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "access_code"


class Throttle(models.Model):
    """How often something was done in a window of the machine's clock. The key is a keyed hash, never a name."""

    key = models.BinaryField(primary_key=True)
    window_ends_at = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        db_table = "throttle"
