from itertools import pairwise
from xml.etree import ElementTree

import pytest

from chevet.interfaces.ui.charts import Band, Reading, number_words, sparkline, vital_chart

SVG = "{http://www.w3.org/2000/svg}"


def readings(*values, level=""):
    return [
        Reading(at=day, label=f"J{day + 1}", value=value, level=level if day == len(values) - 1 else "")
        for day, value in enumerate(values)
    ]


def drawn(shown, **options):
    svg = vital_chart(ident="t", title="Température", description="De 37 à 38.", readings=shown, **options)
    return ElementTree.fromstring(svg)


def classes(drawing, name):
    return [node for node in drawing.iter() if name in node.get("class", "").split()]


def test_a_chart_is_named_and_described_for_those_who_do_not_see_it():
    drawing = drawn(readings(37.0, 38.0))
    assert drawing.get("role") == "img"
    assert drawing.find("title").get("id") == drawing.get("aria-labelledby")
    assert drawing.find("desc").get("id") == drawing.get("aria-describedby")
    assert drawing.find("desc").text == "De 37 à 38."


def test_a_day_without_an_answer_breaks_the_line_and_shows_a_hollow_mark():
    drawing = drawn(readings(37.0, 37.5, None, 38.0, 38.5))
    assert [len(line.get("points").split()) for line in classes(drawing, "plot__line")] == [2, 2]
    assert len(classes(drawing, "plot__point--missing")) == 1


def test_a_higher_value_stands_higher_and_a_later_day_further():
    first, second = (
        [float(number) for number in point.split(",")]
        for point in classes(drawn(readings(37.0, 39.0)), "plot__line")[0].get("points").split()
    )
    assert second[0] > first[0]
    assert second[1] < first[1]


@pytest.mark.parametrize(("level", "shape"), [("", "circle"), ("orange", "path"), ("red", "rect")])
def test_the_level_of_a_point_changes_its_shape_and_not_only_its_colour(level, shape):
    last = classes(drawn(readings(37.0, 39.0, level=level)), "plot__point")[-1]
    assert last.tag == shape


def test_the_personal_target_and_the_usual_range_are_inside_the_drawing():
    drawing = drawn(readings(97.0, 96.0), band=Band(low=95, high=100), target=88)
    target = float(classes(drawing, "plot__target")[0].get("y1"))
    band = classes(drawing, "plot__band")[0]
    top = float(band.get("y"))
    assert 0 < top < top + float(band.get("height")) < target < 160


@pytest.mark.parametrize("values", [(), (None,), (None, None), (37.0,), (37.0, 37.0)])
def test_few_or_no_answers_still_draw(values):
    assert len(classes(drawn(readings(*values)), "plot__point")) == sum(value is not None for value in values)


def test_what_people_wrote_cannot_become_markup():
    svg = vital_chart(
        ident="t",
        title="<script>",
        description="\"><img src=x onerror='y'>",
        readings=[Reading(at=0, label="<b>J1</b>", value=37.0)],
    )
    assert {node.tag for node in ElementTree.fromstring(svg).iter()} == {
        "svg", "title", "desc", "line", "text", "circle",
    }  # fmt: skip
    assert ElementTree.fromstring(sparkline(readings=[], description='" onload="x')).get("onload") is None


def test_no_drawing_carries_a_style_of_its_own():
    band = Band(low=36, high=38)
    svg = vital_chart(ident="t", title="T", description="", readings=readings(37.0, None, 39.0), band=band, target=37)
    assert "style" not in svg + sparkline(readings=readings(37.0, 38.0), description="", band=band)


def test_day_labels_never_touch():
    drawing = drawn([Reading(at=day, label=f"J{day + 1}", value=37.0) for day in range(30)])
    days = [(float(text.get("x")), len(text.text)) for text in drawing.iter("text") if (text.text or "")[:1] == "J"]
    gaps = [later - earlier - 3.75 * (width + wide) for (earlier, width), (later, wide) in pairwise(days)]
    assert days[0][1] == 2
    assert min(gaps) > 4


@pytest.mark.parametrize(
    ("value", "decimals", "mark", "words"),
    [(38.25, 1, ",", "38,2"), (96.0, 0, ",", "96"), (38.2, 1, ".", "38.2"), (-1.5, 1, ",", "−1,5")],
)
def test_numbers_are_written_as_the_language_writes_them(value, decimals, mark, words):
    assert number_words(value=value, decimals=decimals, mark=mark) == words
