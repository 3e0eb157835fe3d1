"""The first statement of every patient's request, on the real walls."""

import pytest
from django.db import connection

from chevet.access import queries
from chevet.access.visits import visit
from chevet.kernel.rows import Statement
from chevet.kernel.unit_of_work import UnitOfWork

from .doors import make_device, make_link

pytestmark = pytest.mark.django_db

SETTINGS = Statement(
    "SELECT chevet_scope('org') org, chevet_scope('subject') subject, chevet_scope('target') target", ()
)
LINKS = Statement("SELECT id FROM access_link", ())
DEVICES = Statement("SELECT id FROM access_device", ())


def enter(token, cookie, *reads):
    seen = visit(token, cookie)
    with UnitOfWork(seen.scope()) as work:
        found, *others = work.fetch(queries.enter(seen), *reads)
    return found, others


def test_a_link_and_its_device_are_found_in_one_statement():
    link, token = make_link()
    device = make_device(link, secret="mine", state="bound")
    [door], _ = enter(token, "mine")
    assert (door.link_id, door.target_id) == (link.id, link.target_id)
    assert (door.device_id, door.device_state) == (device.id, "bound")


def test_a_browser_without_cookie_or_with_a_wrong_one_finds_the_link_and_no_device():
    link, token = make_link()
    make_device(link, secret="mine")
    for cookie in (None, "", "another", "mine" * 100):
        [door], _ = enter(token, cookie)
        assert (door.link_id, door.device_id, door.device_state) == (link.id, None, None)


def test_the_cookie_of_another_link_does_not_open_this_one():
    organisation = make_link()[0].organisation_id
    mine, token = make_link(organisation=organisation)
    other, other_token = make_link(organisation=organisation)
    make_device(other, secret="theirs", state="bound")
    [door], _ = enter(token, "theirs")
    assert (door.link_id, door.device_id) == (mine.id, None)
    [door], _ = enter(other_token, "theirs")
    assert door.device_state == "bound"


def test_reads_behind_it_see_this_record_and_no_other():
    link, token = make_link()
    device = make_device(link, secret="mine")
    for organisation in (link.organisation_id, None):
        neighbour, _ = make_link(organisation=organisation)
        make_device(neighbour, secret="theirs")
    _, [[settings], links, devices] = enter(token, "mine", SETTINGS, LINKS, DEVICES)
    assert settings == (str(link.organisation_id), str(link.subject_id), str(link.target_id))
    assert [row.id for row in links] == [link.id]
    assert [row.id for row in devices] == [device.id]


def test_an_unknown_link_opens_nothing():
    link, _ = make_link()
    make_device(link, secret="mine")
    found, [[settings], links, devices] = enter("A" * 22, "mine", SETTINGS, LINKS, DEVICES)
    assert (found, settings, links, devices) == ([], (None, None, None), [], [])


def test_the_device_is_read_after_the_walls_know_the_record_whatever_the_planner_prefers():
    link, token = make_link()
    device = make_device(link, secret="mine")
    for method in ("enable_nestloop", "enable_indexscan", "enable_seqscan"):
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {method} = off")
        [door], _ = enter(token, "mine")
        assert door.device_id == device.id, method


def test_nothing_of_the_visit_outlives_it():
    link, token = make_link()
    make_device(link, secret="mine")
    enter(token, "mine")
    found, [[settings], links] = enter("B" * 22, None, SETTINGS, LINKS)
    assert (found, settings.org, settings.subject, links) == ([], None, None, [])
