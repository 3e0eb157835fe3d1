"""Our drawings: well formed, light, in the page's colours, without words, and there for whoever names them."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from chevet.interfaces.ui.drawings import FOLDER, STEPS, drawing, names, steps_of
from chevet.pathways.library import load, shipped
from tests.interfaces.ui.test_colours import tokens

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {f"{SVG}{name}" for name in ("svg", "g", "path", "circle", "rect")}
LONGEST = 4096  # bytes
ALL_TOGETHER = 24 * 1024
ADVICE = {"sitting", "hands", "airing", "resting", "drinking", "phone_near", "calling", "door"}


def source(name):
    return (FOLDER / f"{name}.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(names()))
def test_a_drawing_is_small_well_formed_and_holds_nothing_but_shapes(name):
    root = ElementTree.fromstring(source(name))
    assert len(source(name).encode()) < LONGEST
    assert root.get("viewBox") == "0 0 240 160"
    assert (root.get("stroke-width"), root.get("stroke-linecap")) == ("3", "round")
    assert {element.tag for element in root.iter()} <= SHAPES
    assert {word.strip() for element in root.iter() for word in (element.text, element.tail) if word} <= {""}
    assert all(not {"style", "id", "class"} & set(element.keys()) for element in root.iter())


@pytest.mark.parametrize("name", sorted(names()))
def test_a_drawing_follows_the_page_into_the_dark(name):
    painted = re.findall(r'(?:fill|stroke)="([^"]*)"', source(name))
    known = {f"var(--{token})" for token in tokens("dark")} | {"none", "currentColor"}
    assert set(painted) <= known
    assert "currentColor" in painted


def test_all_of_them_together_weigh_less_than_one_photograph():
    assert sum(len(source(name).encode()) for name in names()) < ALL_TOGETHER


@pytest.mark.parametrize("slug", shipped())
def test_every_picture_that_a_shipped_pathway_names_is_drawn(slug):
    named = {item.drawing for item in load(slug).questionnaire.items if item.drawing}
    assert named
    assert named <= names()


def test_what_to_do_and_how_to_measure_is_drawn():
    assert names() >= ADVICE
    assert {step for steps in STEPS.values() for step in steps} | set(STEPS) <= names()
    assert steps_of("oximeter") == ("sitting", "oximeter_finger", "oximeter_wait", "oximeter_read")
    assert steps_of("glass") == ()


def test_a_drawing_is_decoration_unless_it_says_something():
    beside, alone = drawing("glass"), drawing("glass", 'Un verre "barré"')
    assert 'aria-hidden="true"' in beside
    assert "aria-label" not in beside
    assert ElementTree.fromstring(beside).get("class") == "drawing"
    assert ElementTree.fromstring(alone).get("aria-label") == 'Un verre "barré"'
    assert ElementTree.fromstring(alone).get("role") == "img"
    assert "aria-hidden" not in alone


@pytest.mark.parametrize("name", ["unicorn", "../static/ui/mark", ""])
def test_an_unknown_name_is_refused_and_a_page_goes_on_without_it(name):
    with pytest.raises(KeyError):
        drawing(name)
    assert Template("{% load ui %}<p>{% ui_drawing name %}</p>").render(Context({"name": name})) == "<p></p>"


def test_a_template_draws_by_name_and_goes_through_the_steps():
    template = Template(
        '{% load ui %}{% ui_drawing_steps "breaths" as steps %}{% for step in steps %}{% ui_drawing step %}{% endfor %}'
    )
    assert template.render(Context()) == drawing("sitting") + drawing("breaths_hand") + drawing("breaths_count")
