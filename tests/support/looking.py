"""Looking at a page in a browser for what keeps somebody out."""

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOK = "options => axe.run(options)"


def barriers_in_sight(page: Page) -> list[str]:
    """What axe objects to on the page as it stands, by day and by night, and what runs over."""
    objections = []
    page.evaluate(Axe().axe_script)
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = page.evaluate(LOOK, {"runOnly": RULES, "resultTypes": ["violations"]})
        assert found["passes"], "axe did not look"
        objections += [
            f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]
        ]
    if page.evaluate(OVERFLOW) > 0:
        objections.append("runs over the edge")
    return objections
