"""The log: one JSON line for each thing worth knowing, on standard error."""

import logging
import sys

import orjson
import structlog

from rostra.settings import Settings


def set_up_logs(settings: Settings) -> None:
    """Write our own and our libraries' messages as JSON, from the level that is set."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    after: list[structlog.typing.Processor] = [
        structlog.processors.dict_tracebacks,
        structlog.processors.JSONRenderer(serializer=orjson.dumps),
    ]
    structlog.configure(
        processors=[*before, *after],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        cache_logger_on_first_use=False,
    )
    bridge = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(
                serializer=lambda *a, **k: orjson.dumps(*a, **k).decode()
            ),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(bridge)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.WARNING))
