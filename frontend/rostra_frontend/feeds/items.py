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


def item_of_project(project: dict[str, Any], settings: Settings) -> Item:
    """A project as an item of a feed."""
    organization = project["organization"] or {}
    return Item(
        id=f"urn:uuid:{project['uuid']}",
        url=f"{settings.base_url}/projects/{project['uuid']}",
        title=project["title"],
        updated=moment_of(project["modified"]),
        published=moment_of(project["published"]),
        author=organization.get("name") or settings.city_name,
        text=project["aim"],
    )


def item_of_comment(comment: dict[str, Any], settings: Settings) -> Item:
    """A comment as an item of a feed."""
    id = comment["uuid"]
    return Item(
        id=f"urn:uuid:{id}",
        url=f"{settings.base_url}/comments/{id}#comment-{id}",
        title=comment["authorName"],
        updated=moment_of(comment["edited"] or comment["said"] or comment["modified"]),
        published=moment_of(comment["said"] or comment["created"]),
        author=comment["authorName"],
        text=comment["text"],
    )


def moment_of(moment: object) -> str:
    """A moment as feeds write it."""
    return str(moment).replace(" ", "T")
