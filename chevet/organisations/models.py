from django.db import models
from django.db.models import Q

from chevet.kernel.identifiers import new_id
from chevet.kernel.walls import Wall


class Organisation(models.Model):
    """The controller of its records: a hospital, a practice, a regional cell."""

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, default="hospital")
    territory = models.CharField(max_length=3, help_text="code of organisations/territories.py")
    phone = models.CharField(max_length=20)
    alert_mobile = models.CharField(max_length=20, blank=True, help_text="last rung of the ladder")
    alert_email = models.EmailField(blank=True, help_text="last rung of the ladder")
    created_at = models.DateTimeField()
    colour = models.CharField(max_length=7, blank=True, db_default="", help_text="of its header, see brand.py")
    accent = models.CharField(max_length=7, blank=True, db_default="")
    logo = models.BinaryField(null=True, help_text="PNG drawn anew by logos.py")
    phones = models.JSONField(null=True, help_text='[["Standard", "+33472000000"]], shown to patients')
    branded_at = models.DateTimeField(null=True)

    wall = Wall(org="id", purposes=("schedule", "dispatch", "sign_in", "watch"))

    class Meta:
        db_table = "organisation"


class Team(models.Model):
    """People who answer for follow-ups together. None starts on a team without duty hours and a second line."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, help_text="the number from which patients are called")
    territory = models.CharField(max_length=3)
    duty = models.JSONField(default=list, help_text='[{"days": [0, 1], "from": "08:00", "to": "20:00"}], 0 is Monday')
    hours = models.JSONField(null=True, help_text="what was declared; `duty` is what of it somebody covers (roster.py)")
    digest_at = models.JSONField(null=True, help_text='["09:00", "16:00"]: when oranges are told of together')
    second_line = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    red_minutes = models.SmallIntegerField(default=9, help_text="without an attempt to reach the patient, a red climbs")
    orange_minutes = models.SmallIntegerField(default=120)

    wall = Wall(purposes=("schedule", "dispatch", "sign_in", "watch"))

    class Meta:
        db_table = "team"
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_named_once"),
            models.CheckConstraint(condition=~Q(second_line=models.F("id")), name="second_line_is_another_team"),
        ]


class DutyTurn(models.Model):
    """When somebody of a team is on duty, or away: every week on `days`, or on the date `day`. Team's wall time."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT)
    account_id = models.UUIDField()
    days = models.JSONField(default=list, help_text="0 is Monday")
    day = models.DateField(null=True)
    starts = models.CharField(max_length=5)
    ends = models.CharField(max_length=5, help_text="24:00 is the next midnight")
    away = models.BooleanField(default=False, help_text="on that day this person is not there")

    wall = Wall(purposes=("schedule", "dispatch", "watch"))

    class Meta:
        db_table = "duty_turn"
        constraints = [
            models.CheckConstraint(condition=Q(day=None) | Q(days=[]), name="turn_of_a_week_or_of_a_day"),
            models.CheckConstraint(condition=Q(starts__lt=models.F("ends")), name="turn_ends_after_it_starts"),
        ]


class Delegation(models.Model):
    """A team hands its alerts to another of the organisation during some hours: a practice to a cell."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField()
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="delegations")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="entrusted")
    hours = models.JSONField(help_text="as Team.duty, in the delegating team's wall time")
    digest_at = models.CharField(max_length=5, help_text="when the delegating team is told once a day")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    wall = Wall(purposes=("sign_in", "schedule", "dispatch", "watch", "stream"))

    class Meta:
        db_table = "delegation"
        constraints = [
            models.UniqueConstraint(fields=["team"], condition=Q(until=None), name="one_live_delegation"),
            models.CheckConstraint(condition=~Q(team=models.F("to_team")), name="delegation_to_another_team"),
        ]
