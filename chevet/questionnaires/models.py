from django.contrib.postgres.indexes import BrinIndex, BTreeIndex
from django.db import models

from chevet.kernel.walls import Wall


class Answer(models.Model):
    """One filled questionnaire, or one report between two. `id` is made by the client and unique for ever.

    content (sealed): {"v": pathway version, "a" and "t": the words (compact.py), "m": the measures as vitals shortens
    them, "f": [findings], "r": the receipt}.
    """

    id = models.UUIDField(primary_key=True)
    organisation_id = models.UUIDField()
    subject_id = models.UUIDField()
    follow_up_id = models.UUIDField()
    at = models.DateTimeField(help_text="domain clock")
    author_id = models.UUIDField(null=True, help_text="the professional who typed it; none for the patient's side")
    level = models.SmallIntegerField(help_text="0 green, 1 yellow, 2 orange, 3 red")
    flags = models.SmallIntegerField(default=0, help_text="1 informative, 2 for a relative, 4 device bound, 8 late")
    fingerprint = models.BinaryField(help_text="of the body, to tell a re-send from a conflict")
    content = models.BinaryField()

    wall = Wall(subject="subject_id", purposes=("watch",))

    class Meta:
        db_table = "answer"
        indexes = [
            BTreeIndex(fields=["follow_up_id"], name="answer_of_follow_up"),  # alone: equal keys are stored once
            BrinIndex(fields=["at"], autosummarize=True, name="answer_lately"),  # for the watchdog; a few pages in all
        ]
