"""Every language says everything that the pathway says, says nothing else, and keeps its numbers."""

import json
import re
import unicodedata
from datetime import date
from functools import cache

import pytest

from chevet.pathways import languages, library
from chevet.pathways.definition import placeholders
from chevet.pathways.language_files import FOLDER, language_in
from chevet.pathways.languages import REFUSALS, Said, available, load, phrase_keys, strings_of, worded
from chevet.pathways.yaml_source import PathwayError, read_yaml
from chevet.questionnaires.typed import NotUnderstood, parse_measure
from chevet.vitals.kinds import KINDS

CODES = ("ar", "es", "pt", "tr", "uk")
SCRIPTS = {"ar": "ARABIC", "uk": "CYRILLIC", "es": "LATIN", "pt": "LATIN", "tr": "LATIN"}
COVID = "covid-medical"
FIRST_QUESTION = "Ressentez-vous des symptômes aujourd'hui ?"
UNITS = ("°C", "%")
TWO_MINUTES = ("دقيقتين", "2")  # Arabic has a word for two of a thing


@cache
def file_of(code):
    return read_yaml(FOLDER / f"{code}.yaml").data


def translations(code):
    """(where, French, translation) of one file."""
    data = file_of(code)
    sections = {"phrases": data["phrases"]} | data["pathways"]
    return [(f"{name}/{key}", one["fr"], one["says"]) for name, keys in sections.items() for key, one in keys.items()]


def what_the_french_says():
    """Every sentence of the shipped pathways and of the page, by section and key of a language file."""
    phrases = {f"phrases/{key}": load(COVID, "fr").phrase(key) for key in phrase_keys()}
    return phrases | {
        f"{slug}/{key}": sentence.fr
        for slug in library.shipped()
        for key, sentence in strings_of(library.load(slug)).items()
    }


def rewritten(pathway, old, new):
    text = json.dumps(library.as_data(pathway), ensure_ascii=False)
    assert text.count(json.dumps(old, ensure_ascii=False)) == 1
    return library.from_data(json.loads(text.replace(old, new)))


def test_five_languages_besides_french_and_english_each_by_its_own_name():
    assert [(one.code, one.name, one.direction) for one in available(COVID)] == [
        ("fr", "Français", "ltr"),
        ("en", "English", "ltr"),
        ("ar", "العربية", "rtl"),
        ("es", "Español", "ltr"),
        ("pt", "Português", "ltr"),
        ("tr", "Türkçe", "ltr"),
        ("uk", "Українська", "ltr"),
    ]


@pytest.mark.parametrize("slug", library.shipped())
@pytest.mark.parametrize("code", CODES)
def test_nothing_of_a_shipped_pathway_is_left_in_french(slug, code):
    assert code in {one.code for one in available(slug)}
    assert load(slug, code).missing == ()


@pytest.mark.parametrize("code", CODES)
def test_a_file_translates_nothing_that_is_not_said_and_stands_beside_todays_french(code):
    french = what_the_french_says()
    assert [(where, fr) for where, fr, _ in translations(code) if french.get(where) != fr] == []


@pytest.mark.parametrize("code", CODES)
def test_placeholders_digits_units_and_questions_are_kept(code):
    for where, french, says in translations(code):
        assert placeholders(says) == placeholders(french), where
        numbers = re.findall(r"\d+", says.replace(*TWO_MINUTES))
        assert sorted(numbers) == sorted(re.findall(r"\d+", french)), where
        for unit in UNITS:
            assert says.count(unit) == french.count(unit), where
        assert says.rstrip("»”").endswith(("?", "؟")) == french.endswith("?"), where
        assert says.endswith(":") == french.endswith(":"), where


@pytest.mark.parametrize("code", CODES)
def test_a_translation_is_written_in_its_own_script_and_not_twice_the_same(code):
    said = translations(code)
    for where, _, says in said:
        letters = [letter for letter in re.sub(r"\{\w+\}|Celsius|°C", "", says) if letter.isalpha()]
        assert {unicodedata.name(letter).split()[0] for letter in letters} <= {SCRIPTS[code], "MODIFIER"}, where
    questions = [says for where, _, says in said if where.endswith((".text", ".proxy")) and "call_me" not in where]
    assert len(set(questions)) == len(questions)


@pytest.mark.parametrize("code", CODES)
def test_none_of_them_is_called_validated_before_somebody_has_read_it(code):
    data = file_of(code)
    entries = [*data["phrases"].values(), *(one for keys in data["pathways"].values() for one in keys.values())]
    assert {json.dumps(one["validated"]) for one in entries} == {"false"}
    assert load(COVID, code).validated is False


def test_a_wording_says_questions_options_hints_instructions_and_advice():
    spanish = load(COVID, "es")
    assert spanish.title == "Cómo se encuentra hoy"
    assert spanish.text("symptoms") == "¿Tiene algún síntoma hoy?"
    assert spanish.text("symptoms", by_proxy=True) == "¿La persona tiene algún síntoma hoy?"
    assert spanish.text("drowsy", by_proxy=True) == spanish.text("drowsy", by_proxy=False)
    assert spanish.option("breathlessness", "critical") == "Mucho peor"
    assert spanish.option("breathlessness", "critical", by_proxy=True) == "Mucho peor"
    assert spanish.hint("temperature") == "En grados Celsius, por ejemplo 37,8."
    assert spanish.hint("chest_pain") == ""
    assert spanish.instructions("red") == (
        "Llame al 15 o al 112 ahora.",
        "Siéntese, no se quede a solas y abra la puerta de entrada.",
        "No conduzca.",
    )
    assert spanish.advice("cough") == "Sus flemas han cambiado. Avise hoy a su médico de cabecera."
    assert spanish.advice("cyanosis") == ""
    assert spanish.distress("0 800 130 000") == "Escucha y apoyo, gratis, todos los días"
    assert (spanish.name, spanish.direction, spanish.language) == ("Español", "ltr", "es")


def test_french_and_english_are_the_pathways_own_words():
    pathway, french, english = library.load(COVID), load(COVID, "fr"), load(COVID, "en")
    for item in pathway.questionnaire.items:
        for by_proxy in (False, True):
            sentence = item.worded(by_proxy=by_proxy)
            assert french.text(item.link_id, by_proxy) == sentence.fr
            assert english.text(item.link_id, by_proxy) == sentence.en
    assert (french.validated, english.validated, french.missing, english.missing) == (True, True, (), ())
    assert english.phrase("write_like", example="38.2") == "Write a number, for example 38.2."


def test_a_variant_speaks_the_languages_of_what_it_extends_and_says_its_own_advice():
    assert load("covid-medical-melbourne", "tr").advice("fever").startswith("Ateşiniz var.")
    assert load(COVID, "tr").advice("fever").startswith("Ateşiniz yüksek.")
    assert load("covid-medical-nhs", "tr").advice("fever") == load(COVID, "tr").advice("fever")


def test_a_sentence_whose_french_has_changed_is_said_in_french_alone():
    changed = rewritten(library.load(COVID), FIRST_QUESTION, "Avez-vous des symptômes ce matin ?")
    arabic = worded(changed, "ar")
    first, second = arabic.text("symptoms"), arabic.text("chest_pain")
    assert (first, first.language, first.direction) == ("Avez-vous des symptômes ce matin ?", "fr", "ltr")
    assert (second, second.language, second.direction) == ("هل لديكم ألم في الصدر؟", "ar", "rtl")
    assert arabic.missing == ("symptoms.text",)
    assert arabic.direction == "rtl"


def test_among_right_to_left_words_what_is_put_in_keeps_its_order():
    assert load(COVID, "ar").phrase("call_now", number="15") == "اتصلوا بالرقم \u206815\u2069 الآن"
    assert load(COVID, "uk").phrase("call_now", number="15") == "Телефонуйте 15 зараз"
    assert "39\u200e\u00a0°C" in load(COVID, "ar").text("fever")


def test_a_filled_phrase_still_knows_its_language():
    said = load(COVID, "pt").phrase("question_of", number=3, total=18)
    assert isinstance(said, Said)
    assert (said, said.language, said.direction, said.validated) == ("Pergunta 3 de 18", "pt", "ltr", False)


def test_a_measure_and_its_refusal_are_said_with_numbers_and_units():
    breaths, fever = KINDS["respiratory_rate"], KINDS["temperature"]
    assert load(COVID, "es").measure(16, breaths) == "16 por minuto"
    assert load(COVID, "en").measure(38.2, fever) == "38.2 °C"
    assert load(COVID, "es").refusal("impossible", breaths) == (
        "El valor está entre 4 por minuto y 80 por minuto. Revise su número."
    )
    assert load(COVID, "pt").refusal("not_a_number", fever) == "Escreva um número, por exemplo 38,2 °C."
    assert load(COVID, "fr").refusal("wrong_unit", breaths) == (
        "Cette unité n'est pas la bonne. Nous attendons : par minute."
    )


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("", "spo2"), ("abc", "spo2"), ("97 98", "spo2"), ("97,5", "spo2"), ("97 kg", "spo2"), ("101 f", "temperature"),
     ("12", "temperature")],
)  # fmt: skip
def test_every_reason_to_refuse_a_number_has_its_sentence_in_every_language(typed, kind):
    with pytest.raises(NotUnderstood) as refused:
        parse_measure(typed, kind=KINDS[kind])
    assert refused.value.code in REFUSALS
    said = {load(COVID, code).refusal(refused.value.code, KINDS[kind]) for code in CODES}
    assert len(said) == len(CODES)
    assert all("{" not in sentence for sentence in said)


def test_a_sentence_of_a_receipt_that_arrives_in_french_is_said_again():
    turkish, pathway = load(COVID, "tr"), library.load(COVID)
    told = [sentence.fr for sentence in pathway.instructions.orange]
    assert tuple(turkish.saying(french) for french in told) == turkish.instructions("orange")
    assert turkish.saying("Continuer") == "Devam et"
    own = turkish.saying("Le Dr Martin vous rappelle demain.")
    assert (own, own.language) == ("Le Dr Martin vous rappelle demain.", "fr")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: load("influenza", "es"),
        lambda: load(COVID, "xx"),
        lambda: load(COVID, "phrases"),
        lambda: load(COVID, "es").text("weight"),
        lambda: load(COVID, "es").option("mood", "none"),
        lambda: load(COVID, "es").instructions("grey"),
        lambda: load(COVID, "es").phrase("goodbye"),
        lambda: load(COVID, "es").phrase("call_now", line="15"),
    ],
)
def test_what_does_not_exist_is_a_key_error(ask):
    with pytest.raises(KeyError):
        ask()


def test_a_language_is_validated_when_its_last_string_is(tmp_path, monkeypatch):
    signed = 'validated: {by: "C. Ortega, intérprete", on: "2026-11-22"}'
    read = (FOLDER / "es.yaml").read_text(encoding="utf-8").replace("validated: false", signed)
    (tmp_path / "es.yaml").write_text(read, encoding="utf-8")
    (tmp_path / "pt.yaml").write_text(read.replace(signed, "validated: false", 1), encoding="utf-8")
    monkeypatch.setattr(languages, "read", cache(lambda code: language_in(read_yaml(tmp_path / f"{code}.yaml"))))
    monkeypatch.setattr(languages, "_around", languages._around.__wrapped__)
    assert worded(library.load(COVID), "es").validated is True
    assert worded(library.load(COVID), "pt").validated is False
    assert languages.read("es").phrases["yes"].validated.on == date(2026, 11, 22)


BROKEN = [
    ("direction: ltr", "direction: up", "direction: up", "direction"),
    ('says: "Continuar"', 'says: ""', 'says: ""', "phrases.continue.says"),
    ('says: "Continuar"', 'says: " Continuar"', 'says: " Continuar"', "begins nor ends"),
    ('says: "Continuar"', 'says: "Continuar"\n    sais: "Seguir"', "sais:", "Extra inputs"),
    ("validated: false", "validated: true", "validated: true", "validated"),
]


@pytest.mark.parametrize(("old", "new", "place", "reason"), BROKEN)
def test_a_broken_language_file_says_file_line_and_reason(tmp_path, old, new, place, reason):
    text = (FOLDER / "es.yaml").read_text(encoding="utf-8").replace(old, new, 1)
    (tmp_path / "es.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PathwayError) as wrong:
        language_in(read_yaml(tmp_path / "es.yaml"))
    assert wrong.value.file == "es.yaml"
    assert reason in wrong.value.reason
    assert wrong.value.line == text[: text.index(place)].count("\n") + 1
