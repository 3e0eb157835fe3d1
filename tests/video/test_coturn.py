"""What deploy/coturn promises, asked of the real program: who gets a relay, and to whom it never leads."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from chevet.video.relay import credential

from .relay_program import SECRET, coturn
from .turn import Turn

DENIED = (
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.170", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.7", "203.0.113.7", "224.0.0.1", "239.255.255.250",
    "240.0.0.1", "255.255.255.255",
)  # fmt: skip
ALLOWED = ("9.9.9.9", "172.15.255.255", "172.32.0.1", "100.63.255.255", "192.167.1.1")
# Nobody, this machine, its link, its network, metadata of a cloud, everybody; addresses of IPv4 in other clothes.
SIXTH_DENIED = (
    "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd12:3456::1", "fd00:ec2::254", "ff02::1", "ff0e::1",
    "::ffff:127.0.0.1", "::ffff:10.1.2.3", "::ffff:169.254.169.254", "::ffff:9.9.9.9", "::127.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "100::1", "2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:a00:1::1",
    "::ffff:0:127.0.0.1", "3fff::1", "4000::1", "5f00::1",
)  # fmt: skip
SIXTH_ALLOWED = ("2620:fe::fe", "2a00:1450:4007::1", "2003::1", "2001:4860::1")


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    with coturn(tmp_path_factory.mktemp("coturn")) as relay:
        yield relay.port


def client(port: int, *, lasts: timedelta = timedelta(hours=1), secret: str = SECRET) -> Turn:
    return Turn(port, *credential(secret=secret, who=uuid4(), expires_at=datetime.now(UTC) + lasts))


def test_a_credential_of_this_site_gets_a_relay(port):
    assert client(port).allocate() == 0


def test_an_expired_credential_gets_none(port):
    assert client(port, lasts=timedelta(seconds=-5)).allocate() == 401


def test_a_credential_of_another_secret_gets_none(port):
    assert client(port, secret="another").allocate() == 401


def test_it_leads_to_nothing_private_and_to_the_rest_of_the_world(port):
    asked = client(port)
    assert asked.allocate() == 0
    assert {peer: asked.permit(peer) for peer in DENIED} == dict.fromkeys(DENIED, 403)
    assert {peer: asked.permit(peer) for peer in ALLOWED} == dict.fromkeys(ALLOWED, 0)


def test_nor_by_an_address_of_ipv6(port):
    asked = client(port)
    assert asked.allocate(sixth=True) == 0
    assert {peer: asked.permit(peer) for peer in SIXTH_DENIED} == dict.fromkeys(SIXTH_DENIED, 403)
    assert {peer: asked.permit(peer) for peer in SIXTH_ALLOWED} == dict.fromkeys(SIXTH_ALLOWED, 0)
