from django.db import models
from django.db.models import Q

from chevet.kernel.walls import Wall


class ClockOffset(models.Model):
    """How far the domain clock is ahead of the machine's: one row, forward only, zero in production."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField()

    class Meta:
        db_table = "clock_offset"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_clock")]


class DataKey(models.Model):
    """The wrapped key of one record. Destroying it, or its wrapping generation, is the erasure of what it sealed."""

    subject_id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField(db_index=True)
    family = models.CharField(max_length=12)
    generation = models.SmallIntegerField()
    wrapped = models.BinaryField()

    wall = Wall(subject="subject_id", purposes=("schedule", "dispatch"))

    class Meta:
        db_table = "data_key"


class Pulse(models.Model):
    """When a job of ours last passed, by the machine's clock. Screens refuse to show green when it is stale."""

    name = models.CharField(max_length=40, primary_key=True)
    passed_at = models.DateTimeField()
    found = models.IntegerField(default=0, help_text="what the last pass had to repair")

    class Meta:
        db_table = "pulse"
