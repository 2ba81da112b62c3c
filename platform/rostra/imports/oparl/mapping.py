"""Mapping: how a kind of OParl object becomes a record with references and links."""

from collections.abc import Callable
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from rostra.imports.oparl import converting
from rostra.imports.oparl.converting import Convert
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.vocabulary import DERIVED, PROTOCOL_FIELDS
from rostra.records import Readable

META = {"id", "type", "created", "modified", "deleted", "keyword", "web", "license"}
"""Fields that every OParl object has."""


def table_of(model: type[Any]) -> sa.Table:
    """The table in which the records of a model lie."""
    return cast(sa.Table, model.__table__)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an OParl object and the column that keeps it."""

    key: str
    column: str
    convert: Convert = converting.text


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that names one other object, and the column that points to it."""

    key: str
    column: str
    kind: str


@dataclass(frozen=True, slots=True)
class Link:
    """A field that names other objects, and the table that joins them with this one."""

    key: str
    table: sa.Table
    owner: str
    target: str
    kind: str
    fixed: Dictionary[str, Any] = field(default_factory=dict)
    """Further columns, the same in every row of this field."""
    cleared: bool = True
    """Whether rows vanish when the field does."""
    unless: str | None = None
    """A field that says the same in full, so that this one is not asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """How the objects of one kind are kept."""

    kind: str
    model: type[Readable]
    fields: tuple[Field, ...] = ()
    references: tuple[Reference, ...] = ()
    links: tuple[Link, ...] = ()
    expected: tuple[str, ...] = ()
    """What the standard demands beside id and type; its absence goes to the report."""
    known: tuple[str, ...] = ()
    """Fields that are read in some other way."""
    kept: frozenset[str] = frozenset()
    """Columns that keep what we found out ourselves where the source says nothing."""
    finish: Callable[["Entry", Report], None] = lambda _entry, _report: None
    """Puts right what no single field can tell."""

    @property
    def table(self) -> sa.Table:
        """The table of the records."""
        return table_of(self.model)


@lru_cache
def names_of(rule: Rule) -> frozenset[str]:
    """Every field of a kind that is not a vendor's."""
    keys = {one.key for one in rule.fields}
    keys |= {one.key for one in rule.references} | {one.key for one in rule.links}
    protocol = PROTOCOL_FIELDS.get(rule.kind, ())
    return frozenset({*META, *rule.known, *DERIVED[rule.kind], *protocol, *keys})


@dataclass(slots=True)
class Entry:
    """An object on its way into the database: its row and the addresses it points to."""

    found: Found
    row: dict[str, Any]
    references: dict[str, tuple[Reference, str]]
    """Column to the field that fills it and the address in it."""
    links: dict[str, list[str] | None]
    """Field to addresses; None where the object does not have the field."""


def entry_of(rule: Rule, found: Found, zone: ZoneInfo, report: Report) -> Entry:
    """The object as a row with references and links; what does not fit goes to the report."""
    content = found.object
    row: dict[str, Any] = {}

    def put(column: str, key: str, value: Any, convert: Convert) -> None:
        try:
            row[column] = None if value is None else convert(value, zone)
        except ValueError as reason:
            row[column] = None
            report.problem(rule.kind, f"{key} {reason}", found.id, value)

    for one in rule.fields:
        put(one.column, one.key, content.get(one.key), one.convert)
    if "vendor" in rule.table.c:
        put("keyword", "keyword", content.get("keyword"), converting.texts)
        put("web", "web", content.get("web"), converting.trimmed)
        put("license", "license", content.get("license"), converting.trimmed)
        put("vendor", "vendor", vendor_fields(rule, content), converting.vendor)
    put("created", "created", content.get("created") or found.created, converting.moment)
    put("modified", "modified", content.get("modified") or found.modified, converting.moment)
    report_missing(rule, found, report)
    entry = Entry(found, row, references_of(rule, found, report), links_of(rule, found, report))
    rule.finish(entry, report)
    return entry


def vendor_fields(rule: Rule, content: dict[str, Any]) -> dict[str, Any] | None:
    """The fields beyond the standard and beyond our own."""
    names = names_of(rule)
    beyond = {key: value for key, value in content.items()
              if key not in names and value not in (None, "", [], {})}  # fmt: skip
    return beyond or None


def report_missing(rule: Rule, found: Found, report: Report) -> None:
    """Note what the standard demands and the object does not have."""
    content = found.object
    for key in rule.expected:
        if content.get(key) is None:
            report.problem(rule.kind, f"without {key}", found.id)
    if "/1.1/" in str(content.get("type")):
        for key in ("created", "modified"):
            if not content.get(key):
                report.problem(rule.kind, f"without {key}", found.id)


def references_of(rule: Rule, found: Found, report: Report) -> dict[str, tuple[Reference, str]]:
    """The addresses of single objects, by the column that will point to them."""
    references: dict[str, tuple[Reference, str]] = {}
    for one in rule.references:
        value = found.object.get(one.key)
        if isinstance(value, list):
            if len(value) > 1:
                report.problem(rule.kind, f"{one.key} names several", found.id)
            value = value[0] if value else None
        if isinstance(value, str) and value:
            references.setdefault(one.column, (one, value))
        elif value is not None and value != "":
            report.problem(rule.kind, f"{one.key} is no address", found.id, value)
    return references


def links_of(rule: Rule, found: Found, report: Report) -> dict[str, list[str] | None]:
    """The addresses of many objects, by field and without repetition."""
    links: dict[str, list[str] | None] = {}
    for one in rule.links:
        value = found.object.get(one.key)
        if value is None or (one.unless and found.object.get(one.unless) is not None):
            links[one.key] = None
            continue
        values = value if isinstance(value, list) else [value]
        fitting = [part for part in values if isinstance(part, str) and part]
        if len(fitting) < len(values):
            report.problem(rule.kind, f"{one.key} is no address", found.id, value)
        links[one.key] = list(dict.fromkeys(fitting))
    return links
