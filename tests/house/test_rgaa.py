"""The accessibility grid is complete, claims nothing that no test shows, and makes the page that the law asks for."""

import re

import pytest
import yaml
from django.test import Client

from chevet.interfaces.ui.accessibility import GRID, declaration

from .sources import PROJECT

CRITERIA = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)  # of each theme of RGAA 4.1.2: 106
STATUSES = {"conforming", "not conforming", "not applicable"}


@pytest.fixture(scope="module")
def grid():
    return yaml.safe_load(GRID.read_text(encoding="utf-8"))["criteria"]


def test_all_one_hundred_and_six_criteria_are_read_once(grid):
    wanted = [f"{theme}.{n}" for theme, number in enumerate(CRITERIA, 1) for n in range(1, number + 1)]
    assert len(wanted) == 106
    assert [one["id"] for one in grid] == wanted


def test_each_criterion_says_what_it_rests_on(grid):
    assert {one["status"] for one in grid} == STATUSES
    assert [one["id"] for one in grid if not (one["words"] and (one.get("proof") or one.get("reason")))] == []
    assert [one["id"] for one in grid if one["status"] != "conforming" and "proof" in one] == []
    assert [one["id"] for one in grid if one["status"] == "not conforming" and set(one["reason"]) != {"fr", "en"}] == []


def test_every_test_that_the_grid_names_exists(grid):
    named = {proof for one in grid for proof in one.get("proof", [])}
    assert len(named) > 20
    missing = set()
    for proof in named:
        path, _, test = proof.partition("::")
        source = PROJECT / path
        if not source.exists() or not re.search(rf"^def {test}\(", source.read_text(encoding="utf-8"), re.MULTILINE):
            missing.add(proof)
    assert missing == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "level", "form"),
    [("fr", "partiellement conforme", "formulaire"), ("en", "partly conforming", "the form of")],
)
def test_the_page_says_the_rate_the_faults_and_whom_to_turn_to(grid, language, level, form):
    page = Client(headers={"accept-language": language}).get("/ui/accessibility").content.decode()
    said = declaration()
    assert (said.met, len(said.faults)) == tuple(
        sum(one["status"] == status for one in grid) for status in ("conforming", "not conforming")
    )
    assert f"{said.rate}" in page
    assert level in page
    assert form in page
    assert all(
        one["reason"][language] in page.replace("&#x27;", "'") for one in grid if one["status"] == "not conforming"
    )


@pytest.mark.django_db
def test_every_footer_leads_to_it():
    assert 'href="/ui/accessibility"' in Client().get("/accounts/login/").content.decode()
