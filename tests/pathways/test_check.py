"""What a pathway's author is told before anybody answers."""

import pytest

from chevet.pathways.check import check, gravest
from chevet.pathways.library import SHIPPED, as_data, from_data, load, load_file, shipped

COVID = SHIPPED / "covid-medical.yaml"
TEXT = COVID.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", shipped())
def test_a_shipped_pathway_has_no_problem(slug):
    loaded = load_file(SHIPPED / f"{slug}.yaml")
    assert check(loaded.pathway, source=loaded.source) == ()


FAULTS = [
    # replace, with, the place, the severity, part of the sentence
    ("{measure: spo2, below: 90, personal", "{measure: spo2, below: 50, personal", "rules.0", "error", "spo2-emergency"),
    ("below: 35.5, above: 35}", "below: 35.5, above: 35.4}", "rules.33", "error", "temperature-lowish"),
    ("{person: {age_at_least: 65}}", "{person: {age_at_least: 121}}", "rules.13", "error", "older"),
    ("{answer: drowsy, is: [true]}", "{all: [{answer: drowsy, is: [true]}, {person: {proxy: false}}]}",
     "rules.23", "error", "drowsy"),
    ("{team} attend vos réponses du jour {day}.", "Nous attendons vos réponses, êtes-vous là ?",
     "texts.sms.nudge.fr", "error", "ê"),
    ("{team} : vos questions du jour {day}, 2 minutes : {link}", "{team} : {day} {link} " + "a" * 60,
     "texts.sms.reminder.fr", "error", "peut atteindre"),
    ("{team} : vos questions du jour {day}, 2 minutes : {link}", "{team} : vos questions du jour {day}",
     "texts.sms.reminder.fr", "error", "pas de lien"),
    ("{team} : vos questions du jour {day}, 2 minutes", "{name} : vos questions du jour {day}, 2 minutes",
     "texts.sms.reminder.fr", "error", "name"),
    ("vous propose un suivi par SMS", "vous propose un suivi de patient par SMS",
     "texts.sms.invitation.fr", "error", "patient"),
    ('fr: "{team} attend vos réponses"', 'fr: "{team} : votre Covid"', "texts.email.nudge.subject.fr", "error", "covid"),
    ("en: How you are today", "en: ''", "questionnaire.title", "error", "manque"),
    ("en: How you are today", "en: Vos nouvelles du jour", "questionnaire.title", "warning", "identiques"),
    ("Gardez votre téléphone près de vous.", "Gardez " + "toujours " * 20 + "le téléphone.",
     "instructions.orange.0.fr", "warning", "23 mots"),
    ("when: {answer: blue_lips, is: [true]}", "when: {answer: blue_lips, is: [false]}",
     "questionnaire.items.2", "error", "blue_lips"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place", "severity", "part"), FAULTS)
def test_each_fault_is_found_alone_and_located(tmp_path, old, new, place, severity, part):
    assert old in TEXT
    path = tmp_path / "tried.yaml"
    path.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    loaded = load_file(path)
    (problem,) = check(loaded.pathway, source=loaded.source)
    assert (problem.place, problem.severity, problem.file) == (place, severity, "tried.yaml")
    assert part in problem.sentence.fr
    assert gravest((problem,)) == severity
    line = path.read_text(encoding="utf-8").splitlines()[problem.line - 1].strip()
    assert new in line or line.startswith(("- id:", "- link_id:", "title:"))


def with_items(*items):
    data = as_data(load("covid-medical"))
    asked = [
        {
            "link_id": name,
            "type": "boolean",
            "text": {"fr": "Oui ?", "en": "Yes?"},
            **({"enable_when": opened} if opened else {}),
            **more,
        }
        for name, opened, more in items
    ]
    rule = {**data["rules"][6], "when": {"answer": items[0][0], "is": [True]}}
    return from_data(
        {**data, "rules": [rule], "questionnaire": {"title": {"fr": "Essai", "en": "Trial"}, "items": asked}}
    )


def on(item, *values):
    return [{"item": item, "is": list(values)}]


def test_a_question_behind_opposite_answers_is_never_put():
    pathway = with_items(
        ("first", None, {}),
        ("second", on("first", True), {}),
        ("third", on("first", False) + on("second", True), {}),
        ("fourth", on("second", "?"), {}),
    )
    assert [problem.place for problem in check(pathway)] == ["questionnaire.items.2"]


def test_a_question_for_relatives_behind_one_for_patients_is_never_put():
    pathway = with_items(("first", None, {"asked_to": "patient"}), ("second", on("first", True), {"asked_to": "proxy"}))
    assert [problem.place for problem in check(pathway)] == ["questionnaire.items.1"]


def test_nothing_found_has_no_severity():
    assert gravest(()) is None
