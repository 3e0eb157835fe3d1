"""Components that hold other things: {% ui_card title="…" %} … {% endui_card %}."""

from django import template
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from ..emergency import FRENCH_NUMBERS

register = template.Library()

_NOTICE_ICONS = {"info": "info-circle", "success": "circle-check", "warning": "alert-triangle", "danger": "hand-stop"}


@register.simple_block_tag
def ui_card(content, title="", kind="", aside="", ident="", level=2):
    """kind: "", today, red or orange."""
    facts = {"content": content, "title": title, "kind": kind, "aside": aside, "ident": ident, "level": level}
    return render_to_string("ui/components/card.html", facts)


@register.simple_block_tag
def ui_notice(content, kind="info", title=""):
    """kind: info, success, warning or danger."""
    facts = {"content": content, "kind": kind, "title": title, "icon": _NOTICE_ICONS[kind]}
    return render_to_string("ui/components/notice.html", facts)


@register.simple_block_tag
def ui_timeline(content, label=""):
    return render_to_string("ui/components/timeline.html", {"content": content, "label": label})


@register.simple_block_tag
def ui_timeline_entry(content, title, when="", when_iso="", by="", icon="check", level=""):
    facts = {"content": content, "title": title, "when": when, "when_iso": when_iso, "by": by}
    return render_to_string("ui/components/timeline_entry.html", facts | {"icon": icon, "level": level})


@register.simple_block_tag
def ui_empty(content, title, icon="moon-stars"):
    return render_to_string("ui/components/empty.html", {"content": content, "title": title, "icon": icon})


@register.simple_block_tag
def ui_dialog(content, ident, title):
    """Opened by a link with data-opens="ident"; a button inside with closes=True shuts it."""
    return render_to_string("ui/components/dialog.html", {"content": content, "ident": ident, "title": title})


@register.inclusion_tag("ui/components/emergency_strip.html", takes_context=True)
def ui_emergency_strip(context):
    """The numbers to call, on every page a patient can reach; a page that forgot to pass them shows the national ones."""
    return {"emergency_numbers": _numbers(context)}


@register.simple_block_tag(takes_context=True)
def ui_emergency(context, content, reason="", title=""):
    """The big calm panel. Takes emergency_numbers from the page: the first one is the one to call."""
    first, *others = _numbers(context)
    facts = {
        "title": title or _("Appelez le %(number)s maintenant") % {"number": first.number},
        "reason": reason, "first": first, "others": others, "content": content if content.strip() else "",
    }  # fmt: skip
    return render_to_string("ui/components/emergency.html", facts)


def _numbers(context):
    return context.get("emergency_numbers") or FRENCH_NUMBERS
