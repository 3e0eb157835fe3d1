"""`chevet organisation brand`, as an operator types it."""

import pytest
from typer.testing import CliRunner

from chevet.interfaces.cli.main import app
from chevet.kernel.tenancy import acting
from chevet.organisations.models import Organisation
from tests.fixtures.care import make_place
from tests.organisations.test_brand import picture

pytestmark = pytest.mark.django_db


def brand(place, *options):
    return CliRunner().invoke(app, ["organisation", "brand", str(place.organisation_id), *options])


def kept(place) -> Organisation:
    with acting(place.scope):
        return Organisation.objects.get()


def test_colours_logo_and_numbers_are_kept(tmp_path):
    place, logo = make_place(), tmp_path / "logo.png"
    logo.write_bytes(picture())
    done = brand(place, "--colour", "#0A5C66", "--logo", str(logo), "--phone", "Standard=04 72 00 00 00")
    assert (done.exit_code, done.exception) == (0, None)
    organisation = kept(place)
    assert (organisation.colour, organisation.accent) == ("#0a5c66", "#0a5c66")
    assert organisation.phones == [["Standard", "+33472000000"]]
    assert bytes(organisation.logo).startswith(b"\x89PNG")


@pytest.mark.parametrize("options", [["--colour", "#7fd1db"], ["--colour", "#0a5c66", "--phone", "Standard=12"]])
def test_what_cannot_be_shown_is_refused_and_nothing_is_kept(options):
    place = make_place()
    assert brand(place, *options).exit_code != 0
    assert kept(place).branded_at is None
