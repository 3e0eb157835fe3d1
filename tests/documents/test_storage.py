"""The signature of a request to an object storage, as its inventor publishes it and as his own library computes it."""

from datetime import UTC, datetime

from chevet.documents.storage import Storage, storage_at

PUBLISHED = (
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"  # "Signature calculations", GET ?lifecycle
)
COMPUTED = "011cb73b2d0a3409895a594b8374bb44e19799c7e58dbe5187c6398cdcf96256"  # botocore 1.44.5


def signature(headers: dict[str, str]) -> str:
    return headers["authorization"].rpartition("Signature=")[2]


def test_a_request_is_signed_as_the_published_example():
    key, secret = "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    store = Storage("https://examplebucket.s3.amazonaws.com", "", "us-east-1", key, secret)
    assert signature(store._signed("GET", "/", b"", datetime(2013, 5, 24, tzinfo=UTC), "lifecycle=")) == PUBLISHED


def test_a_piece_is_signed_with_what_its_address_says():
    store = storage_at("https://KEY:SECRET@s3.example.org/documents?region=eu-west-3")
    path, now = "/documents/01a20466-454c-700b-9639-f8cd4a414b5a", datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert store.base == "https://s3.example.org"
    assert signature(store._signed("PUT", path, b"sealed", now)) == COMPUTED
    assert signature(store._signed("PUT", path, b"other", now)) != COMPUTED


def test_signs_in_a_secret_are_read_from_the_address():
    assert storage_at("http://a:b%2Fc%40d@127.0.0.1:9000/x").secret == "b/c@d"
