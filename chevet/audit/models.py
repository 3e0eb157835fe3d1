from django.db import models

from chevet.kernel.walls import Wall


class JournalEntry(models.Model):
    """One line: who did or saw what, when. Append-only, no foreign key, no personal data: ids and codes only.

    `id` is drawn before the commit, so a reader of the newest lines must look back a little (streams do).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(help_text="machine clock")
    organisation_id = models.UUIDField(null=True)
    team_id = models.UUIDField(null=True, help_text="set when the team's screens should know at once")
    subject_id = models.UUIDField(null=True)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=40)
    detail = models.JSONField(null=True, help_text="ids, codes, counts")

    wall = Wall(
        subject="subject_id",
        purposes=("stream", "seal", "sign_in", "schedule", "dispatch", "watch"),
        insert_only=True,
    )

    class Meta:
        db_table = "journal"
        indexes = [models.Index(fields=["subject_id", "-id"], name="journal_of_subject")]


class JournalSeal(models.Model):
    """A closed range of the journal and its hash, chained to the one before. A changed, added or cut line shows."""

    last_id = models.BigIntegerField(primary_key=True, help_text="the range reaches up to here")
    first_id = models.BigIntegerField(unique=True, help_text="and begins right after the one before")
    lines = models.IntegerField()
    hash = models.BinaryField(help_text="keyed, so that who can write the database cannot write a seal")
    sealed_at = models.DateTimeField(help_text="machine clock")

    wall = Wall(org="", purposes=("seal",), insert_only=True)

    class Meta:
        db_table = "journal_seal"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_id__gte=models.F("first_id")), name="seal_ends_after_its_beginning"
            )
        ]
