"""Addresses of documents, under whichever link the page stands."""

from typing import Any

from django import template

register = template.Library()


@register.simple_tag
def face_url(face: Any, name: str, token: str, **more: Any) -> str:
    return face.url(name, token, **more)
