"""A page: a query of the API and a template, nothing else.

`Page("/meetings/{id:uuid}", FOLDER)` runs the folder's `query.graphql` and renders its
`page.html` with the answer. The query's variables are what the address takes: a path
parameter or a parameter of the query string of the same name.
"""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    TypeNode,
    parse,
    print_ast,
)
from litestar import Request

PACKAGE = Path(__file__).parent
PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")
SPREAD = re.compile(r"\.\.\.\s*(?!on\b)(\w+)")
LAYOUT = PACKAGE / "layout" / "layout.graphql"
SHARED = tuple(PACKAGE / "layout" / name for name in ("talk.graphql", "notices.graphql"))
"""Fragments of the pieces that several pages show alike; a query spreads what it needs."""

type_readers: dict[str, Callable[[str], Any]] = {
    "Int": int,
    "Float": float,
    "Boolean": lambda text: text.lower() in {"1", "true", "on", "yes"},
}


class Answer(Protocol):
    """What the API says to a query: data, and errors with their codes."""

    data: dict[str, Any] | None
    errors: list[Any] | None


class Ask(Protocol):
    """Puts a query to the API in the name of whoever makes the request."""

    async def __call__(
        self, request: Request[Any, Any, Any], query: "Query", variables: dict[str, Any]
    ) -> Answer:
        """The API's answer."""


@cache
def shared_fragments() -> dict[str, str]:
    """The fragments that any query may spread, by name."""
    documents = [parse(path.read_text("utf-8")) for path in SHARED]
    return {
        one.name.value: print_ast(one) + "\n"
        for document in documents
        for one in document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }


def shared_by(text: str) -> str:
    """The shared fragments that a query spreads, and those that they spread in turn."""
    fragments, needed = shared_fragments(), dict[str, str]()
    waiting = SPREAD.findall(text)
    while waiting:
        name = waiting.pop()
        if name in fragments and name not in needed:
            needed[name] = fragments[name]
            waiting += SPREAD.findall(fragments[name])
    return "".join(needed.values())


@dataclass(frozen=True)
class Query:
    """A `.graphql` file of a page, with the fragment that the layout needs."""

    path: Path
    with_layout: bool = True

    @cached_property
    def text(self) -> str:
        """The whole document as it is put to the API."""
        text = self.path.read_text("utf-8")
        text += shared_by(text)
        return text + LAYOUT.read_text("utf-8") if self.with_layout else text

    @cached_property
    def document(self) -> DocumentNode:
        """The parsed document."""
        return parse(self.text)

    @cached_property
    def takes(self) -> dict[str, TypeNode]:
        """The variables that the operation declares, with their types."""
        operation = self.document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        return {v.variable.name.value: v.type for v in operation.variable_definitions or ()}

    def variables(self, *sources: Mapping[str, list[str]]) -> dict[str, Any]:
        """The values for the operation's variables, from the first source that has them."""
        values: dict[str, Any] = {}
        for name, kind in self.takes.items():
            read = read_as(kind, next((s[name] for s in sources if s.get(name)), [""]))
            if read is not None:
                values[name] = read
        return values


def read_as(kind: TypeNode, texts: list[str]) -> Any:
    """Texts of an address or a form as the type of a variable; None for what makes no sense."""
    if isinstance(kind, NonNullTypeNode):
        read = read_as(kind.type, texts)
        return "" if read is None and is_text(kind.type) else read
    if isinstance(kind, ListTypeNode):
        items = [read_as(kind.type, [text]) for text in texts]
        return [item for item in items if item is not None] or None
    assert isinstance(kind, NamedTypeNode)
    text = texts[0].replace("\x00", "")  # no text of the city holds a NUL
    if not text.strip():
        return None
    try:
        return type_readers.get(kind.name.value, str)(text)
    except ValueError:
        return None


def is_text(kind: TypeNode) -> bool:
    """Whether a variable holds plain text, for which empty is a value too."""
    return isinstance(kind, NamedTypeNode) and kind.name.value == "String"


@dataclass(frozen=True)
class Inputs:
    """What an address says: its path parameters and its query string."""

    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    zone: dt.tzinfo = dt.UTC
    """The city's time zone."""
    language: str = "de"
    """The language that the address speaks."""

    @property
    def today(self) -> dt.date:
        """The day that it is in the city."""
        return dt.datetime.now(self.zone).date()

    def day_of(self, moment: str) -> dt.date:
        """The day of the city on which a moment falls."""
        return dt.datetime.fromisoformat(moment).astimezone(self.zone).date()

    def get(self, name: str, otherwise: str = "") -> str:
        """The first value of a parameter of the query string."""
        return (self.query.get(name) or [otherwise])[0]


Prepare = Callable[[Inputs], dict[str, Any]]
Present = Callable[[dict[str, Any], Inputs], dict[str, Any]]


def sheet_of(size: int) -> Prepare:
    """So many things of a list at a time: on from `after`, or back from `before`."""

    def sheet(inputs: Inputs) -> dict[str, Any]:
        before = inputs.get("before")
        if before:
            return {"last": size, "before": before, "first": None, "after": None}
        return {"first": size, "after": inputs.get("after") or None, "last": None, "before": None}

    return sheet


@dataclass(frozen=True)
class Opening:
    """What is noted when somebody who is logged in opens a page, such as that a letter arrived."""

    mutation: Path
    due: Callable[[dict[str, Any]], bool]
    """Whether there is anything to note, by the page's own answer."""

    @cached_property
    def query(self) -> Query:
        """The mutation that notes it."""
        return Query(self.mutation, with_layout=False)


@dataclass(frozen=True)
class Page:
    """One page of the site."""

    path: str
    folder: Path
    subject: str | None = None
    """The field of the answer without which there is nothing here."""
    prepare: Prepare | None = None
    """Further variables, worked out from the address."""
    present: Present | None = None
    """Further names for the template, worked out from the answer."""
    section: str = ""
    """The entry of the menu under which the page stands."""
    indexed: bool = True
    """Whether search engines may list it."""
    opening: Opening | None = None
    """What is noted when somebody opens it."""

    @cached_property
    def query(self) -> Query:
        """The page's query."""
        return Query(self.folder / "query.graphql")

    def address(self, inputs: Inputs) -> str:
        """The path of the page for the inputs of an address."""
        return PARAMETER.sub(lambda match: inputs.path[match[1]], self.path)

    @property
    def template(self) -> str:
        """The name of the page's template."""
        return (self.folder / "page.html").relative_to(PACKAGE).as_posix()

    def variables(self, inputs: Inputs) -> dict[str, Any]:
        """What the query is asked with."""
        path = {name: [value] for name, value in inputs.path.items()}
        prepared = {} if self.prepare is None else self.prepare(inputs)
        return {**self.query.variables(path, inputs.query), **prepared}

    def names(self, data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
        """What the template is rendered with, beside the frame of the site."""
        if self.present is None:
            return data
        return {**data, **self.present(data, inputs)}
