"""The pages that gettext writes, in the five languages beside French and English: whole, and marked as unread."""

import ast
import re
import unicodedata
from datetime import date
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from chevet.consent.texts import DATA, REMOTE_FOLLOW_UP
from chevet.interfaces.patient.moments import date_words
from chevet.interfaces.patient.trend_words import trend_words
from chevet.interfaces.ui import translations
from chevet.interfaces.ui.hours import duty_words
from chevet.interfaces.ui.translations import ROOMS, catalogue, reviewed
from chevet.pathways.language_files import codes
from chevet.pathways.languages import without_pathway
from chevet.vitals.trends import Direction, Trend
from tests.house.sources import PACKAGE, tree_of

PATIENT = PACKAGE / "interfaces" / "patient"

TO_A_DOCTOR = {"summary.py", "summary_curve.py"}  # the page on paper is in French or English
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext"}
TAGGED = re.compile(r"""(?:translate |_\()(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(r"(?s){% blocktranslate[^%]*%}(.*?){% (?:plural|endblocktranslate) %}")
VALUE = re.compile(r"%\(\w+\)s|\{\w+\}")
SCRIPTS = {"ar": "ARABIC", "uk": "CYRILLIC", "es": "LATIN", "pt": "LATIN", "tr": "LATIN"}
NOT_WORDS = re.compile(r"<\/?strong>|%\(\w+\)s|\{\w+\}|PDF|JSON|FHIR|JPEG|PNG|HEIC")
DAY = date(2026, 3, 12)


def of_follow_ups(start: Path = PATIENT / "urls.py") -> set[Path]:
    """The code behind the addresses of a follow-up (/s/). Pages of an appointment (/r/) speak French and English for now."""
    found, left = set(), [start]
    while left:
        file = left.pop()
        if file not in found:
            found.add(file)
            left += [
                module
                for node in ast.walk(tree_of(file))
                if isinstance(node, ast.ImportFrom)
                for module in ours_in(node)
            ]
    return found


def ours_in(node: ast.ImportFrom) -> list[Path]:
    if not (node.module or "").startswith("chevet.interfaces.patient"):
        return []
    folder = PACKAGE.parent / node.module.replace(".", "/")
    named = [folder.with_suffix(".py"), *(folder / f"{one.name}.py" for one in node.names)]
    return [file for file in named if file.exists()]


def said(room: str, language: str) -> polib.POFile:
    return polib.pofile(catalogue(room, language))


def sentences() -> set[str]:
    """What the patient's pages mark for translation."""
    found = {REMOTE_FOLLOW_UP.fr, DATA.fr}
    for page in (PATIENT / "templates" / "patient").glob("*.html"):
        text = page.read_text()
        found |= {one or other for one, other in TAGGED.findall(text)}
        found |= {*(re.sub(r"{{ (\w+) }}", r"%(\1)s", one) for one in BLOCK.findall(text))}
    for file in of_follow_ups():
        if file.name not in TO_A_DOCTOR:
            found |= {one for node in ast.walk(tree_of(file)) for one in marked_in(node)}
    return found


def marked_in(node: ast.AST) -> set[str]:
    if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in CALLS:
        return set()
    return {part.value for part in node.args[:1] if isinstance(part, ast.Constant)}


@pytest.mark.parametrize("code", codes())
def test_no_sentence_of_a_patient_s_page_falls_back_silently(code):
    known = {one.msgid for room in ROOMS for one in said(room, code) if one.translated()}
    assert len(sentences()) > 150
    assert sentences() - known == set()


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("room", ROOMS)
def test_every_value_every_form_and_the_script_are_kept(room, code):
    forms = {"ar": 6, "uk": 4}.get(code, 2)
    for one in said(room, code):
        written = [one.msgstr] if not one.msgid_plural else list(one.msgstr_plural.values())
        assert len(written) == (forms if one.msgid_plural else 1), one.msgid
        for text in written:
            letters = {unicodedata.name(mark).split()[0] for mark in NOT_WORDS.sub("", text) if mark.isalpha()}
            assert letters <= {SCRIPTS[code], "MODIFIER"}, text
        if not one.msgid_plural and not one.msgid.startswith(("%(hour)s h", "Select a valid choice")):
            assert sorted(VALUE.findall(one.msgstr)) == sorted(VALUE.findall(one.msgid)), one.msgid


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("room", ROOMS)
def test_what_is_compiled_is_what_is_written(room, code):
    compiled = polib.mofile(catalogue(room, code).with_suffix(".mo"))
    assert {one.msgid: (one.msgstr, one.msgstr_plural) for one in said(room, code)} == {
        one.msgid: (one.msgstr, one.msgstr_plural) for one in compiled
    }


@pytest.mark.parametrize("code", codes())
def test_no_sentence_is_replaced_by_another_catalogue(code):
    with translation.override(code):
        spoken = {one.msgid: gettext(one.msgid) for room in ROOMS for one in said(room, code) if not one.msgid_plural}
    ours = {one.msgid: one.msgstr for room in reversed(ROOMS) for one in said(room, code) if not one.msgid_plural}
    assert {french for french in ours if spoken[french] != ours[french]} == set()


def test_arabic_counts_in_its_six_ways():
    with translation.override("ar"):
        left = [ngettext("Il reste %(left)s essai.", "Il reste %(left)s essais.", n) for n in (0, 1, 2, 3, 11, 100)]
        falls = trend_words(Trend(Direction.FALLING, 2, 37.4), kind="temperature", wording=without_pathway("ar"))
    assert len(set(left)) == 5, "eleven and a hundred of a feminine word are written alike"
    assert falls == "انخفاض منذ يومين."


@pytest.mark.parametrize(("days", "words"), [(1, "1 день"), (3, "3 дні"), (5, "5 днів"), (21, "21 день")])
def test_ukrainian_counts_in_its_own(days, words):
    with translation.override("uk"):
        assert words in trend_words(Trend(Direction.RISING, days, 96), kind="spo2", wording=without_pathway("uk"))


@pytest.mark.parametrize(
    ("code", "day", "hours"),
    [
        ("en", "Thursday 12 March", "Monday to Friday from 8 am to 6:30 pm"),
        ("es", "jueves 12 de marzo", "de lunes a viernes de 8:00 a 18:30"),
        ("pt", "quinta-feira, 12 de março", "de segunda-feira a sexta-feira das 8:00 às 18:30"),
        ("tr", "12 Mart Perşembe", "pazartesi–cuma 8.00–18.30"),
        ("uk", "четвер, 12 березня", "понеділок–п’ятниця з 8:00 до 18:30"),
        ("ar", "الخميس 12 مارس", "من الاثنين إلى الجمعة من 8:00 إلى 18:30"),
    ],
)
def test_a_day_and_the_hours_are_written_as_people_write_them(code, day, hours):
    with translation.override(code):
        assert date_words(DAY) == day
        told = duty_words([{"days": [0, 1, 2, 3, 4], "from": "08:00", "to": "18:30"}])
        assert re.sub("[\u2068\u2069]", "", told) == hours


def test_a_catalogue_is_read_when_each_of_its_sentences_was(tmp_path, monkeypatch):
    assert {code: reviewed(code) for code in ("fr", "en", *codes())} == {"fr": True, "en": True} | dict.fromkeys(
        codes(), False
    )
    page = 'msgid ""\nmsgstr ""\n\n{one}msgid "Oui"\nmsgstr "Sí"\n\n{two}msgid "Non"\nmsgstr "No"\n'
    read, file = "# validated: Ana Ruiz, traductora, 2026-01-31\n", tmp_path / "django.po"
    monkeypatch.setattr(translations, "catalogue", lambda room, language: file)
    for one, two, whole in ((read, read, True), (read, "", False), (read, "# validated: yes\n", False)):
        file.write_text(page.format(one=one, two=two))
        assert reviewed.__wrapped__("es") is whole
