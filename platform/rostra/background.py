"""What runs beside the requests, and how it is brought to an end."""

import asyncio
from typing import Any

import structlog

log = structlog.get_logger(__name__)

PATIENCE = 1.0
"""Seconds after which a task that goes on regardless is told again."""


async def end(task: asyncio.Task[Any] | None) -> None:
    """Cancel a task until it has ended: a cancellation can get lost amid a call to a database."""
    while task is not None and not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=PATIENCE)
    if task is not None and not task.cancelled() and task.exception() is not None:
        log.error("background_task_failed", exc_info=task.exception())
