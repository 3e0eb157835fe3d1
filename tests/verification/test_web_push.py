"""Notifications as a browser's maker and the browser receive them: the RFC's own example, then a service of our own."""

import json
import threading
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from chevet.notifications.outcomes import Ambiguous, Handed, Refused
from chevet.notifications.webpush import GONE, PushGateway, Subscription, new_secret, public_key, sealed_for, written

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
CURVE, HOST = ec.SECP256R1(), "push.example"
TEXT = '{"title":"Votre questionnaire est prêt","path":"/s/abc"}'


def raw(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def test_the_example_of_rfc_8291_comes_out_byte_for_byte():
    theirs = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    once = ec.derive_private_key(int.from_bytes(raw("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")), CURVE)
    subscription = Subscription(f"https://{HOST}/x", theirs, "BTBZMqHH6r4Tts7J_aSIgg")
    plain = b"When I grow up, I want to be a watermelon"
    assert text_of(sealed_for(subscription, plain, salt=raw("DGv6ra1nlYgDCS1FRnbzlw"), once=once)) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBr"
        "u3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@dataclass
class Browser:
    """Makes its keys, and opens what is for it as RFC 8291 says: with nothing of ours."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = b"0123456789abcdef"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, path: str = "one") -> Subscription:
        return Subscription(f"https://{HOST}/{path}", text_of(self.point), text_of(self.auth))

    def open(self, body: bytes) -> str:
        salt, size, length = body[:16], int.from_bytes(body[16:20]), body[20]
        assert len(body) <= size == 4096
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender))
        seed = HKDF(SHA256(), 32, self.auth, b"WebPush: info\0" + self.point + sender).derive(shared)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(seed)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(seed)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        return padded[: padded.rindex(b"\x02")].decode()


class Service(ThreadingHTTPServer):
    """A maker's service: checks the voucher and keeps what came. `answers`: a status by path."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: dict[str, int] = {}


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.answers.get(self.path, 201)
        if status == 201:
            self.server.came.append((dict(self.headers), body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def service():
    with Service() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


class Towards(httpx.BaseTransport):
    """The whole way but the name and the certificate: https://push.example is this machine."""

    def __init__(self, port: int) -> None:
        self.port, self.way = port, httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return self.way.handle_request(request)


def gateway(server, secret: bytes) -> PushGateway:
    return PushGateway(
        secret=secret, contact="mailto:suivi@exemple.fr", hosts=[HOST], transport=Towards(server.server_port)
    )  # fmt: skip


def test_what_arrives_is_opened_by_the_browser_and_by_nobody_else():
    secret, hers, another = new_secret(), Browser(), Browser()
    with service() as server:
        told = gateway(server, secret).send_push(to=written(hers.subscription()), text=TEXT, now=NOW)
    assert told == Handed()
    ((headers, body),) = server.came
    assert hers.open(body) == TEXT
    assert "questionnaire" not in body.decode("latin-1")
    with pytest.raises(InvalidTag):
        another.open(body)
    assert (headers["Content-Encoding"], headers["TTL"]) == ("aes128gcm", "43200")


def test_the_voucher_is_signed_for_that_service_and_ends():
    secret = new_secret()
    with service() as server:
        gateway(server, secret).send_push(to=written(Browser().subscription()), text=TEXT, now=NOW)
    said = dict(part.split("=", 1) for part in server.came[0][0]["Authorization"].removeprefix("vapid ").split(", "))
    head, claims, signature = said["t"].split(".")
    assert json.loads(raw(claims)) == {
        "aud": f"https://{HOST}", "exp": int(NOW.timestamp()) + 12 * 3600, "sub": "mailto:suivi@exemple.fr",
    }  # fmt: skip
    assert said["k"] == public_key(secret)
    ours = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(said["k"]))
    first, second = (int.from_bytes(part) for part in (raw(signature)[:32], raw(signature)[32:]))
    signed = f"{head}.{claims}".encode()
    ours.verify(encode_dss_signature(first, second), signed, ec.ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        ours.verify(encode_dss_signature(first, second), signed + b"x", ec.ECDSA(SHA256()))


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (410, Refused(GONE, final=True)),
        (404, Refused(GONE, final=True)),
        (400, Refused("refused 400", final=True)),
        (413, Refused("refused 413", final=True)),
        (429, Refused("refused 429", final=False)),
        (503, Refused("refused 503", final=False)),
        (302, Refused("refused 302", final=True)),
    ],
)
def test_what_the_service_answers_is_understood(status, outcome):
    with service() as server:
        server.answers["/one"] = status
        assert (
            gateway(server, new_secret()).send_push(to=written(Browser().subscription()), text=TEXT, now=NOW) == outcome
        )


def test_a_service_that_is_away_is_tried_again_and_a_silent_one_is_doubtful():
    class Silent(httpx.BaseTransport):
        def handle_request(self, request):
            raise httpx.ReadTimeout("x", request=request)

    to = written(Browser().subscription())
    away = PushGateway(secret=new_secret(), contact="mailto:a@b.fr", hosts=[HOST], transport=Towards(1))
    assert away.send_push(to=to, text=TEXT, now=NOW) == Refused("unreachable", final=False)
    silent = PushGateway(secret=new_secret(), contact="mailto:a@b.fr", hosts=[HOST], transport=Silent())
    assert isinstance(silent.send_push(to=to, text=TEXT, now=NOW), Ambiguous)


def test_nothing_is_sent_to_an_address_that_is_no_push_service():
    elsewhere = Subscription("https://169.254.169.254/latest", *_keys())
    with service() as server:
        told = gateway(server, new_secret()).send_push(to=written(elsewhere), text=TEXT, now=NOW)
    assert (told, server.came) == (Refused("not a push service", final=True), [])


def _keys() -> tuple[str, str]:
    browser = Browser()
    return text_of(browser.point), text_of(browser.auth)
