"""Pathway files: shipped ones load, broken ones say file, line and reason."""

import pytest

from chevet.pathways.library import SHIPPED, PathwayError, as_data, content_hash, from_data, load, load_file, shipped

COVID_FILE = SHIPPED / "covid-medical.yaml"
COVID_TEXT = COVID_FILE.read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", shipped())
def test_every_shipped_pathway_loads_is_a_proposal_and_survives_storage(slug):
    pathway = load(slug)
    assert (pathway.slug, pathway.status) == (slug, "proposal")
    stored = from_data(as_data(pathway))
    assert stored == pathway
    assert content_hash(stored) == content_hash(pathway)


def test_the_same_slug_gives_the_same_object():
    assert load("covid-medical") is load("covid-medical")


def test_an_unknown_slug_is_named():
    with pytest.raises(KeyError, match="influenza"):
        load("influenza")


def line_of(text, needle):
    return text[: text.index(needle)].count("\n") + 1


BROKEN = [
    # replace, with, the line is where this stands, reason
    ("version: 1\nstatus", "version: one\nstatus", "version: one", "version"),
    ("family: medical", "family: cell-like", "family: cell-like", "family"),
    ("family: medical", "family: medical\nfamily: cell", "family: cell", "written twice"),
    ("  youngest: 18", "  youngest: 18\n  yougest: 18", "  yougest", "Extra inputs"),
    (
        "when: {measure: spo2, below: 90, personal: replaced}",
        "when: {measure: spo2, beneath: 90}",
        "when: {measure: spo2, beneath",
        "beneath",
    ),
    ("when: {answer: call_me, is: [true]}", "when: {reply: call_me}", "when: {reply", "a condition is one of"),
    ("- {person: {alone: true}}", "- {person: {alonne: true}}", "- {person: {alonne", "Extra inputs"),
    (
        "    level: yellow\n    when: {answer: cough",
        "    level: purple\n    when: {answer: cough",
        "level: purple",
        "yellow",
    ),
    ('default_hour: "09:00"', 'default_hour: "9 heures"', "default_hour", "default_hour"),
    ("title:\n  fr: Covid-19, suivi médical à domicile\n", "title:\n", "title:\n", "fr"),
]


@pytest.mark.parametrize(("old", "new", "place", "reason"), BROKEN)
def test_a_broken_file_says_file_line_and_reason(tmp_path, old, new, place, reason):
    assert old in COVID_TEXT
    text = COVID_TEXT.replace(old, new, 1)
    (tmp_path / "broken.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PathwayError) as wrong:
        load_file(tmp_path / "broken.yaml")
    assert (wrong.value.file, wrong.value.line) == ("broken.yaml", line_of(text, place))
    assert reason in wrong.value.reason


WRONG_WHOLES = [
    ("{measure: spo2, below: 90, personal: replaced}", "{measure: weight, below: 90}", "weight, which is not asked"),
    ("is: [worse]", "is: [worst]", "worst, which cannot be answered"),
    ("- id: cyanosis", "- id: confusion", "two rules are called confusion"),
    ('silent_at: "13:00"', 'silent_at: "21:30"', "before quiet hours"),
    ('"18:00", "18:30"', '"18:00", "19:00"', "no time for a nudge"),
    ("silent_after_minutes_watch: 60", "silent_after_minutes_watch: 30", "no time for a nudge"),
    ('"08:00", "08:30"', '"07:00", "08:30"', "07:00 is in quiet hours"),
    ("{item: symptoms, is: [true", "{item: symptomes, is: [true", "not asked before it"),
    ("Confusion ou somnolence.", "Confusion ou somnolence à {value}.", "nothing fills value"),
    ("à {value} %, sous 90", "à {valeur} %, sous 90", "nothing fills valeur"),
    ("confirm: true", "confirm: true\n    emergency: true", "never confirmed first"),
]


@pytest.mark.parametrize(("old", "new", "reason"), WRONG_WHOLES)
def test_parts_that_do_not_fit_together_are_refused(tmp_path, old, new, reason):
    assert old in COVID_TEXT
    (tmp_path / "broken.yaml").write_text(COVID_TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PathwayError, match=reason):
        load_file(tmp_path / "broken.yaml")


def test_files_that_are_not_pathways_are_refused(tmp_path):
    for name, content, reason in [
        ("a.yaml", b"- 1\n", "not a mapping"),
        ("b.yaml", b"\xff\xfe", "not UTF-8"),
        ("c.yaml", b"a: !!python/object:os.system {}", "a"),
        ("d.yaml", b"a: &x [1]\nb: *x\n", "alias"),
        ("e.yaml", b"a:\n  b: [1\nc: 2\n", "line [23]: "),
    ]:
        (tmp_path / name).write_bytes(content)
        with pytest.raises(PathwayError, match=reason):
            load_file(tmp_path / name)
    with pytest.raises(PathwayError, match="does not exist"):
        load_file(tmp_path / "nowhere.yaml")


CHILD = """\
extends: covid-medical
slug: {slug}
without: [{without}]
rules:
  - id: spo2-low
    kind: spo2
    level: red
    confirm: true
    when: {{measure: spo2, {bound}}}
    sentence: {{fr: "Saturation à {{value}} %.", en: "Saturation {{value}} %."}}
    source: test
    version: 2
"""


def child(tmp_path, *, slug="other", without="call-me", bound="below: 93"):
    path = tmp_path / "child.yaml"
    path.write_text(CHILD.format(slug=slug, without=without, bound=bound), encoding="utf-8")
    return path


def test_a_pathway_may_extend_another_with_other_rules(tmp_path):
    base, pathway = load("covid-medical"), load_file(child(tmp_path)).pathway
    assert (pathway.slug, pathway.extends) == ("other", "covid-medical")
    assert pathway.rules_by_id["spo2-low"].when.below == 93
    assert set(base.rules_by_id) - set(pathway.rules_by_id) == {"call-me"}
    assert pathway.questionnaire == base.questionnaire


def test_an_error_in_an_extension_is_located_in_the_file_that_holds_it(tmp_path):
    with pytest.raises(PathwayError) as wrong:
        load_file(child(tmp_path, bound="beneath: 93"))
    assert (wrong.value.file, wrong.value.line) == ("child.yaml", 9)


@pytest.mark.parametrize(("change", "line"), [({"without": "nothing-like-it"}, 3), ({"slug": "Not A Slug"}, 2)])
def test_an_extension_that_does_not_fit_is_located(tmp_path, change, line):
    with pytest.raises(PathwayError) as wrong:
        load_file(child(tmp_path, **change))
    assert (wrong.value.file, wrong.value.line) == ("child.yaml", line)


def test_two_files_that_extend_each_other_are_refused(tmp_path):
    (tmp_path / "a.yaml").write_text("extends: b\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_text("extends: a\n", encoding="utf-8")
    with pytest.raises(PathwayError, match="extends"):
        load_file(tmp_path / "a.yaml")
