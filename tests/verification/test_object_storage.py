"""Documents carried to s3rver, a server of the S3 kind, and back. It reads signatures without computing them: those are
compared with published ones in tests/documents/test_storage.py; no storage of a provider was tried from here.
"""

import os
import socket
import subprocess
import time
from datetime import timedelta
from uuid import uuid4

import httpx
import pytest

from chevet.documents import storage
from chevet.documents.models import DocumentPart
from chevet.kernel.tenancy import acting
from chevet.usecases import tend_documents
from chevet.usecases.erase_record import erase_record
from chevet.usecases.read_document import preview_document, read_document
from tests.fixtures.npm import fetched
from tests.usecases.acts_of_documents import PAPER, PICTURE, about, having, kept
from tests.usecases.doing import read

pytestmark = pytest.mark.slow
PROGRAM = """
const S3rver = require(process.argv[1]);
new S3rver({ port: +process.argv[2], address: "127.0.0.1", directory: process.argv[3], silent: true,
  configureBuckets: [{ name: "documents" }] }).run();
"""


@pytest.fixture(scope="module")
def url(tmp_path_factory):
    package = fetched("s3rver", "3.7.1")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    command = ["node", "-e", PROGRAM, str(package), port, str(tmp_path_factory.mktemp("s3"))]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": os.environ | {"NODE_NO_WARNINGS": "1"}}
    with subprocess.Popen(command, **quiet) as running:
        try:
            wait_for(f"http://127.0.0.1:{port}/", running)
            yield f"http://S3RVER:S3RVER@127.0.0.1:{port}/documents?region=eu-west-3"
        finally:
            running.terminate()


def wait_for(address: str, running: subprocess.Popen) -> None:
    for _ in range(200):
        assert running.poll() is None, "s3rver fell"
        try:
            httpx.get(address, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    pytest.fail("s3rver does not answer")


@pytest.fixture
def now():
    from chevet.interfaces.clock import machine_now

    return machine_now()


def test_an_object_is_written_read_and_removed_and_twice_is_once(url, now):
    store, name, content = storage.storage_at(url), uuid4(), os.urandom(1_000_028)
    for _ in range(2):
        store.put(name, content, machine_now=now)
    assert store.get(name, machine_now=now) == content
    for _ in range(2):
        store.remove(name, machine_now=now)
    with pytest.raises(storage.Unreachable, match="404"):
        store.get(name, machine_now=now)


def test_a_document_lies_there_is_read_from_there_and_is_forgotten_there(url, now, own_database, settings, monkeypatch):
    stage = having(kept)()
    settings.STORAGE_URL = url
    assert tend_documents.store_documents(machine_now=now) == 4
    assert read(stage.place, "SELECT count(*) FROM document_part WHERE content IS NOT NULL") == [(0,)]
    with acting(stage.place.scope):
        names = list(DocumentPart.objects.values_list("id", flat=True))
        subject_id = DocumentPart.objects.values_list("subject_id", flat=True).first()
    asked = about(stage) | {"machine_now": now}
    assert read_document(**asked).whole() == PAPER
    assert preview_document(**asked, number=0) == PICTURE
    store = storage.storage_at(url)
    assert all(b"zqcanary" not in store.get(name, machine_now=now) for name in names)
    whose = {"subject_id": subject_id, "organisation_id": stage.place.organisation_id, "why": "request"}
    erase_record(**whose, dry_run=False, now=now, machine_now=now)
    assert tend_documents.sweep_objects(machine_now=now) == 0, "a document under way is not there yet either"
    monkeypatch.setattr(tend_documents, "SETTLES", -timedelta(seconds=1))
    assert tend_documents.sweep_objects(machine_now=now) == 4
    for name in names:
        with pytest.raises(storage.Unreachable, match="404"):
            store.get(name, machine_now=now)
