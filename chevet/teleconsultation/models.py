from django.db import models
from django.db.models import Q

from chevet.kernel.walls import Wall
from chevet.video.models import VideoParticipant, VideoRoom


class Consultation(models.Model):
    """A patient and a professional meet by video. What is said of it on screen is computed from these facts (rules.py)."""

    id = models.UUIDField(primary_key=True, help_text="made by the page that asks: pressed twice, opened once")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    team_id = models.UUIDField()
    account_id = models.UUIDField(null=True, help_text="who is expected; none: whoever of the team comes")
    appointment_id = models.UUIDField(null=True)
    room = models.OneToOneField(VideoRoom, on_delete=models.PROTECT)
    opened_by = models.CharField(max_length=60, help_text="account:… or link:…, as in the journal")
    opened_at = models.DateTimeField(help_text="domain clock")
    ends_by = models.DateTimeField(help_text="machine clock: then it is ended for those who forgot")
    tested_at = models.DateTimeField(null=True, help_text="machine clock: last sign of the page that tests a device")
    arrived_at = models.DateTimeField(
        null=True, help_text="machine clock: in the waiting room, whatever the phone does"
    )
    delay_until = models.DateTimeField(null=True, help_text="machine clock: what the professional said of her delay")
    delay_said_at = models.DateTimeField(null=True, help_text="machine clock")
    place = models.BinaryField(null=True, help_text="sealed: see operations.PLACE")
    confirmed_at = models.DateTimeField(null=True, help_text="machine clock: when the place was confirmed")
    step = models.CharField(max_length=5, default="video", help_text="of the ladder: video, audio, phone")
    phone_at = models.DateTimeField(null=True, help_text="machine clock: it goes on by telephone since then")
    phone_by = models.CharField(max_length=12, blank=True, help_text="patient, professional or network")
    ended_at = models.DateTimeField(null=True, help_text="domain clock")
    ended_why = models.CharField(max_length=12, blank=True, help_text="professional, forgotten")
    modality_final = models.CharField(max_length=5, blank=True, help_text="video, audio, phone or none, at the end")
    conclusion = models.BinaryField(null=True, help_text="sealed: see operations.CONCLUSION")

    wall = Wall(subject="subject_id", purposes=("schedule",))

    class Meta:
        db_table = "consultation"
        indexes = [
            models.Index(fields=["team_id", "-opened_at"], name="consultation_of_team"),
            models.Index(fields=["ends_by"], condition=Q(ended_at=None), name="consultation_running"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment_id"], condition=Q(appointment_id__isnull=False), name="one_consultation_each"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_why="", modality_final="")
                | (Q(ended_at__isnull=False) & ~Q(ended_why="") & ~Q(modality_final="")),
                name="consultation_ended_when_why_and_how",
            ),
            models.CheckConstraint(
                condition=Q(phone_at=None, phone_by="") | (Q(phone_at__isnull=False) & ~Q(phone_by="")),
                name="consultation_by_phone_when_and_who",
            ),
            models.CheckConstraint(
                condition=Q(place=None, confirmed_at=None) | Q(place__isnull=False, confirmed_at__isnull=False),
                name="consultation_place_confirmed",
            ),
        ]


class Seat(models.Model):
    """Somebody who is expected in a consultation besides its professionals: the patient, and who was invited."""

    participant = models.OneToOneField(VideoParticipant, primary_key=True, on_delete=models.PROTECT)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT)
    role = models.CharField(max_length=12, help_text="as the participant's, see video/rules.Role")
    link_id = models.UUIDField(null=True, help_text="sent for this alone; none: the appointment's, or an account")
    account_id = models.UUIDField(null=True, help_text="a colleague who signs in")
    who = models.BinaryField(null=True, help_text="sealed: see operations.WHO")
    sends = models.SmallIntegerField(default=0, help_text="messages written so far")
    open_until = models.DateTimeField(
        null=True, help_text="machine clock: an invited person's link, before it is opened"
    )
    opened_at = models.DateTimeField(null=True, help_text="machine clock: first browser of an invited person")
    invited_by = models.UUIDField(null=True, help_text="account")
    admitted_by = models.UUIDField(null=True, help_text="account")

    wall = Wall(subject="subject_id", purposes=("schedule",))

    class Meta:
        db_table = "consultation_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["consultation"], condition=Q(role="patient"), name="one_patient_a_consultation"
            ),
            models.UniqueConstraint(
                fields=["consultation", "account_id"],
                condition=Q(account_id__isnull=False),
                name="one_seat_a_colleague",
            ),
        ]


class Line(models.Model):
    """A line of the waiting room, from the patient or from a professional."""

    id = models.UUIDField(primary_key=True, help_text="made by the page that writes: sent twice, kept once")
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField(db_index=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT)
    account_id = models.UUIDField(null=True, help_text="the professional; none: the patient")
    words = models.BinaryField(help_text="sealed: see operations.WORDS")
    at = models.DateTimeField(help_text="machine clock")

    wall = Wall(subject="subject_id")

    class Meta:
        db_table = "consultation_line"
