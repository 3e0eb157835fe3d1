from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class VideoRoom(models.Model):
    """Where a few people see each other. It lives by the machine's clock: it begins, and somebody ends it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True, help_text="whose record it belongs to")
    purpose = models.CharField(max_length=20, help_text="regulation, consultation")
    most = models.SmallIntegerField(help_text="people at the same time; a mesh holds six")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True)

    wall = Wall(subject="subject_id", purposes=("stream", "schedule"))

    class Meta:
        db_table = "video_room"
        constraints = [
            models.CheckConstraint(condition=Q(most__gte=2, most__lte=6), name="video_room_of_two_to_six"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="video_room_ended_when_and_why",
            ),
        ]


class VideoParticipant(models.Model):
    """One person in one room. Nobody without `admitted_at` sees or is seen, whatever door they came through."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    room = models.ForeignKey(VideoRoom, on_delete=models.PROTECT)
    role = models.CharField(max_length=12, help_text="what the others call this person, see rules.Role")
    account_id = models.UUIDField(null=True, help_text="who signed in; none for who came by a link")
    admitted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=20, blank=True)
    epoch = models.IntegerField(default=0, help_text="counts the pages opened: a new one begins its connections anew")
    line = models.IntegerField(default=0, help_text="counts the sockets opened: the last one is the one that is heard")
    here_until = models.DateTimeField(null=True, help_text="renewed while the socket is alive")
    state = models.JSONField(default=dict, help_text="what the page says of itself, see frames.FLAGS")
    camera_at = models.DateTimeField(null=True, help_text="first time that the camera was allowed")
    connected_at = models.DateTimeField(null=True, help_text="first time that a picture or a voice went through")

    wall = Wall(subject="subject_id", purposes=("stream", "schedule"))

    class Meta:
        db_table = "video_participant"
        constraints = [
            models.UniqueConstraint(
                fields=["room", "account_id"], condition=Q(account_id__isnull=False), name="video_account_once_a_room"
            )
        ]


class VideoTicket(models.Model):
    """Opens one signalling socket once, within a minute. Only a hash is stored; the row goes when it is used."""

    hash = models.BinaryField(primary_key=True)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    participant_id = models.UUIDField(db_index=True)
    expires_at = models.DateTimeField(help_text="machine clock")

    wall = Wall(subject="subject_id", purposes=("stream", "schedule"))

    class Meta:
        db_table = "video_ticket"


class VideoSignal(models.Model):
    """On its way from one page to another, for a moment: whichever process holds the addressee's socket takes it.

    `news` has no body: the addressee's view of the room has changed, look again.
    """

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    to_id = models.UUIDField(db_index=True)
    from_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=6, choices=[("signal", "signal"), ("news", "news")])
    body = models.BinaryField(null=True, help_text="sealed by the room's own key: it holds network addresses")
    at = models.DateTimeField()

    wall = Wall(subject="subject_id", purposes=("stream", "schedule"))

    class Meta:
        db_table = "video_signal"
