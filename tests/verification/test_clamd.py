"""What our line to the antivirus says and hears, against a real clamd that knows one signature: that of the test file."""

import hashlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest

from chevet.documents import antivirus
from tests.documents.files import EICAR

pytestmark = pytest.mark.slow
CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
CONFIGURATION = """
LocalSocket {folder}/clamd.socket
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/base
TemporaryDirectory {folder}
PidFile {folder}/clamd.pid
StreamMaxLength 12M
Foreground yes
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory):
    if CLAMD is None:
        pytest.skip("clamd is not installed: apt-get install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "base").mkdir()
    (folder / "base" / "own.hdb").write_text(f"{hashlib.md5(EICAR).hexdigest()}:{len(EICAR)}:Test.File\n")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port))
    command = [CLAMD, "--config-file", str(configuration), "--foreground"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            wait_for(folder / "clamd.socket", running)
            yield str(folder / "clamd.socket"), f"127.0.0.1:{port}"
        finally:
            running.terminate()


def wait_for(path: Path, running: subprocess.Popen) -> None:
    for _ in range(300):
        assert running.poll() is None, "clamd fell"
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail("clamd does not answer")


def test_the_test_file_is_found_and_a_paper_passes_by_socket_and_by_address(clamd, settings):
    for where in clamd:
        settings.ANTIVIRUS = where
        assert antivirus.verdict(EICAR) == antivirus.INFECTED
        assert antivirus.verdict(b"%PDF-1.7\n" + b"x" * 5_000_000) == antivirus.CLEAN


def test_what_is_longer_than_it_takes_stays_in_quarantine(clamd, settings):
    settings.ANTIVIRUS = clamd[0]
    assert antivirus.verdict(b"x" * 13_000_000) == antivirus.WAITING


def test_nobody_there_is_quarantine_and_nothing_configured_is_off(settings, tmp_path):
    settings.ANTIVIRUS = str(tmp_path / "nobody.socket")
    assert antivirus.verdict(EICAR) == antivirus.WAITING
    settings.ANTIVIRUS = ""
    assert antivirus.verdict(EICAR) == antivirus.OFF
