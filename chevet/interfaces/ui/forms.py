"""How every Django form of the product is drawn: label, hint, sentence of refusal, and a list of them on top."""

from django.forms import Field
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext as _


class AccessibleRenderer(TemplatesSetting):
    """Set as FORM_RENDERER; needs "django.forms" among the installed applications, after this one."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"


def anchor(bound_field) -> str:
    """The id of the element that takes the focus when somebody follows the summary to this field."""
    return bound_field.id_for_label or f"{bound_field.auto_id}_0"


def refusals(form) -> list[dict]:
    """What to correct, in the order of the page: `{"sentence", "anchor"}`, anchor empty for the form as a whole."""
    found = [{"sentence": sentence, "anchor": ""} for sentence in form.non_field_errors()]
    for bound_field in form:
        place = "" if bound_field.is_hidden else anchor(bound_field)
        found += [{"sentence": sentence, "anchor": place} for sentence in _sentences(bound_field)]
    return found


def _sentences(bound_field):
    """Read away from its field, a sentence needs the question in front; alone on its page, it does not."""
    alone = len(bound_field.form.visible_fields()) == 1
    for sentence in bound_field.errors:
        if alone:
            yield sentence
        elif sentence == Field.default_error_messages["required"]:
            yield _("À remplir : %(question)s") % {"question": bound_field.label}
        else:
            yield _in_front(str(bound_field.label), sentence)


def _in_front(question: str, sentence: str) -> str:
    return f"{question} {sentence}" if question.endswith("?") else f"{question.rstrip(' .:')} : {sentence}"
