"""Documents are long, everything else is short: what a request may weigh depends on its address."""

import asyncio

import pytest

from config.bridge import LONGEST_BODY, LONGEST_FILE, TooLarge, longest_body, read_body


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        ("/s/token/documents", LONGEST_FILE),
        ("/r/token/documents", LONGEST_FILE),
        ("/pro/patients/00000000-0000-0000-0000-000000000001/documents/add", LONGEST_FILE),
        ("/s/token/messages", LONGEST_BODY),
        ("/s/token/documents/more", LONGEST_BODY),
        ("/s/a/b/documents", LONGEST_BODY),
        ("/accounts/login/", LONGEST_BODY),
    ],
)
def test_only_where_documents_come_in_a_request_may_be_long(path, longest):
    assert longest_body(path) == longest


def test_what_says_it_is_too_long_is_not_read():
    scope = {"path": "/s/token/documents", "headers": [(b"content-length", str(LONGEST_FILE + 1).encode())]}
    with pytest.raises(TooLarge):
        asyncio.run(read_body(scope, None))


def test_what_lies_about_its_length_is_read_no_further():
    taken = []

    async def endless():
        taken.append(1)
        return {"type": "http.request", "body": bytes(1 << 20), "more_body": True}

    with pytest.raises(TooLarge):
        asyncio.run(read_body({"path": "/s/token/documents", "headers": []}, endless))
    assert len(taken) == 12
