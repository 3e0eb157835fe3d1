from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from chevet.interfaces.ui.fields import DateField, DayMonth, DayMonthField, MeasureField
from chevet.interfaces.ui.forms import refusals


class Questions(forms.Form):
    temperature = MeasureField(label="Quelle est votre température ?", unit="°C", decimal=True, help_text="Au signal.")
    birth = DateField(label="Date de naissance", birth=True)
    feeling = forms.ChoiceField(label="Équipe", choices=[("n", "Nord"), ("s", "Sud")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Elle est d'accord.")


@pytest.fixture(autouse=True)
def in_french():
    with translation.override("fr"):
        yield


def cleaned(field, typed):
    return field.clean(typed)


@pytest.mark.parametrize(
    ("typed", "number"), [("38,2", "38.2"), ("38.2", "38.2"), (" 38 ", "38"), ("1\u202f200", "1200"), ("-2", "-2")]
)
def test_a_measure_is_read_with_a_comma_or_a_point(typed, number):
    assert cleaned(MeasureField(decimal=True), typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["trente", "3 8 , x", "NaN", "inf", "", "--"])
def test_what_is_no_number_is_refused_with_an_example(typed):
    with pytest.raises(forms.ValidationError) as refusal:
        cleaned(MeasureField(decimal=True), typed)
    assert refusal.value.messages == ["Écrivez un nombre, par exemple 38,2."]


def test_an_optional_measure_left_empty_is_none():
    assert cleaned(MeasureField(required=False), "") is None


def test_a_date_is_read_from_three_boxes():
    assert cleaned(DateField(), ["27", "3", "1957"]) == date(1957, 3, 27)


@pytest.mark.parametrize(
    "typed", [["31", "2", "1957"], ["27", "", "1957"], ["x", "3", "1957"], ["27", "3", "57"], ["", "", ""]]
)
def test_what_is_no_date_is_refused_with_an_example(typed):
    with pytest.raises(forms.ValidationError) as refusal:
        cleaned(DateField(), typed)
    assert refusal.value.messages == ["Écrivez le jour, le mois et l'année, par exemple 27 3 1957."]


def test_the_day_of_a_leap_birth_is_a_day():
    assert cleaned(DayMonthField(), ["29", "2"]) == DayMonth(day=29, month=2)


def test_a_wrong_answer_keeps_what_was_typed_and_is_tied_to_its_sentence():
    form = Questions({"temperature": "trente-neuf", "birth_day": "31", "birth_month": "2", "birth_year": "1957"})
    field = str(form["temperature"].as_field_group())
    assert 'value="trente-neuf"' in field
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_temperature_helptext id_temperature_error"' in field
    assert 'id="id_temperature_error"' in field
    assert 'id="id_temperature_helptext"' in field
    assert 'value="31"' in str(form["birth"].as_field_group())


def test_the_list_of_refusals_names_each_question_and_leads_to_it():
    form = Questions({"temperature": "x", "birth_day": "31", "birth_month": "2", "birth_year": "1957"})
    page = str(form)
    found = refusals(form)
    assert found == [
        {"sentence": "Quelle est votre température ? Écrivez un nombre, par exemple 38,2.", "anchor": "id_temperature"},
        {
            "sentence": "Date de naissance : Écrivez le jour, le mois et l'année, par exemple 27 3 1957.",
            "anchor": "id_birth_0",
        },
        {"sentence": "À remplir : Équipe", "anchor": "id_feeling_0"},
        {"sentence": "À remplir : Elle est d'accord.", "anchor": "id_agreed"},
    ]
    for refusal in found:
        assert f'href="#{refusal["anchor"]}"' in page
        assert f' id="{refusal["anchor"]}"' in page


def test_a_question_alone_on_its_page_is_not_repeated_in_the_list():
    class One(forms.Form):
        temperature = MeasureField(label="Quelle est votre température ?", decimal=True)

    assert [refusal["sentence"] for refusal in refusals(One({}))] == ["Écrivez un nombre, par exemple 38,2."]


def test_every_control_has_a_label():
    page = str(Questions())
    controls = [part.split('"')[0] for part in page.split(' id="')[1:]]
    labelled = {part.split('"')[0] for part in page.split(' for="')[1:]}
    inputs = [name for name in controls if f'id="{name}"' in page and not name.endswith(("_helptext", "feeling"))]
    assert len(inputs) == 7
    assert set(inputs) == labelled


def test_a_group_of_choices_is_one_field_with_a_legend():
    group = str(Questions()["feeling"].as_field_group())
    assert "<fieldset>" in group
    assert "<legend>Équipe</legend>" in group


def test_a_question_alone_on_its_page_is_its_heading():
    from django.template import Context, Template

    page = Template("{% load ui %}{% ui_question form.temperature %}{% ui_question form.feeling %}")
    drawn = page.render(Context({"form": Questions()}))
    assert '<h1><label class="field__label" for="id_temperature">Quelle est votre température ?</label></h1>' in drawn
    assert "<legend><h1>Équipe</h1></legend>" in drawn
