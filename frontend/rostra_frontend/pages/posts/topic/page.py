"""What the city publishes under one topic."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page, sheet_of

FOLDER = Path(__file__).parent


def prepare(inputs: Inputs) -> dict[str, Any]:
    """The posts under the topic, in the reader's language where they stand in several."""
    return {**sheet_of(15)(inputs), "topics": [inputs.path["slug"]], "language": inputs.language}


page = Page("/topics/{slug:str}", FOLDER, subject="topic", section="posts", prepare=prepare)
