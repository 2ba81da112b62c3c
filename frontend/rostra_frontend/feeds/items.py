"""Things of the city as items of a feed."""

from typing import Any

from rostra.settings import Settings
from rostra_frontend.feeds.atom import Item


def item_of_report(report: dict[str, Any], settings: Settings) -> Item:
    """A defect report as an item of a feed."""
    name = (report["category"] or {}).get("name") or "Mängelmeldung"
    title = ", ".join(filter(None, (name, report["address"])))
    return Item(
        id=f"urn:uuid:{report['uuid']}",
        url=f"{settings.base_url}/reports/{report['reference'] or report['uuid']}",
        title=title,
        updated=str(report["modified"]).replace(" ", "T"),
        published=str(report["received"]).replace(" ", "T"),
        author=report["authorName"] or settings.city_name,
        text=report["text"],
    )
