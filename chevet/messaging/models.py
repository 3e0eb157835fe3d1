from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Communication(models.Model):
    """One message between a patient and her team (FHIR's Communication). Its key is made by the browser that sends it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField()
    link_id = models.UUIDField(null=True, help_text="written through this link: by the patient or a relative")
    account_id = models.UUIDField(null=True, help_text="written by this professional")
    at = models.DateTimeField(help_text="domain clock")
    text = models.BinaryField(help_text="sealed")
    fingerprint = models.BinaryField(help_text="of the text as it was sent: a second sending or a conflict")
    answer_by = models.DateTimeField(null=True, help_text="what the patient was promised; null for the team's own")
    read_at = models.DateTimeField(null=True, help_text="first read by the other side, domain clock")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "communication"
        indexes = [
            models.Index(fields=["follow_up_id", "at"], name="communication_of_follow_up"),
            models.Index(
                fields=["follow_up_id"],
                condition=Q(read_at=None, link_id=None),
                name="communication_awaits_patient",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(link_id=None, account_id__isnull=False) | Q(link_id__isnull=False, account_id=None),
                name="communication_from_one_side",
            ),
            models.CheckConstraint(
                condition=Q(link_id=None, answer_by=None) | Q(link_id__isnull=False, answer_by__isnull=False),
                name="communication_promised_to_patient",
            ),
        ]
