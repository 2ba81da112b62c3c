"""Splitting: every OParl object in a document on its own, whatever it was embedded in."""

from collections.abc import Iterator
from typing import Any

import msgspec
import orjson

from rostra.imports.oparl.documents import Document
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.vocabulary import (
    POINTERS,
    PRINTED,
    Pointer,
    is_address,
    kind_of_address,
    kind_of_type,
)

DEEPEST = 8
"""How deep objects may be embedded in one another; OParl needs three."""


class Found(msgspec.Struct, array_like=True):
    """An object as it was found: its content, and what its surroundings say about it."""

    kind: str
    id: str
    object: dict[str, Any]
    body: str | None = None
    """The address of the body, where the object or one around it names it."""
    list: str | None = None
    """The address of the list on which the object stood."""
    position: int | None = None
    """Its place in the object in which it was embedded."""
    created: str | None = None
    modified: str | None = None
    """The times of the object around it, for those that have none of their own."""
    embedded: bool = False


class Splitter:
    """Finds the objects of documents, and reports what is none."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def objects_in(self, document: Document) -> Iterator[Found]:
        """Every object of a document, those embedded in others included."""
        payload, where = document.payload, document.where
        if isinstance(payload, dict) and isinstance(payload.get("data"), list):
            links = payload.get("links")
            address = links.get("self") or links.get("first") if isinstance(links, dict) else None
            address = address if is_address(address) else None
            yield from self.listed(payload["data"], where, address)
        elif isinstance(payload, list):
            yield from self.listed(payload, where, None)
        else:
            yield from self.listed([payload], where, None)

    def listed(self, things: list[Any], where: str, address: str | None) -> Iterator[Found]:
        """The objects of a list; its address or its other objects tell the kind of the untyped."""
        hint: str | None = None
        for thing in things:
            if isinstance(thing, dict) and (hint := kind_of_type(thing.get("type"))):
                break
        hint = hint or (kind_of_address(address) if address else None)
        for thing in things:
            if not isinstance(thing, dict) or not is_address(thing.get("id")):
                self.report.problem("unknown", "not an OParl object", where, shown(thing))
                continue
            kind = self.kind_of(thing, hint, where)
            if kind is not None:
                start = Found(kind, thing["id"], thing, list=address)
                yield from self.split(start, depth=0)

    def kind_of(self, thing: dict[str, Any], hint: str | None, where: str) -> str | None:
        """The kind from the type or, where that is missing, from the list or the address."""
        kind = kind_of_type(thing.get("type"))
        if kind is None and "type" in thing:
            self.report.problem("unknown", "type unknown to OParl", thing["id"], thing["type"])
            return None
        if kind is None:
            kind = hint or kind_of_address(thing["id"])
            what = f"{kind} without type" if kind else "not an OParl object"
            self.report.problem(kind or "unknown", what, thing["id"], where)
        return kind

    def split(self, found: Found, depth: int) -> Iterator[Found]:
        """The object without what is embedded in it, and then that, one by one."""
        body = found.object.get("body")
        if found.kind == "body":
            found.body = found.id
        elif is_address(body):
            found.body = body
        content: dict[str, Any] = {}
        embedded: list[Found] = []
        pointers = POINTERS[found.kind]
        for key, value in found.object.items():
            if isinstance(value, (dict, list)) and key in pointers:
                value = self.detached(found, key, value, pointers[key], embedded)
            content[key] = value
        found.object = content
        yield found
        if embedded and depth >= DEEPEST:
            self.report.problem(found.kind, "embedded too deep", found.id)
            return
        for child in embedded:
            yield from self.split(child, depth + 1)

    def detached(
        self, parent: Found, key: str, value: Any, pointer: Pointer, embedded: list[Found]
    ) -> Any:
        """The addresses in place of the embedded objects, which join the others found."""
        if isinstance(value, dict):
            child = self.child(parent, key, value, pointer, None)
            if child is None:
                return None
            embedded.append(child)
            return child.id
        value = self.in_order(parent, value) if key == "agendaItem" else value
        addresses: list[Any] = []
        taken: dict[str, dict[str, Any]] = {}
        for position, one in enumerate(value):
            if not isinstance(one, dict):
                addresses.append(one)
                continue
            child = self.child(parent, key, one, pointer, position)
            if child is None:
                continue
            self.set_apart(child, taken)
            if child.id not in taken:
                taken[child.id] = child.object
                embedded.append(child)
                addresses.append(child.id)
        return addresses

    def in_order(self, parent: Found, items: list[Any]) -> list[Any]:
        """An agenda in the order that its items state, where all of them do."""
        places = [one.get("order") if isinstance(one, dict) else None for one in items]
        if not all(type(place) is int for place in places):
            return items
        if places != list(range(len(places))):
            self.report.problem("meeting", "order does not count from 0", parent.id, places)
        return sorted(items, key=lambda item: item["order"])

    def child(
        self, parent: Found, key: str, thing: dict[str, Any], pointer: Pointer, position: int | None
    ) -> Found | None:
        """An embedded object, with its address and the way back to the one around it; none for
        what is printed from records that are taken over themselves."""
        if thing.get(PRINTED):
            return None
        stated = kind_of_type(thing.get("type"))
        if stated not in (None, pointer.kind):
            self.report.problem(parent.kind, f"{key} holds a {stated}", parent.id, thing.get("id"))
            return None
        identity = thing.get("id")
        if not is_address(identity):
            number = "" if position is None else f"/{position}"
            identity = f"{parent.id}#{key}{number}"
            self.report.problem(pointer.kind, "without id", parent.id, key)
        if pointer.back and not thing.get(pointer.back):
            thing = {**thing, pointer.back: parent.id}
        return Found(
            pointer.kind,
            identity,
            thing,
            parent.body,
            parent.list,
            position,
            text(parent.object.get("created")) or parent.created,
            text(parent.object.get("modified")) or parent.modified,
            embedded=True,
        )

    def set_apart(self, child: Found, taken: dict[str, dict[str, Any]]) -> None:
        """Give an object that shares its id with a different one of the same list its own."""
        other = taken.get(child.id)
        if other is None or other == child.object:
            return
        self.report.problem(child.kind, "id shared by different objects", child.id)
        place = child.object.get("agendaItem") or child.object.get("meeting") or child.position
        child.id = f"{child.id}#{place}"
        if child.id in taken and taken[child.id] != child.object:
            child.id = f"{child.id}/{child.position}"


def text(value: object) -> str | None:
    """The value if it is text."""
    return value if isinstance(value, str) else None


def shown(thing: object) -> str:
    """The beginning of a thing as JSON, for an example."""
    try:
        return orjson.dumps(thing).decode()[:160]
    except (TypeError, ValueError):
        return type(thing).__name__
