"""One port: streams and signalling are answered here, everything else goes to Django's WSGI application.

Streams never pass through Django's handler, which would hold a database connection for each until it ends.
"""

import os
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config.pages import application as pages  # noqa: I001  Django must be set up before what follows

from chevet.interfaces.jobs.probes import PROBES
from chevet.interfaces.streams.hub import hub
from chevet.interfaces.streams.server import answer as stream
from chevet.interfaces.streams.signalling import PATH as CALL
from chevet.interfaces.streams.signalling import answer as signalling
from chevet.interfaces.streams.switchboard import switchboard
from config.bridge import Bridge, Receive, Send, say
from django.conf import settings
from django.http.request import validate_host

LOOPBACK = ("127.0.0.1", "[::1]")


class Router:
    """Sends each request where it belongs."""

    def __init__(self, *, threads: int = 8) -> None:
        self.pages = Bridge(pages, threads=threads)
        self.site = settings.SITE_URL
        name = urlsplit(self.site).hostname or "localhost"
        self.hosts = [name, *(host for host in settings.ALLOWED_HOSTS if host not in LOOPBACK)]

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await live(receive, send)
        elif scope["type"] == "websocket":
            await (signalling if scope["path"] == CALL else no_socket)(scope, receive, send)
        elif scope["type"] != "http":
            return
        elif scope["path"] not in PROBES and not validate_host(host_of(scope), self.hosts):
            await self._misdirected(scope, send)
        elif scope["path"].startswith("/stream/"):
            await stream(scope, receive, send)
        else:
            await self.pages(scope, receive, send)

    async def _misdirected(self, scope: dict[str, Any], send: Send) -> None:
        """Passkeys and cookies belong to one name: a visitor by address is shown the way, a form is not carried over."""
        if scope["method"] not in ("GET", "HEAD"):
            await say(send, 421, f"Ouvrez {self.site} / Open {self.site}")
            return
        raw = scope.get("raw_path") or scope["path"].encode()
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        path = b"/" + raw.partition(b"?")[0].lstrip(b"/")
        await say(send, 307, self.site, (b"location", self.site.encode() + path + query))


async def no_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """The handshake is refused: 403."""
    await receive()
    await send({"type": "websocket.close"})


def host_of(scope: dict[str, Any]) -> str:
    """The name that the client asked for, without its port."""
    host = dict(scope["headers"]).get(b"host", b"").decode("latin-1").lower()
    return host.rpartition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]


async def live(receive: Receive, send: Send) -> None:
    """The server's own beginning and end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.shutdown":
            await hub.close()
            await switchboard.close()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


application = Router()
