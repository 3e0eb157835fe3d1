from django.db import models

from chevet.kernel.walls import Wall


class RedWait(models.Model):
    """How many reds of a team waited so many whole minutes for the first action, counted when they are closed.

    week: the Monday, on the team's wall, of the day on which it became red. minutes: rules.UNTRIED when nothing came
    before the closing itself.
    """

    pk = models.CompositePrimaryKey("team_id", "week", "minutes")
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    week = models.DateField()
    minutes = models.SmallIntegerField()
    number = models.IntegerField()

    wall = Wall()

    class Meta:
        db_table = "red_wait"


class RuleWait(models.Model):
    """The same for the alerts of one rule, orange or red."""

    pk = models.CompositePrimaryKey("team_id", "slug", "rule", "version", "week", "minutes")
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    slug = models.CharField(max_length=60)
    version = models.SmallIntegerField(help_text="of the pathway")
    rule = models.CharField(max_length=60)
    week = models.DateField()
    minutes = models.SmallIntegerField()
    number = models.IntegerField()

    wall = Wall()

    class Meta:
        db_table = "rule_wait"


class RuleWeek(models.Model):
    """What became of the alerts that one rule opened in one week, counted when a professional closed them."""

    pk = models.CompositePrimaryKey("team_id", "slug", "rule", "version", "week")
    organisation_id = models.UUIDField()
    team_id = models.UUIDField()
    slug = models.CharField(max_length=60)
    version = models.SmallIntegerField(help_text="of the pathway")
    rule = models.CharField(max_length=60)
    week = models.DateField()
    alerts = models.IntegerField()
    reds = models.IntegerField()
    useful = models.IntegerField(help_text="said so at closing")
    useless = models.IntegerField(help_text="said so at closing; the rest said nothing")
    confirmed = models.IntegerField(help_text="asked for a second measure, and stayed red")
    lowered = models.IntegerField(help_text="asked for a second measure, which was reassuring")

    wall = Wall()

    class Meta:
        db_table = "rule_week"
