"""The bench can be run: what it sends is what the product takes. No figure is checked here."""

import json
from pathlib import Path

import pytest
from django.test import Client

from bench.cpu import seconds
from bench.sendings import sendings, write_down
from tests.fixtures.care import include


@pytest.fixture
def links(place, tmp_path) -> Path:
    """As `chevet seed --links` writes them, for somebody whose questionnaire is open today."""
    patient = include(place)
    file = tmp_path / "links.csv"
    file.write_text(f"token,device\n{patient.token},{patient.device}\n")
    return file


def test_a_sending_of_the_bench_is_kept_and_answered(links):
    path, cookie, body = next(sendings(links, seed=1))
    client = Client(headers={"Cookie": cookie, "X-Chevet": "1", "Host": "localhost"})
    answer = client.post(path, body, content_type="application/json")
    assert (answer.status_code, answer.json()["stored"]) == (200, True)


def test_each_line_for_wrk_is_a_path_a_cookie_and_a_body_with_its_own_key(links, tmp_path):
    write_down(sendings(links, seed=1), tmp_path / "lines", number=3)
    lines = [line.split("\t") for line in (tmp_path / "lines").read_text().splitlines()]
    assert [len(line) for line in lines] == [3, 3, 3]
    assert len({json.loads(body)["key"] for _, _, body in lines}) == 3


def test_the_first_process_has_used_the_machine():
    assert seconds(1) > 0
