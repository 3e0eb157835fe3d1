"""The components, by name. Shown in all their states at /ui/gallery, listed in README.md."""

from functools import lru_cache

import phonenumbers
from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from ..forms import refusals
from ..phones import phone_words
from ..severity import SEVERITIES
from ..tags import blocks, charts, clocks, drawings

register = template.Library()
for kind in (blocks, charts, clocks, drawings):
    register.tags.update(kind.register.tags)


@register.simple_tag
def ui_icon(name, label=""):
    """A drawing from icons.svg. Without a label it is decoration and needs words beside it."""
    return _icon(str(name), str(label))


@lru_cache(maxsize=1_000)  # a page has dozens of the same few
def _icon(name, label):
    says = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"/></svg>', says, static("ui/icons.svg"), name
    )


@register.inclusion_tag("ui/components/severity.html")
def ui_severity(level, word="", detail=""):
    """level: red, confirm, orange, grey, yellow or green."""
    severity = SEVERITIES[level]
    return {
        "severity": severity,
        "shape": mark_safe(severity.shape),  # noqa: S308 – our own drawing
        "word": word or severity.word,
        "detail": detail,
    }


@register.inclusion_tag("ui/components/button.html")
def ui_button(label, kind="primary", href="", icon="", **rest):
    """kind: primary, secondary, quiet, danger, emergency. rest: type, name, value, form, key, opens, closes, disabled."""
    return {"label": label, "kind": kind, "href": href, "icon": icon, "type": "submit", **rest}


@register.inclusion_tag("ui/components/error_summary.html")
def ui_error_summary(*forms):
    """What to correct, each thing a link to its field. as_a_whole: nothing typed is wrong, the act itself was refused."""
    found = [refusal for form in forms if form is not None for refusal in refusals(form)]
    return {
        "refusals": found,
        "as_a_whole": all(form is None or list(form.errors) in ([], ["__all__"]) for form in forms),
    }


@register.inclusion_tag("ui/forms/field.html")
def ui_question(bound_field):
    """A field alone on its page: its label or legend is the page's heading."""
    return {"field": bound_field, "question": True}


@register.filter
def is_checkbox(bound_field):
    return getattr(bound_field.field.widget, "input_type", "") == "checkbox" and not bound_field.use_fieldset


@register.inclusion_tag("ui/components/table.html")
def ui_table(headers, rows, caption=""):
    """rows: lists of cells in the order of headers; the first cell names the row."""
    headers = list(headers)
    return {"headers": headers, "caption": caption, "rows": [list(zip(headers, row, strict=True)) for row in rows]}


@register.inclusion_tag("ui/components/definitions.html")
def ui_definitions(pairs, rows=True):
    return {"pairs": pairs.items() if hasattr(pairs, "items") else pairs, "rows": rows}


@register.inclusion_tag("ui/components/tabs.html")
def ui_tabs(items, label):
    """items: {"label", "url", "current", "count"}."""
    return {"items": items, "label": label}


@register.inclusion_tag("ui/components/pagination.html")
def ui_pagination(page, query=""):
    """query: what must stay in the address, ending in "&"."""
    return {"page": page, "query": query}


@register.inclusion_tag("ui/components/progress.html")
def ui_progress(step, total, words=""):
    share = round(100 * step / total, 1) if total else 0
    return {"words": words or _("%(step)s sur %(total)s") % {"step": step, "total": total}, "share": f"{share}"}


@register.inclusion_tag("ui/components/back.html")
def ui_back(url, label=""):
    return {"url": url, "label": label or _("Retour")}


@register.inclusion_tag("ui/components/copy.html")
def ui_copy(text, ident, label=""):
    return {"text": text, "ident": ident, "label": label or _("Lien")}


@register.simple_tag
def ui_tel(number, region="FR"):
    """A number to press, written as people of its country write it; a short number stays as it is."""
    try:
        parsed = phonenumbers.parse(str(number), region)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is None or len(str(number)) < 6:
        return format_html('<a class="tel" href="tel:{}">{}</a>', number, number)
    e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return format_html('<a class="tel" href="tel:{}">{}</a>', e164, phone_words(number, region=region))
