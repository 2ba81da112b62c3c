"""The log: one JSON line for each thing worth knowing, on standard error."""

import logging
import re
import sys
from contextlib import suppress
from typing import Any, BinaryIO, cast

import orjson
import structlog

from rostra.settings import Settings

SECRET = re.compile(r"(/letters/end|/invitations|/demo/login)/.+")
"""Addresses whose last part opens something to whoever knows it."""


def loggable(path: str) -> str:
    """A path without what opens an account or ends somebody's letters."""
    return SECRET.sub(r"\1/…", path)


class StandardError:
    """Standard error as it is at the moment of writing, for bytes."""

    def write(self, line: bytes) -> None:
        """Write a line, if there is anybody left to read it."""
        with suppress(OSError, ValueError):
            sys.stderr.buffer.write(line)

    def flush(self) -> None:
        """See the lines off."""
        with suppress(OSError, ValueError):
            sys.stderr.buffer.flush()


class StandardErrorText(StandardError):
    """The same for text."""

    def write(self, line: str) -> None:  # type: ignore[override]
        """Write a line, if there is anybody left to read it."""
        super().write(line.encode())


def set_up_logs(settings: Settings) -> None:
    """Write our own and our libraries' messages as JSON, from the level that is set.

    Local variables are left out of tracebacks: among them are passwords and what people typed.
    """
    level = logging.getLevelNamesMapping()[settings.log_level]
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    told = structlog.processors.ExceptionRenderer(
        structlog.tracebacks.ExceptionDictTransformer(show_locals=False, max_frames=30)
    )
    structlog.configure(
        processors=[*before, told, structlog.processors.JSONRenderer(serializer=orjson.dumps)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(cast("BinaryIO", StandardError())),
        cache_logger_on_first_use=False,
    )
    bridge = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            told,
            structlog.processors.JSONRenderer(serializer=as_text),
        ],
    )
    handler = logging.StreamHandler(StandardErrorText())
    handler.setFormatter(bridge)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))


def as_text(line: object, **how: Any) -> str:
    """A line as JSON; what JSON does not know is told by its name."""
    return orjson.dumps(line, default=how.get("default", str)).decode()
