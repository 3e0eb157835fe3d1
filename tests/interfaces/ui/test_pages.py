"""Pages and components as they leave the server."""

import hashlib
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

import chevet.interfaces
import chevet.interfaces.ui

UI = Path(chevet.interfaces.ui.__file__).parent
STATIC = UI / "static/ui"
TEMPLATES = sorted(Path(chevet.interfaces.__file__).parent.rglob("templates/**/*.html"))
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def gallery(settings):
    settings.DEMO = True
    settings.MOVABLE_CLOCK = False
    settings.REGULATORY_STATUS = ""
    settings.ROOT_URLCONF = "tests.interfaces.ui.gallery_urls"
    settings.MIDDLEWARE = [
        "django.middleware.csp.ContentSecurityPolicyMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
    ]
    processors = ["django.template.context_processors.request", "chevet.interfaces.ui.context.site"]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"OPTIONS": {"context_processors": processors}}]
    return Client()


def drawn(source, **facts):
    with translation.override("fr"):
        return Template("{% load ui %}" + source).render(Context(facts))


@pytest.mark.parametrize("face", ["patient", "pro", "plain"])
def test_each_face_of_the_gallery_is_drawn_in_both_languages(gallery, face):
    french = gallery.get(f"/ui/gallery/{face}", headers={"accept-language": "fr"}).content.decode()
    english = gallery.get(f"/ui/gallery/{face}", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="fr" dir="ltr">' in french
    assert "Non marqué CE : ne pas utiliser pour soigner" in french
    assert '<html lang="en" dir="ltr">' in english
    assert "Not CE marked: not to be used for care" in english


def test_the_gallery_exists_in_the_demonstration_only(gallery, settings):
    assert gallery.get("/ui/gallery").status_code == 200
    settings.DEMO = False
    assert gallery.get("/ui/gallery").status_code == 404


def test_the_numbers_to_call_are_on_a_page_that_was_told_nothing():
    strip = drawn("{% ui_emergency_strip %}")
    assert re.findall(r'href="((?:tel|sms):\d+)"', strip) == ["tel:15", "tel:112", "sms:114"]


def test_a_territory_shows_only_the_numbers_it_has_confirmed():
    from chevet.interfaces.ui.emergency import numbers_of
    from chevet.organisations.territories import PACIFIC

    assert [entry.number for entry in numbers_of(emergency=PACIFIC)] == ["15"]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_style_or_script_of_its_own(template):
    text = template.read_text()
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text) == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', text) == []


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("*.css")), ids=lambda path: path.name)
def test_no_sheet_asks_anything_of_anybody_else(sheet):
    text = sheet.read_text()
    assert re.findall(r"https?:|data:|@import", text) == []
    for address in re.findall(r'url\("([^"]+)"\)', text):
        assert (STATIC / address).is_file()


def test_every_icon_that_a_page_names_is_in_the_sprite():
    sprite = {symbol.get("id") for symbol in ElementTree.parse(STATIC / "icons.svg").getroot()}
    code = [*TEMPLATES, *UI.parent.rglob("*.py")]
    named = set()
    for file in code:
        text = file.read_text()
        named |= set(re.findall(r'ui_icon "([\w-]+)"', text)) | set(re.findall(r'[" ]icon"?[:=] ?"([\w-]+)"', text))
    assert len(named) > 10
    assert named - sprite == set()


def test_vendored_files_are_the_ones_that_were_recorded():
    recorded = re.findall(r"`([\w./-]+)` .*\| ([0-9a-f]{64}) \|", (STATIC / "vendor/README.md").read_text())
    assert len(recorded) == 4
    for name, digest in recorded:
        assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize(
    ("level", "word"),
    [
        ("red", "Critique"),
        ("confirm", "À confirmer"),
        ("orange", "À surveiller"),
        ("grey", "Sans réponse"),
        ("yellow", "Conseil"),
        ("green", "Stable"),
    ],
)
def test_severity_is_a_shape_and_a_word(level, word):
    badge = drawn("{% ui_severity level %}", level=level)
    assert word in badge
    assert "<svg" in badge


def test_no_two_severities_share_a_shape():
    from chevet.interfaces.ui.severity import SEVERITIES

    assert len({severity.shape for severity in SEVERITIES.values()}) == len(SEVERITIES)


@pytest.mark.parametrize(
    ("minutes", "words", "state"),
    [
        (90, "encore 1 h 30", 'class="clock"'),
        (4, "encore 4 min", "clock--soon"),
        (-12, "dépassé de 12 min", "clock--late"),
    ],
)
def test_time_left_is_said_in_words(minutes, words, state):
    clock = drawn("{% ui_time_left due now %}", due=NOW + timedelta(minutes=minutes), now=NOW)
    assert words in clock
    assert state in clock


def test_old_data_says_that_it_is_old():
    fresh = drawn("{% ui_age at now %}", at=NOW - timedelta(seconds=5), now=NOW)
    old = drawn("{% ui_age at now %}", at=NOW - timedelta(minutes=3), now=NOW)
    assert "données d’il y a 5 s" in fresh
    assert "données d’il y a 3 min" in old
    assert 'data-state="stale"' in old


@pytest.mark.parametrize(
    ("number", "link", "words"),
    [
        ("+262692123456", "tel:+262692123456", "0692 12 34 56"),
        ("+33639981234", "tel:+33639981234", "06 39 98 12 34"),
        ("+3223456789", "tel:+3223456789", "+32 2 345 67 89"),
        ("15", "tel:15", "15"),
    ],
)
def test_a_telephone_number_is_a_link_written_as_its_country_writes_it(number, link, words):
    assert drawn("{% ui_tel number %}", number=number) == f'<a class="tel" href="{link}">{words}</a>'


def test_what_a_person_wrote_stays_text_inside_a_block():
    card = drawn("{% ui_card title=name %}{{ name }}{% endui_card %}", name="<script>x</script>")
    assert "<script>" not in card
    panel = drawn("{% ui_emergency reason=name %}<p>{{ name }}</p>{% endui_emergency %}", name="<i>")
    assert "<i>" not in panel
    assert "<p>&lt;i&gt;</p>" in panel


def test_the_page_for_a_failure_of_ours_is_drawn_without_anything():
    from django.template.loader import get_template

    page = get_template("500.html").render({})
    assert "tel:15" in page


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 503])
def test_a_refusal_says_what_happened_and_leaves_the_numbers_to_call(status, gallery, rf):
    from django.shortcuts import render

    page = render(rf.get("/"), f"{status}.html").content.decode()
    assert len(re.findall(r"<h1>.+</h1>", page)) == 1
    assert 'href="tel:15"' in page


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_compiled_sentences_are_those_of_the_readable_file(language):
    import polib

    folder = UI / "locale" / language / "LC_MESSAGES"
    readable, compiled = polib.pofile(folder / "django.po"), polib.mofile(folder / "django.mo")
    assert readable.untranslated_entries() == []
    assert {(e.msgid, e.msgstr) for e in readable} == {(e.msgid, e.msgstr) for e in compiled}
