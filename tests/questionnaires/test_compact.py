"""What is kept of an answer says the same as the answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chevet.pathways.library import load, shipped
from chevet.questionnaires.compact import packed, unpacked

COVID = load("covid-medical").questionnaire


def words_of(item):
    if item.type == "choice":
        return st.sampled_from([*sorted(item.codes), "?"])
    if item.type == "boolean":
        return st.sampled_from([True, False, "?"])
    return st.sampled_from(["?", "-"]) if item.type == "measure" else st.text(max_size=20)


ANSWERS = st.fixed_dictionaries({}, optional={item.link_id: words_of(item) for item in COVID.items})


@given(answers=ANSWERS)
def test_nothing_is_lost(answers):
    given_in_order = {item.link_id: answers[item.link_id] for item in COVID.items if item.link_id in answers}
    assert unpacked(COVID, packed(COVID, answers)) == given_in_order


def test_a_stable_day_is_a_few_letters():
    assert packed(COVID, {"symptoms": False}) == {"a": "n"}


@pytest.mark.parametrize("slug", shipped())
def test_every_shipped_choice_has_a_letter(slug):
    for item in load(slug).questionnaire.items:
        for code in item.codes:
            answers = {item.link_id: code}
            assert unpacked(load(slug).questionnaire, packed(load(slug).questionnaire, answers)) == answers
