from django.db import models

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Consent(models.Model):
    """One decision about one text: agreement to remote follow-up and information on data are two rows."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    follow_up_id = models.UUIDField()
    text = models.CharField(max_length=20, choices=[("remote_follow_up", "agreement"), ("data", "information")])
    version = models.CharField(max_length=20)
    decision = models.CharField(max_length=10, help_text="given, refused, informed, withdrawn")
    channel = models.CharField(max_length=10, help_text="oral, phone, screen, link")
    given_by = models.CharField(max_length=10, default="patient", help_text="patient, guardian")
    collector_id = models.UUIDField(null=True, help_text="account of who asked; none when the patient did it alone")
    at = models.DateTimeField()

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "consent"
