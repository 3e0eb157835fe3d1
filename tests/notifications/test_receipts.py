"""Forged, late, replayed, unreadable: each refused by name, beside the honest twin that passes."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chevet.notifications.receipts import (
    SIGNATURE_HEADER,
    TIMESTAMP_HEADER,
    CallbackRefused,
    Incoming,
    Keyword,
    NotSigned,
    OutOfTime,
    Receipt,
    Unreadable,
    keyword_of,
    read_kannel_incoming,
    read_kannel_receipt,
    read_signed,
    sign,
)
from chevet.notifications.states import Report

NOW = datetime(2026, 1, 15, 12, 0, tzinfo=UTC)
SECRET, FORMER = b"a secret of thirty-two bytes....", b"the former one, thirty-two bytes"
RECEIPT = {"type": "receipt", "reference": "019b", "state": "delivered", "at": "2026-01-15T11:59:30+00:00", "id": "7"}


def read(document, *, at=NOW, secret=SECRET, secrets=(SECRET,), now=NOW, **tampered):
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    headers = sign(body=body, at=at, secret=secret)
    return read_signed(body=body, headers=headers | tampered.get("headers", {}), secrets=secrets, now=now)


def test_a_signed_receipt_is_read():
    callback = read(RECEIPT)
    assert callback.content == Receipt(
        reference="019b", report=Report.DELIVERED, at=NOW - timedelta(seconds=30), provider_ref="7"
    )
    assert len(callback.nonce) == 64


def test_a_signed_message_is_read():
    content = read({"type": "incoming", "from": "00262 692 12 34 56", "text": "Arrêt svp", "id": "8"}).content
    assert content == Incoming(sender="+262692123456", text="Arrêt svp", at=NOW, keyword=Keyword.STOP, provider_ref="8")


@pytest.mark.parametrize(
    ("sender", "number"),
    [
        ("+262692123456", "+262692123456"),
        ("262692123456", "+262692123456"),
        ("0692123456", "0692123456"),
        ("36111", "36111"),
    ],
)
def test_the_sender_is_written_with_its_country_when_it_has_one(sender, number):
    assert read({"type": "incoming", "from": sender, "text": ""}).content.sender == number


def test_headers_are_found_whatever_their_capitals():
    body = json.dumps(RECEIPT).encode()
    headers = {name.lower(): value for name, value in sign(body=body, at=NOW, secret=SECRET).items()}
    assert read_signed(body=body, headers=headers, secrets=[SECRET], now=NOW).content.reference == "019b"


def test_while_the_secret_is_replaced_both_are_believed():
    assert read(RECEIPT, secret=FORMER, secrets=(SECRET, FORMER)).content.reference == "019b"
    with pytest.raises(NotSigned):
        read(RECEIPT, secret=FORMER)


@pytest.mark.parametrize("secret", [b"", b"short"])
def test_an_empty_or_short_secret_lets_nobody_in(secret):
    with pytest.raises(NotSigned):
        read(RECEIPT, secret=secret, secrets=(secret,))


def test_without_any_secret_nobody_comes_in():
    with pytest.raises(NotSigned):
        read(RECEIPT, secrets=())


@pytest.mark.parametrize(
    "headers",
    [
        {SIGNATURE_HEADER: ""},
        {SIGNATURE_HEADER: "v1=" + "0" * 64},
        {SIGNATURE_HEADER: "é"},
        {TIMESTAMP_HEADER: ""},
        {TIMESTAMP_HEADER: "-1"},
        {TIMESTAMP_HEADER: "１２"},
        {TIMESTAMP_HEADER: str(int(NOW.timestamp()) + 1)},
    ],
)
def test_a_forged_header_is_refused(headers):
    with pytest.raises(NotSigned):
        read(RECEIPT, headers=headers)


def test_a_changed_body_is_refused():
    body = json.dumps(RECEIPT).encode()
    headers = sign(body=body, at=NOW, secret=SECRET)
    with pytest.raises(NotSigned):
        read_signed(body=body.replace(b"delivered", b"failed"), headers=headers, secrets=[SECRET], now=NOW)


@pytest.mark.parametrize("age", [timedelta(minutes=5), timedelta(minutes=-5)])
def test_five_minutes_are_tolerated_either_way(age):
    assert read(RECEIPT, at=NOW - age).content.reference == "019b"


@pytest.mark.parametrize("age", [timedelta(minutes=5, seconds=1), -timedelta(minutes=5, seconds=1), timedelta(days=9)])
def test_a_late_or_early_callback_is_refused(age):
    with pytest.raises(OutOfTime):
        read(RECEIPT, at=NOW - age)


def test_a_replay_has_the_nonce_of_the_first_and_another_callback_has_its_own():
    first, again = read(RECEIPT), read(RECEIPT)
    other, later = read(RECEIPT | {"reference": "019c"}), read(RECEIPT, at=NOW - timedelta(seconds=1))
    assert first.nonce == again.nonce
    assert len({first.nonce, other.nonce, later.nonce}) == 3


@pytest.mark.parametrize(
    "document",
    [
        b"", b"\xff", b"[]", b"null", b"[" * 60_000, {}, {"type": "receipt"}, RECEIPT | {"state": "unknown"},
        RECEIPT | {"state": 1}, RECEIPT | {"reference": ""}, RECEIPT | {"reference": None},
        {"type": "incoming", "from": "", "text": "STOP"}, {"type": "incoming", "from": "+33", "text": None},
        RECEIPT | {"type": "other"},
    ],
)  # fmt: skip
def test_what_is_signed_but_makes_no_sense_is_refused(document):
    with pytest.raises(Unreadable):
        read(document)


@pytest.mark.parametrize("at", [None, "", "yesterday", "2026-01-15T11:59:30", "9" * 30, -5, "2027-01-01T00:00:00Z"])
def test_an_hour_that_makes_no_sense_becomes_now(at):
    assert read(RECEIPT | {"at": at}).content.at == NOW


def test_a_body_of_ten_megabytes_is_refused_before_it_is_read():
    with pytest.raises(NotSigned):
        read(b" " * 10_000_000)


@given(st.binary(max_size=300))
def test_no_body_whatever_gets_through_as_anything_but_a_refusal(body):
    with pytest.raises(CallbackRefused):
        read(body)


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", "ARRET", "Arrêt", "arrêtez svp", "« STOP »", "Stop merci", "STOP 36111"]
)
def test_words_that_ask_to_stop(text):
    assert keyword_of(text) is Keyword.STOP


@pytest.mark.parametrize(
    "text", ["", "Bonjour", "je ne peux pas m'arrêter de tousser", "stoppage", "1", "😀", "non stop"]
)
def test_words_that_do_not(text):
    assert keyword_of(text) is None


KANNEL = {"secret": SECRET.decode(), "reference": "019b", "state": "1", "at": str(int(NOW.timestamp()) - 60)}


@pytest.mark.parametrize(
    ("kind", "report"),
    [("1", "delivered"), ("2", "failed"), ("4", "accepted"), ("8", "accepted"), ("16", "failed")],
)
def test_each_report_type_of_kannel_is_read(kind, report):
    content = read_kannel_receipt(urlencode(KANNEL | {"state": kind}), secret=SECRET, now=NOW).content
    assert content == Receipt(reference="019b", report=Report(report), at=NOW - timedelta(minutes=1))


@pytest.mark.parametrize("change", [{"secret": "wrong"}, {"secret": ""}, {"secret": "é"}])
def test_a_wrong_secret_is_refused(change):
    with pytest.raises(NotSigned):
        read_kannel_receipt(urlencode(KANNEL | change), secret=SECRET, now=NOW)
    with pytest.raises(NotSigned):
        read_kannel_incoming(urlencode({"from": "+33", "text": "STOP"} | change), secret=SECRET, now=NOW)


def test_an_unset_secret_lets_nobody_in():
    with pytest.raises(NotSigned):
        read_kannel_receipt(urlencode(KANNEL | {"secret": ""}), secret=b"", now=NOW)


@pytest.mark.parametrize("change", [{"reference": ""}, {"state": "32"}, {"state": ""}])
def test_a_receipt_of_kannel_that_makes_no_sense_is_refused(change):
    with pytest.raises(Unreadable):
        read_kannel_receipt(urlencode(KANNEL | change), secret=SECRET, now=NOW)


def test_a_message_through_kannel_is_read():
    parameters = {"secret": SECRET.decode(), "from": "+262692123456", "text": "Stop", "id": "9"}
    callback = read_kannel_incoming(urlencode(parameters), secret=SECRET, now=NOW)
    assert callback.content == Incoming(
        sender="+262692123456", text="Stop", at=NOW, keyword=Keyword.STOP, provider_ref="9"
    )
    assert SECRET.decode() not in repr(callback)


@pytest.mark.parametrize(
    ("text", "charset", "read"),
    [
        ("%00A%00r%00r%00%EA%00t", "UTF-16BE", "Arrêt"),
        ("Arr%C3%AAt", "UTF-8", "Arrêt"),
        ("Arr%EAt", "UTF-8", "Arr\ufffdt"),
        ("%D8%00", "UTF-16BE", "\ufffd"),
    ],
)
def test_a_text_is_read_in_the_charset_that_kannel_names(text, charset, read):
    query = f"secret={quote(SECRET)}&from=%2B33639980001&text={text}&charset={charset}"
    assert read_kannel_incoming(query, secret=SECRET, now=NOW).content.text == read


def test_a_hundred_parameters_are_not_a_receipt():
    with pytest.raises(Unreadable):
        read_kannel_receipt("&".join(f"a{n}=1" for n in range(100)), secret=SECRET, now=NOW)
