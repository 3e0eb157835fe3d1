"""What stands beside the acts on a follow-up, for the parts that show it: they need `page` alone."""

from typing import Any

from django import template

from chevet.interfaces.pro import at_hand, labels
from chevet.interfaces.pro.messages_sent import worded
from chevet.interfaces.pro.templatetags.record import ui_number
from chevet.interfaces.pro.words import said
from chevet.vitals.kinds import KINDS

register = template.Library()


@register.simple_tag
def calls_of(page: Any) -> at_hand.Calls:
    return at_hand.calls_of(page)


@register.simple_tag
def pause_of(page: Any) -> at_hand.Pause | None:
    return at_hand.pause_of(page)


@register.simple_tag
def advice_of(page: Any) -> Any | None:
    return at_hand.advice_of(page)


@register.simple_tag
def dead_letters(page: Any) -> list[dict[str, Any]]:
    return [worded(one) | {"id": one.id} for one in at_hand.dead_letters(page)]


@register.simple_tag
def next_words(page: Any, calls: at_hand.Calls) -> str:
    return at_hand.next_words(calls.step, now=page.now)


@register.simple_tag
def calls_for(call: Any, now: Any) -> int:
    """Seconds since the call began; the page goes on counting."""
    return max(0, int((now - call.at).total_seconds()))


@register.simple_tag
def ui_number_of(number: at_hand.Number) -> str:
    said = [ui_number(number.value), number.name or number.label]
    return ", ".join(part for part in said if part)


@register.inclusion_tag("pro/parts/outcome_button.html")
def outcome_button(code: str, key: str) -> dict[str, Any]:
    return {"code": code, "key": key, "words": labels.OUTCOMES[code], "first": code == "reached"}


@register.simple_tag
def last_values(page: Any) -> list[dict[str, Any]]:
    """The newest value of each kind, with its unit and its hour."""
    series = page.record.series
    return [
        {"label": said(KINDS[kind].label), "value": said(KINDS[kind].written(readings[-1][1])), "at": readings[-1][0]}
        for kind, readings in series.items()
        if readings
    ]
