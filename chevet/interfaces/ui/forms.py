"""How every Django form of the product is drawn: label, hint, sentence of refusal, and a list of them on top."""

from django.forms.renderers import TemplatesSetting


class AccessibleRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs "django.forms" among the installed applications, after this one."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def anchor(bound_field) -> str:
    """The id of the element that takes the focus when somebody follows the summary to this field."""
    widget = bound_field.field.widget
    return widget.id_for_label(bound_field.id_for_label or bound_field.auto_id) or f"{bound_field.auto_id}_0"


def refusals(form) -> list[dict]:
    """What to correct, in the order of the page: `{"sentence", "anchor"}`, anchor empty for the form as a whole."""
    found = [{"sentence": sentence, "anchor": ""} for sentence in form.non_field_errors()]
    for bound_field in form:
        place = "" if bound_field.is_hidden else anchor(bound_field)
        found += [{"sentence": sentence, "anchor": place} for sentence in bound_field.errors]
    return found
