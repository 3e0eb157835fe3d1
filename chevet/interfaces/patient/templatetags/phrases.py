"""What a page says around the questions, in its reader's language: {% phrase "call" number=first_number %}."""

from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def phrase(context: Any, key: str, **words: Any) -> str:
    """One sentence of pathways/library/languages/phrases.yaml. `{% phrase … as said %}` for an attribute or a title."""
    return context["wording"].phrase(key, **words)


@register.filter
def marked(said: str) -> SafeString:
    """A sentence of the pathway; one that is not translated says that it is in French, for eyes and for voices."""
    language = getattr(said, "language", None)
    if language in (None, get_language()):
        return conditional_escape(said)
    return format_html('<span lang="{}" dir="{}">{}</span>', language, said.direction, said)
