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


class Telephone(models.Model):
    """What the telephone of an invented patient remembers, so that she goes on answering when time is let pass."""

    person = models.CharField(max_length=40, primary_key=True, help_text="key in the cast")
    included_on = models.DateField(help_text="local; the answers of day 1 come the day after")
    token = models.CharField(max_length=22)
    cookie = models.CharField(max_length=60)

    class Meta:
        db_table = "demo_telephone"
