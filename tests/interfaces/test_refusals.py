"""Each named error of the rooms becomes its answer, once, for pages and for fragments."""

import re

import pytest
from django.test import RequestFactory, override_settings
from django.utils import translation

from chevet.interfaces.ui import context
from chevet.interfaces.ui.middleware import Refusals
from chevet.kernel.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from tests.fixtures.care import make_place

SAID = "Une autre personne vient de prendre ce suivi en charge."


def answer(error: Exception, **headers: str):
    request = RequestFactory().get("/", headers=headers)
    request.htmx = bool(headers)
    with translation.override("fr"):
        return Refusals(lambda _request: None).process_exception(request, error)


@pytest.mark.parametrize(("error", "status"), [(Forbidden(SAID), 403), (Conflict(SAID), 409), (Invalid(SAID), 400)])
def test_the_sentence_is_shown_with_its_status(db, error, status):
    page, fragment = answer(error), answer(error, hx_request="true")
    assert (page.status_code, fragment.status_code) == (status, status)
    assert (SAID in page.text, SAID in fragment.text, "<html" in fragment.text) == (True, True, False)


def test_not_yours_and_not_there_look_the_same(db):
    pages = [answer(error).text for error in (NotFound("Ce suivi n'existe pas"), NotFound())]
    assert len({re.sub(r'(content|value)="\w{64}"', "", page) for page in pages}) == 1
    assert answer(NotFound()).status_code == 404


def test_too_many_says_how_long(db):
    refused = answer(TooMany("Trop.", retry_after=90))
    assert (refused.status_code, refused["Retry-After"], "1 min" in refused.text) == (429, "90", True)


def test_an_unknown_error_stays_loud(db):
    assert answer(ValueError("x")) is None


@pytest.mark.parametrize(
    ("status", "signed", "may"), [("", True, False), ("Classe IIa", False, False), ("Classe IIa", True, True)]
)
def test_the_warning_leaves_only_with_a_status_and_a_signature(db, monkeypatch, status, signed, may):
    monkeypatch.setattr(context, "_validated", (0.0, False))
    version = make_place().version
    if signed:
        type(version).objects.filter(pk=version.pk).update(
            validated_by="Dr Essai", validated_rpps="10000000001", validated_on="2027-01-01"
        )
    with override_settings(REGULATORY_STATUS=status):
        assert context.may_be_used_for_care() is may
