"""What is sealed opens for its own field and person only, and says nothing from outside."""

import shutil
from uuid import UUID, uuid4

import pytest
from cryptography.exceptions import InvalidTag

from chevet.kernel.keyring import KeyMissing, Keyring, add_generation, create_missing, keyring
from chevet.kernel.sealing import (
    WrappedKey,
    blind_index,
    derive,
    fingerprint,
    new_key,
    open_record,
    wrapped_again,
)

NAME = "answer.content"


@pytest.fixture
def record():
    return open_record(new_key(subject_id=uuid4(), family="medical"))


@pytest.fixture
def own_keys(settings, tmp_path):
    settings.CHEVET_KEYS = shutil.copytree(settings.CHEVET_KEYS, tmp_path / "keys")
    keyring.cache_clear()
    yield settings.CHEVET_KEYS
    keyring.cache_clear()


@pytest.mark.parametrize("value", [{}, [], "", "é œ 漢", 0, 1.5, True, None, {"a": [{"b": None}]}, "x" * 100_000])
def test_what_was_sealed_opens_unchanged(record, value):
    assert record.open(NAME, record.seal(NAME, value)) == value


def test_nothing_opens_as_nothing(record):
    assert record.open(NAME, None) is None


def test_a_seal_costs_28_bytes_and_never_looks_the_same_twice(record):
    first, second = record.seal(NAME, "abc"), record.seal(NAME, "abc")
    assert (len(first), first == second) == (len('"abc"') + 28, False)


def test_a_cipher_text_cannot_be_moved_to_another_field_or_person(record):
    blob = record.seal(NAME, "private")
    another = open_record(new_key(subject_id=uuid4(), family="medical"))
    for opener, name in ((record, "call.note"), (another, NAME)):
        with pytest.raises(InvalidTag):
            opener.open(name, blob)


def test_the_same_key_under_another_subject_opens_nothing():
    key = new_key(subject_id=UUID(int=1), family="medical")
    with pytest.raises(InvalidTag):
        open_record(WrappedKey(UUID(int=2), key.family, key.generation, key.wrapped))


def test_a_changed_byte_anywhere_is_seen(record):
    blob = record.seal(NAME, "private")
    for place in range(len(blob)):
        with pytest.raises(InvalidTag):
            record.open(NAME, blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :])


def test_two_records_have_two_keys():
    subject = uuid4()
    assert (
        new_key(subject_id=subject, family="medical").wrapped != new_key(subject_id=subject, family="medical").wrapped
    )


@pytest.mark.parametrize("family", ["medical", "cell", "organisation"])
def test_a_key_of_one_family_does_not_open_under_another(family):
    key = new_key(subject_id=uuid4(), family=family)
    open_record(key)
    for other in {"medical", "cell", "organisation"} - {family}:
        with pytest.raises(InvalidTag):
            open_record(WrappedKey(key.subject_id, other, key.generation, key.wrapped))


def test_a_new_generation_wraps_again_what_the_old_one_wrapped_and_the_old_file_may_go(own_keys):
    key = new_key(subject_id=uuid4(), family="cell")
    blob = open_record(key).seal(NAME, "private")
    add_generation("cell")
    again = wrapped_again(key)
    (own_keys / "cell-0001.key").unlink()
    keyring.cache_clear()
    assert (again.generation, open_record(again).open(NAME, blob)) == (2, "private")
    with pytest.raises(KeyMissing):
        open_record(key)


def test_without_its_file_nothing_opens(tmp_path):
    for question in (
        lambda ring: ring.wrapping("medical", 1),
        lambda ring: ring.newest("medical"),
        lambda ring: ring.secret("index"),
    ):
        with pytest.raises(KeyMissing):
            question(Keyring(tmp_path))


def test_keys_are_made_once_and_readable_by_their_owner_alone(tmp_path):
    folder = tmp_path / "keys"
    create_missing(folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    create_missing(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {len(content) for content in before.values()} == {32}
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_blind_index_finds_the_same_number_again_and_depends_on_the_key(own_keys):
    first = blind_index("phone", "+33612345678")
    assert (first, len(first)) == (blind_index("phone", "+33612345678"), 16)
    assert first not in (blind_index("phone", "+33612345679"), blind_index("email", "+33612345678"))
    (own_keys / "index.secret").write_bytes(b"another secret of thirty-two byte")
    keyring.cache_clear()
    assert blind_index("phone", "+33612345678") != first


def test_what_is_derived_for_one_purpose_says_nothing_for_another():
    made = [derive("link", b"1"), derive("code", b"1"), derive("link", b"2"), derive("lin", b"k|1")]
    assert len(set(made)) == len(made)
    assert {len(one) for one in made} == {32}


def test_a_fingerprint_tells_two_bodies_apart():
    assert fingerprint(b"a") == fingerprint(b"a") != fingerprint(b"b")
