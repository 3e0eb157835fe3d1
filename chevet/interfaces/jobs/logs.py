"""Structured logs: one JSON object a line, an allow-list of fields, no personal data.

Messages are constants; what varies goes in `extra={"fields": {...}}` with ids, codes, counts and durations only.
An exception is logged as its type and the places it passed, never its text (it may quote a row).
"""

import json
import logging
import sys
import time
import traceback
from typing import Any


class JsonLines(logging.Formatter):
    converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = places(record.exc_info[2])
        return json.dumps(line, default=str)  # plain ASCII: no letter can pass for the end of a line


def places(trace: Any) -> list[str]:
    """File, line and function of each frame; no values, no source."""
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}:{frame.name}" for frame in traceback.extract_tb(trace)]


def configure(_: dict[str, Any] | None = None) -> None:
    """Django's LOGGING_CONFIG hook. Third parties speak only from warnings on, and never with their arguments."""
    from django.conf import settings

    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("chevet").setLevel(settings.LOG_LEVEL)
    logging.getLogger("django.server").setLevel(logging.ERROR)
