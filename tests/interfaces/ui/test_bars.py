"""Bars as they are drawn: heights tell the numbers, what is late is told by pattern too, words cannot break out."""

import re

from chevet.interfaces.ui.bars import Column, Level, Mark, Share, columns, share_bar

WORDS = {"ident": "b", "title": "Titre", "description": "Ce que l'on voit."}


def heights(svg: str) -> list[float]:
    return [float(found) for found in re.findall(r'class="bar[^"]*"[^>]* height="([\d.]+)"', svg)]


def test_a_column_is_as_high_as_its_number_and_nothing_is_drawn_for_none():
    svg = columns(
        **WORDS, columns=[Column(label="a", value=10), Column(label="b", value=5), Column(label="c", value=0)]
    )
    assert heights(svg) == [120, 60]


def test_a_line_across_stays_inside_even_above_every_column():
    svg = columns(**WORDS, columns=[Column(label="a", value=2)], level=Level(value=9, words="repère"))
    (y,) = re.findall(r'class="plot__target"[^>]* y1="([\d.]+)"', svg)
    assert 16 < float(y) < 60 and "repère" in svg


def test_what_is_late_is_hatched():
    late = columns(**WORDS, columns=[Column(label="a", value=1, kind="late")], mark=Mark(before=0, words="10 min"))
    assert late.count("url(#b-hatch)") == 1
    assert columns(**WORDS, columns=[Column(label="a", value=1)]).count("url(#b-hatch)") == 0


def test_labels_that_would_touch_are_left_out_but_the_first_stands():
    svg = columns(**WORDS, columns=[Column(label="31/12", value=1) for _ in range(30)])
    assert 3 < svg.count(">31/12<") < 15


def test_shares_fill_the_bar_and_nothing_to_share_is_an_empty_one():
    svg = share_bar(
        ident="s", description="3 sur 4", shares=[Share(value=1, words=""), Share(value=3, words="", kind="bad")]
    )
    assert re.findall(r'<rect class="bar[^>]* width="([\d.]+)"', svg) == ["30.0", "90.0"]
    assert re.findall(
        r'width="([\d.]+)" height="12"', share_bar(ident="s", description="", shares=[Share(value=0, words="")])
    ) == ["0.0"]


def test_words_are_escaped():
    svg = columns(ident="b", title="<b>", description="<i>", columns=[Column(label="<u>", value=1, words="<s>")])
    assert not re.search("<[bius]>", svg)
