from django.db import models

from chevet.kernel.walls import Wall


class Measure(models.Model):
    """A measure reported alone, as typed: sealed {kind: value}. Kinds, units and bounds: kinds.py.

    The measures of a questionnaire are sealed inside its answer (docs/decisions/measures-inside-answers.md): a row less for each answer.
    """

    id = models.UUIDField(primary_key=True, help_text="made by the client")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField()
    at = models.DateTimeField(help_text="domain clock")
    fingerprint = models.BinaryField(null=True)
    readings = models.BinaryField()

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "measure"
        indexes = [models.Index(fields=["follow_up_id", "at"], name="measure_of_follow_up")]
