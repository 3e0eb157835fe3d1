"""The pages of the demonstration in both languages, whole."""

import ast
import re

import polib
import pytest
from django.test import Client
from django.urls import include, path

from config import urls
from tests.house.sources import PACKAGE, python_files, tree_of

FOLDER = PACKAGE / "demo" / "locale" / "en" / "LC_MESSAGES"
TAGGED = re.compile(r"""(?:translate |_\()(?:"([^"]+)"|'([^']+)')""")
urlpatterns = [*urls.urlpatterns, path("demo/", include("chevet.demo.urls"))]


@pytest.fixture(scope="module")
def english() -> dict[str, str]:
    return {one.msgid: one.msgstr or one.msgstr_plural.get(1, "") for one in polib.mofile(FOLDER / "django.mo")}


def sentences() -> set[str]:
    """What templates and views mark for translation; sentences with values have a test of their own below."""
    templates = (page.read_text() for page in (PACKAGE / "demo" / "templates").rglob("*.html"))
    found = {one or other for page in templates for one, other in TAGGED.findall(page)}
    for file in python_files(folder=PACKAGE / "demo"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
                found.add(node.args[0].value)
    return found


def test_every_sentence_has_its_english(english):
    assert len(sentences()) > 40
    assert {french for french in sentences() if not english.get(french)} == set()


def test_what_is_compiled_is_what_is_written(english):
    written = polib.pofile(FOLDER / "django.po")
    assert {one.msgid: one.msgstr or one.msgstr_plural.get(1, "") for one in written} == english


def test_no_value_is_lost_in_translation(english):
    def values(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", text))

    assert {french for french, said in english.items() if values(french) != values(said)} == set()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_the_home_speaks_english_when_asked(settings):
    settings.DEMO = True
    page = Client(headers={"accept-language": "en"}).get("/demo/").content.decode()
    assert "Who would you like to be?" in page
    assert [word for word in ("Laisser passer", "Recommencer", "Dix étapes", "Ouvrez") if word in page] == []
