"""What the browser may keep: files and a page that is nobody's."""

import pytest
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
