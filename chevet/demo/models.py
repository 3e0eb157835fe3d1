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


class Character(models.Model):
    """How far an invented person has come, and what her telephone remembers, so that she goes on living with the clock."""

    person = models.CharField(max_length=60, primary_key=True, help_text="key in the cast or in the crowd")
    made_at = models.DateTimeField(help_text="domain clock; her days count back from here")
    follow_up_id = models.UUIDField(null=True)
    token = models.CharField(max_length=22, blank=True)
    cookie = models.CharField(max_length=60, blank=True)
    next_at = models.DateTimeField(null=True, help_text="domain clock; what she, or her team, does next")

    class Meta:
        db_table = "demo_character"


class Wish(models.Model):
    """Starting over was asked for on a page; the worker does it, and takes the wish away."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    people = models.PositiveIntegerField(help_text="followed when it was asked")

    class Meta:
        db_table = "demo_wish"
