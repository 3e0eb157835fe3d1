from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.video.models import VideoParticipant, VideoRoom


class Regulation(models.Model):
    """A doctor on the telephone with a caller asks to see. It has a subject before anybody has a name."""

    id = models.UUIDField(primary_key=True, help_text="made by the page that asks: pressed twice, sent once")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    team_id = models.UUIDField()
    room = models.OneToOneField(VideoRoom, on_delete=models.PROTECT)
    opened_by = models.CharField(max_length=60, help_text="account:… or client:…, as in the journal")
    opened_at = models.DateTimeField()
    facts = models.BinaryField(help_text="sealed: see operations.FACTS")
    ended_at = models.DateTimeField(null=True)
    conclusion = models.BinaryField(null=True, help_text="sealed: see operations.CONCLUSION")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "regulation"
        indexes = [models.Index(fields=["team_id", "-opened_at"], name="regulation_of_team")]


class RegulationGuest(models.Model):
    """Who was sent a link: the caller, a relative, a first responder, a colleague. One browser opens it."""

    participant = models.OneToOneField(VideoParticipant, primary_key=True, on_delete=models.PROTECT)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT)
    link_id = models.UUIDField()
    recipient = models.BinaryField(help_text="sealed: E.164")
    sends = models.SmallIntegerField(default=1, help_text="messages written so far")
    open_until = models.DateTimeField(help_text="machine clock; once opened it lasts until the doctor ends")
    opened_at = models.DateTimeField(null=True, help_text="machine clock")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "regulation_guest"


class RegulationPhoto(models.Model):
    """A still that somebody showed, drawn anew. What the doctor did not keep goes when the call ends."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT)
    content = models.BinaryField(help_text="sealed JPEG")
    came_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True)

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "regulation_photo"


class RegulationClient(models.Model):
    """Another program of the organisation that may open a regulation. Its secret is derived, stored nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    name = models.CharField(max_length=60)
    rotation = models.SmallIntegerField(default=1)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    wall = Wall(purposes=("launch",))

    class Meta:
        db_table = "regulation_client"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "name"], condition=Q(ended_at=None), name="regulation_client_named_once"
            )
        ]
