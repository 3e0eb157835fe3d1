from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall
from chevet.organisations.models import Team


class Note(models.Model):
    """What a professional wrote about somebody. It is never rewritten: a later note corrects it."""

    id = models.UUIDField(primary_key=True, default=new_id, help_text="made by the page that sends it")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField()
    author_id = models.UUIDField()
    at = models.DateTimeField(help_text="domain clock")
    text = models.BinaryField(help_text="sealed")
    fingerprint = models.BinaryField(help_text="of the text as it was sent: a second sending or a conflict")
    for_next_shift = models.BooleanField(help_text="to be read at the next hand-over")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "note"
        indexes = [models.Index(fields=["follow_up_id", "at"], name="note_of_follow_up")]


class NoteTemplate(models.Model):
    """The beginning of a note, as one team likes to write it. A few are shipped with the product (templates.py)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    name = models.CharField(max_length=60)
    text = models.TextField(help_text="about nobody")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    wall = Wall()

    class Meta:
        db_table = "note_template"
        constraints = [
            models.UniqueConstraint(
                fields=["team", "name"], condition=Q(retired_at=None), name="one_template_of_a_name"
            )
        ]
