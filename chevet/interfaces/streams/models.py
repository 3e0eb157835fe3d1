from django.db import models

from chevet.kernel.walls import Wall


class StreamTicket(models.Model):
    """Opens one stream once, within a minute. Only a hash is stored; the row goes when the ticket is used."""

    hash = models.BinaryField(primary_key=True)
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    account_id = models.UUIDField()
    expires_at = models.DateTimeField(db_index=True, help_text="machine clock")

    wall = Wall(account="account_id", purposes=("stream",))

    class Meta:
        db_table = "stream_ticket"
