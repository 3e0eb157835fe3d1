"""What the browser may keep: files and a page that is nobody's. What it is told to fetch early."""

import re
from posixpath import dirname, normpath

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_without_network_holds_no_token_and_sets_no_cookie(django_assert_num_queries):
    with django_assert_num_queries(0):
        page = Client().get("/s/hors-ligne")
    assert page.status_code == 200
    assert "csrf" not in page.content.decode()
    assert not page.cookies
    assert page.content.decode().count('lang="') == 8, "the document and its seven languages"


def test_the_manifest_opens_where_it_was_installed_and_says_nothing_of_health(patient, django_assert_num_queries):
    with django_assert_num_queries(0):
        told = Client().get(f"/s/{patient.token}/manifest.webmanifest").json()
    assert told["start_url"] == told["scope"] == f"/s/{patient.token}"
    assert (told["name"], told["short_name"]) == ("Chevet", "Chevet")


def test_the_worker_looks_after_every_link(client):
    worker = client.get("/s/service-worker.js")
    assert worker["Content-Type"] == "text/javascript"
    assert worker["Cache-Control"] == "no-cache"
    assert b"hors-ligne" in b"".join(worker.streaming_content)


def test_the_questions_ask_early_for_every_file_that_their_scripts_import(phone):
    page = phone.get("questions").content.decode()
    scripts = re.findall(r'<script type="module" src="/static/([^"]+)"', page)
    early = set(re.findall(r'<link rel="modulepreload" fetchpriority="low" href="/static/([^"]+)"', page))
    assert len(scripts) == 3
    assert early | set(scripts) == imported(scripts)


def imported(files) -> set[str]:
    """These scripts and all that they bring."""
    found, left = set(), list(files)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            with open(finders.find(name)) as source:
                wanted = re.findall(r'^import [^"]*"(\./[^"]+)"', source.read(), re.MULTILINE)
            left += [normpath(f"{dirname(name)}/{one}") for one in wanted]
    return found
