"""What pages about a sitting show alike: the called item, its votes, the last result."""

import datetime as dt
import secrets
from typing import Any

from rostra_frontend.page import Inputs

RUNNING = ("open", "closed")
"""The states of a ballot whose result is not told yet."""


def scene_of(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The item that is called, the vote under way, and what was announced last."""
    scene = data["scene"]
    called = scene and scene["currentItem"] and scene["currentItem"]["id"]
    items = data["meeting"]["agendaItems"] if data["meeting"] else []
    current = next((one for one in items if one["id"] == called), None)
    votings = current["votings"] if current else []
    running = [one for one in votings if one["state"] in RUNNING]
    announced = [one for one in votings if one["state"] in ("announced", None)]
    return {
        "current": current,
        "running": running,
        "announced": announced[-1] if announced else None,
        "moment": dt.datetime.now(dt.UTC).isoformat(),
        "key": secrets.token_urlsafe(16),
    }
