"""Both languages, whole: nothing left in French on an English page."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.utils import translation

from tests.house.sources import PACKAGE, python_files, tree_of

FOLDER = PACKAGE / "interfaces" / "pro" / "locale" / "en" / "LC_MESSAGES"
REFUSALS = {"Forbidden", "Invalid", "Conflict", "NotFound", "TooMany"}
CARE = ("include_patient", "inclusion_checks", "claim_episode", "snooze_episode", "choose_shortcuts", "close_episode", "record_call", "end_follow_up",
        "change_follow_up", "answer_for_patient", "answer_patient", "followed", "read_worklist", "read_record")  # fmt: skip
MARKED = re.compile(r"[«»éèàçêôÉÀ’]|\b(de|la|le|les|une?|est)\b")


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return {one.msgid: one.msgstr or one.msgstr_plural.get(1, "") for one in polib.pofile(FOLDER / "django.po")}


def test_every_sentence_has_its_english(english):
    assert [french for french, said in english.items() if not said] == []


def test_no_english_sentence_was_left_in_french(english):
    same = [french for french, said in english.items() if said == french and MARKED.search(french)]
    assert same == []


def test_what_is_compiled_is_what_is_written():
    written, compiled = polib.pofile(FOLDER / "django.po"), polib.mofile(FOLDER / "django.mo")
    assert {one.msgid: (one.msgstr, one.msgstr_plural) for one in written} == {
        one.msgid: (one.msgstr, one.msgstr_plural) for one in compiled
    }  # fmt: skip


def test_placeholders_survive_the_translation(english):
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    assert {french: said for french, said in english.items() if names(french) != names(said)} == {}


def sentences(tree: ast.Module):
    """The first words given to a refusal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in REFUSALS and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and first.value:
                yield first.value


def test_what_the_use_cases_refuse_with_is_translated(english):
    files = [path for path in python_files(folder=PACKAGE / "usecases") if Path(path).stem in CARE]
    said = {sentence for path in files for sentence in sentences(tree_of(path))}
    assert len(said) > 8
    assert said - set(english) == set()


def test_pages_speak_english_when_asked(nurse, patient):
    nurse.client.cookies["django_language"] = "en"
    list_page, page = nurse.get("/pro/").text, nurse.get(f"/pro/follow-ups/{patient.follow_up_id}").text
    assert ("To do" in list_page, "À traiter" in list_page) == (True, False)
    for french in ("Réponses jour par jour", "Prendre en charge", "Né(e) le", "Renvoyer un lien", "Accord au suivi"):
        assert french not in page, french
    assert "17 May 1949, 77 years" in page


def test_no_sentence_is_replaced_by_another_catalogue():
    """Django and allauth have catalogues of their own: the same message id there would speak in our place."""
    singular = [one for one in polib.pofile(FOLDER / "django.po") if not one.msgid_plural]
    for language, wanted in (("fr", "msgid"), ("en", "msgstr")):
        with translation.override(language):
            said = {one.msgid: translation.gettext(one.msgid) for one in singular}
        ours = {one.msgid: getattr(one, wanted) for one in singular}
        assert {french: words for french, words in said.items() if words != ours[french]} == {}
