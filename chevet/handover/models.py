from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Sheet(models.Model):
    """What a shift leaves to the next. Signed by who gives it, then by who has read it and goes on.

    note (sealed under a key of its own, whose subject is the sheet): a text for everybody.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    reds = models.SmallIntegerField(help_text="open at that minute")
    people = models.SmallIntegerField(help_text="lines written")
    left_out = models.BooleanField(default=False, help_text="there were more people than a sheet holds")
    note = models.BinaryField(null=True)

    wall = Wall(subject="id", purposes=("schedule",))

    class Meta:
        db_table = "handover_sheet"
        indexes = [models.Index(fields=["team_id", "-given_at"], name="handover_of_team")]
        constraints = [
            models.UniqueConstraint(fields=["team_id"], condition=Q(taken_at=None), name="one_sheet_waits"),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="taken_by_whom_and_when",
            ),
        ]


class SheetLine(models.Model):
    """One person on a sheet. content (sealed): rules.Facts as they stood, and a word of the giver."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE)
    follow_up_id = models.UUIDField()
    patient_id = models.UUIDField()
    place = models.SmallIntegerField(help_text="order on the sheet")
    content = models.BinaryField()

    wall = Wall(subject="subject_id", purposes=("schedule",))

    class Meta:
        db_table = "handover_line"
