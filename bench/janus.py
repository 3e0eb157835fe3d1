"""Janus, a media server in C, beside the product in the same run: what its own join takes. For measuring only.

Debian: `apt-get install janus`. It is started here on a free port of this machine with a configuration of its own: HTTP,
the plug-in of video rooms, nothing else. It keeps nothing and asks nobody who they are: a limit, not an equal.
"""

import http.client
import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.place import free_port

MISSING = "Janus is not installed (apt-get install janus): no ratio"
HOST = "127.0.0.1"
SERVER = """
general: {{
  interface = "{host}"
  plugins_folder = "{folder}/plugins"
  transports_folder = "{folder}/transports"
  events_folder = "{folder}/none"
  loggers_folder = "{folder}/none"
  debug_level = 1
  debug_colors = false
}}
media: {{ rtp_port_range = "20000-20200" }}
"""
DOOR = """
general: {{ json = "compact", base_path = "/janus", http = true, port = {port}, ip = "{host}", https = false }}
admin: {{ admin_http = false, admin_https = false }}
"""


@contextmanager
def janus() -> Iterator[int | None]:
    """The port of its HTTP door; None where it is not installed."""
    program = shutil.which("janus")
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="janus-") as kept:
        port = _configure(Path(kept))
        running = subprocess.Popen(
            [program, "--configs-folder", kept],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(port, running)
            yield port
        finally:
            running.terminate()
            running.wait(10)


def _configure(folder: Path) -> int:
    """Two of its libraries by name: a folder that holds nothing else."""
    port = free_port()
    (installed,) = Path("/usr/lib").glob("*/janus")
    for kind, library in (("plugins", "videoroom"), ("transports", "http")):
        (folder / kind).mkdir()
        name = f"libjanus_{library}.so"
        (folder / kind / name).symlink_to(installed / kind / name)
    (folder / "none").mkdir()
    (folder / "janus.jcfg").write_text(SERVER.format(folder=folder, host=HOST))
    (folder / "janus.transport.http.jcfg").write_text(DOOR.format(port=port, host=HOST))
    (folder / "janus.plugin.videoroom.jcfg").write_text("general: {}\n")
    return port


def _wait(port: int, running: subprocess.Popen) -> None:
    for _ in range(100):
        if running.poll() is not None:
            break
        try:
            with _Line(port) as line:
                line.ask("GET", "/janus/info")
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("Janus did not start.")


class Rooms:
    """Joins, each by a connection and a session of its own."""

    def __init__(self, port: int) -> None:
        self.port, self.numbers = port, itertools.count(1)
        self.standing = self.open()

    def open(self) -> int:
        """A room, made and joined: its number."""
        number = next(self.numbers)
        with _Line(self.port) as line:
            session = line.begin()
            handle = line.attach(session)
            line.message(handle, {"request": "create", "room": number, "publishers": 10_000})
            line.join(session, handle, number)
        return number

    def join(self) -> None:
        """Connection, session, handle, join of a room that stands already."""
        with _Line(self.port) as line:
            session = line.begin()
            line.join(session, line.attach(session), self.standing)


class _Line:
    def __init__(self, port: int) -> None:
        self.http = http.client.HTTPConnection(HOST, port, timeout=5)

    def __enter__(self) -> "_Line":
        return self

    def __exit__(self, *_: Any) -> None:
        self.http.close()

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        sent = json.dumps({"transaction": "bench", **body}) if body else None
        self.http.request(method, path, sent, {"Content-Type": "application/json"})
        return json.loads(self.http.getresponse().read())

    def begin(self) -> str:
        return f"/janus/{self.ask('POST', '/janus', {'janus': 'create'})['data']['id']}"

    def attach(self, session: str) -> str:
        wanted = {"janus": "attach", "plugin": "janus.plugin.videoroom"}
        return f"{session}/{self.ask('POST', session, wanted)['data']['id']}"

    def message(self, handle: str, body: dict[str, Any]) -> dict[str, Any]:
        return self.ask("POST", handle, {"janus": "message", "body": body})

    def join(self, session: str, handle: str, room: int) -> None:
        """The answer comes as an event of the session."""
        self.message(handle, {"request": "join", "ptype": "publisher", "room": room})
        while "plugindata" not in (told := self.ask("GET", f"{session}?maxev=1")):
            continue
        assert told["plugindata"]["data"]["videoroom"] == "joined", told
