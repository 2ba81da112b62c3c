"""What changed from one version of an agenda to the next."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from rostra.agendas.models import Change

Item = dict[str, Any]

FACTS = ("start", "end", "place", "urgent", "second_summons", "cancelled")
"""What a version says of the meeting itself and may change."""


def with_changes(content: dict[str, Any], before: dict[str, Any] | None) -> dict[str, Any]:
    """The content of a version with its changes to the one before marked."""
    if before is None:
        return content
    changes = compared(before["items"], content["items"])
    kept = {item["id"] for item in content["items"]}
    return {
        **content,
        "items": [marked(item, changes.get(item["id"], [])) for item in content["items"]],
        "removed": [plain(item) for item in before["items"] if item["id"] not in kept],
        "facts_before": {
            name: before["meeting"][name]
            for name in FACTS
            if before["meeting"][name] != content["meeting"][name]
        },
    }


def compared(before: Sequence[Item], after: Sequence[Item]) -> dict[str, list[dict[str, Any]]]:
    """What became of each item that is there now, by its id."""
    earlier = {item["id"]: item for item in before}
    stayed = unmoved(before, after)
    found: dict[str, list[dict[str, Any]]] = {}
    for item in after:
        was = earlier.get(item["id"])
        changes = [{"change": Change.ADDED.value}] if was is None else []
        if was is not None:
            changes = list(changes_of(was, item, item["id"] in stayed))
        if changes:
            found[item["id"]] = changes
    return found


def changes_of(was: Item, item: Item, stayed: bool) -> list[dict[str, Any]]:
    """What became of an item that was there before."""
    changes: list[dict[str, Any]] = []
    if not stayed or was["public"] != item["public"] or was["parent"] != item["parent"]:
        changes.append({"change": Change.MOVED.value, "before": was["number"]})
    if was["name"] != item["name"]:
        changes.append({"change": Change.RENAMED.value, "before": was["name"]})
    if was["papers"] != item["papers"]:
        changes.append({"change": Change.PAPERS.value, "before": None})
    return changes


def unmoved(before: Sequence[Item], after: Sequence[Item]) -> set[str]:
    """The items that kept their order among each other, as many as can be.

    An item that only slid down because another one was put above it has not moved.
    """
    places = {item["id"]: place for place, item in enumerate(before)}
    common = [item["id"] for item in after if item["id"] in places]
    ends: list[int] = []
    last: list[int] = []
    links: list[int] = []
    for index, id in enumerate(common):
        length = bisect_left(ends, places[id])
        links.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(places[id])
            last.append(index)
        else:
            ends[length], last[length] = places[id], index
    kept: set[str] = set()
    index = last[-1] if last else -1
    while index >= 0:
        kept.add(common[index])
        index = links[index]
    return kept


def marked(item: Item, changes: list[dict[str, Any]]) -> Item:
    """An item with what became of it."""
    return {**item, "changes": changes} if changes else item


def plain(item: Item) -> Item:
    """An item without the marks of an earlier version."""
    return {name: value for name, value in item.items() if name != "changes"}


def says_the_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two contents say the same of the meeting and its items, marks apart."""
    items = [plain(item) for item in one["items"]] == [plain(item) for item in other["items"]]
    return items and one["meeting"] == other["meeting"]
