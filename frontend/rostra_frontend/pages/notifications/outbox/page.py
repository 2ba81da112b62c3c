"""Letters of the demo, which go nowhere but can be read."""

from pathlib import Path

from rostra_frontend.page import Page

FOLDER = Path(__file__).parent

page = Page("/demo/outbox", FOLDER, indexed=False)
