from django.db import models

from chevet.kernel.walls import Wall


class StreamTicket(models.Model):
    """Opens one stream once, within a minute. Only a hash is stored; the row goes when the ticket is used."""

    hash = models.BinaryField(primary_key=True)
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    account_id = models.UUIDField()
    expires_at = models.DateTimeField(db_index=True, help_text="machine clock")
    language = models.CharField(max_length=5, default="fr", db_default="fr")

    wall = Wall(account="account_id", purposes=("stream",))

    class Meta:
        db_table = "stream_ticket"


class Audience(models.Model):
    """Somebody listens to this team in this language, or did a moment ago: only then lines are drawn for it."""

    id = models.BigAutoField(primary_key=True)
    team_id = models.UUIDField()
    language = models.CharField(max_length=5)
    seen_at = models.DateTimeField(help_text="machine clock")

    wall = Wall(org="", purposes=("stream", "schedule"))

    class Meta:
        db_table = "stream_audience"
        constraints = [models.UniqueConstraint(fields=["team_id", "language"], name="one_audience")]


class Drawing(models.Model):
    """What changed on a team's list, drawn once for everybody who looks at it; gone after a minute.

    body is sealed (drawings.py). The table is not logged: it is in no backup and empty after a crash, and streams then
    say "look again". upto: the line of the journal up to which it is true.
    """

    id = models.BigAutoField(primary_key=True)
    team_id = models.UUIDField()
    language = models.CharField(max_length=5)
    upto = models.BigIntegerField()
    made_at = models.DateTimeField(help_text="machine clock")
    body = models.BinaryField()

    wall = Wall(org="", purposes=("stream", "schedule"))

    class Meta:
        db_table = "stream_drawing"
