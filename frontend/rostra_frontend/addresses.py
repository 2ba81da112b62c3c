"""Where each kind of thing has its page."""

from typing import Any

PLACES = {
    "body": "/bodies/{id}",
    "legislative_term": "/terms/{id}",
    "meeting": "/meetings/{id}",
    "agenda_item": "/agenda-items/{id}",
    "organization": "/organizations/{id}",
    "person": "/persons/{id}",
    "paper": "/papers/{id}",
    "resolution": "/resolutions/{id}",
    "file": "/files/{id}",
    "post": "/posts/{id}",
    "report": "/reports/{id}",
    "project": "/projects/{id}",
}


def address(kind: str, thing_id: object) -> str:
    """The path of the page of a thing."""
    return PLACES[kind.lower()].format(id=thing_id)


def hit_address(hit: dict[str, Any]) -> str:
    """The path of the page that shows a hit of the search; a comment has one of its own."""
    node = hit["node"]
    if hit["kind"].lower() == "comment":
        return f"/comments/{node['id']}#comment-{node['id']}"
    return address(hit["kind"], node["id"])
