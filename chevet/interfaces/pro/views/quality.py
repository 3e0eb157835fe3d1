"""The team's day, and what its counts say of its rules. No person is named here."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from chevet.interfaces.clock import domain_now, machine_now
from chevet.interfaces.pro import quality as shown
from chevet.interfaces.pro import team_day as of_day
from chevet.interfaces.pro.gate import CLINICAL, admit
from chevet.interfaces.pro.handovers import waiting_shown
from chevet.interfaces.pro.lines import zone_of
from chevet.interfaces.pro.listing import is_late
from chevet.interfaces.pro.pages import show
from chevet.interfaces.pro.teams import team_of, team_tabs
from chevet.usecases.read_quality import read_quality
from chevet.usecases.read_team_day import read_team_day


@require_GET
@admit(*CLINICAL)
def team_day(request: HttpRequest) -> HttpResponse:
    """One calm screen: what there is to do, who is there, how fast reds were answered, how old all this is."""
    team_id, now, machine = team_of(request), domain_now(), machine_now()
    day = read_team_day(actor=request.actor, team_id=team_id, now=now, machine_now=machine)
    waits = day.waiting and waiting_shown(day.waiting, now=now, account_id=request.actor.account_id)
    with timezone.override(zone_of(day.team)):
        facts = {
            "day": day, "tiles": of_day.tiles(day), "by_day": of_day.by_day(day), "late": is_late(day.pulses, machine),
            "presence": of_day.presence(day, now=now), "links": of_day.links(team_id), "waiting": waits, "now": now,
            "machine": machine, "waited": shown.Waited.of(day.reds), "distribution": shown.distribution(day.reds),
            "trend": shown.trend(day.reds_by_week), "team_id": team_id, "teams": team_tabs(request, team_id),
        }  # fmt: skip
        return show(request, "pro/team_day.html", facts, current="team_day")


@require_GET
@admit(*CLINICAL)
def quality(request: HttpRequest) -> HttpResponse:
    """All rules that gave an alert in twelve weeks, those that ring for nothing named first."""
    team_id = team_of(request)
    read = read_quality(actor=request.actor, team_id=team_id, now=domain_now())
    rules = [shown.rule_shown(view) for view in read.rules]
    facts = {
        "rules": rules, "bad": [one for one in rules if one.verdict], "weeks": len(read.weeks), "team": read.team,
        "alerts": sum(one.became.alerts for one in rules), "team_id": team_id, "teams": team_tabs(request, team_id),
    }  # fmt: skip
    return show(request, "pro/quality.html", facts, current="team_day")


@require_GET
@admit(*CLINICAL)
def rule_quality(request: HttpRequest, slug: str, rule: str) -> HttpResponse:
    """One rule: what it says, where it comes from, week by week, version by version."""
    team_id = team_of(request)
    read = read_quality(actor=request.actor, team_id=team_id, rule=(slug, rule), now=domain_now())
    view = read.rules[0]
    facts = {
        "rule": shown.rule_shown(view), "versions": [(number, shown.rule_shown(view, told)) for number, told in view.by_version],
        "alerts": shown.alerts_by_week(view), "useless": shown.useless_by_week(view), "team": read.team,
        "waits": shown.rule_distribution(view), "team_id": team_id, "title": shown.said(view.title),
    }  # fmt: skip
    return show(request, "pro/quality_rule.html", facts, current="team_day")
