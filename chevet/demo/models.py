from django.db import models


class InboxItem(models.Model):
    """What the demonstration's gateway received instead of a phone or a mailbox."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(help_text="domain clock")
    channel = models.CharField(max_length=5)
    recipient = models.CharField(max_length=120)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    html = models.TextField(blank=True)

    class Meta:
        db_table = "demo_inbox"
