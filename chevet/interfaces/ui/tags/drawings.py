"""Drawings by name; the files are in ui/drawings."""

from django import template

from .. import drawings

register = template.Library()


@register.simple_tag
def ui_drawing(name, label=""):
    """A pathway may name a picture that we have not drawn: its words are enough, nothing is shown."""
    return drawings.drawing(name, label) if name in drawings.names() else ""


@register.simple_tag
def ui_drawing_steps(name):
    """The names of the drawings that show how to measure, in order: {% ui_drawing_steps "oximeter" as steps %}."""
    return drawings.steps_of(name)
