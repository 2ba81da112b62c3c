"""Imprint, privacy notice and statement of accessibility."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page, Present

FOLDER = Path(__file__).parent


def text(name: str) -> Present:
    """The presentation of one of the texts in the settings."""

    def chosen(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
        return {"text": {"name": name}}

    return chosen


imprint = Page("/imprint", FOLDER, present=text("imprint"))
privacy = Page("/privacy", FOLDER, present=text("privacy"))
accessibility = Page("/accessibility", FOLDER, present=text("accessibility"))
