"""How large a request may be: length, tokens, depth, aliases, cost, time; each says its number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    Lexer,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Source,
    TokenKind,
    VariableNode,
    get_named_type,
)

from rostra_graphql.paging import USUAL_PAGE
from rostra_graphql.refusals import TooMuch

LONGEST_BODY = 100_000
"""Bytes of a request."""
MOST_TOKENS = 2_000
DEEPEST = 15
MOST_ALIASES = 50
HIGHEST_COST = 50_000
"""Fields in the answer, counted before it is made."""
LONGEST_TIME = 10.0
"""Seconds."""
USUAL_LIST = 4
"""How many things a list without a size is taken to have, unless it is one of these."""
LIST_SIZES = {
    "agendaItems": 20,
    "attendances": 30,
    "ballots": 2,
    "entries": 20,
    "electors": 30,
    "memberships": 20,
    "pairs": 30,
    "persons": 60,
    "neutralItems": 10,
    "summonses": 40,
    "prospects": 60,
    "findings": 12,
    "items": 20,
    "votes": 30,
    "lines": 200,
}

SIZED_FIELDS = frozenset({"edges", "nodes", "hits"})
"""Fields of a connection that have as many things as its arguments say."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a selection costs, how deep it goes and how many aliases there are in it."""

    cost: int = 0
    depth: int = 0
    aliases: int = 0

    def beside(self, other: "Measure") -> "Measure":
        """Two selections side by side."""
        return Measure(
            self.cost + other.cost, max(self.depth, other.depth), self.aliases + other.aliases
        )


NOTHING = Measure()


@dataclass
class Scale:
    """Measures one document with the variables it is asked with; fragments are measured once."""

    schema: GraphQLSchema
    document: DocumentNode
    variables: Mapping[str, Any]
    defaults: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._known: dict[tuple[str, int], Measure] = {}

    @cached_property
    def fragments(self) -> dict[str, FragmentDefinitionNode]:
        """The fragments of the document by name."""
        found = self.document.definitions
        return {one.name.value: one for one in found if isinstance(one, FragmentDefinitionNode)}

    def operation(self, operation: OperationDefinitionNode) -> Measure:
        """What the whole operation amounts to."""
        for declared in operation.variable_definitions or ():
            usual = declared.default_value
            if isinstance(usual, IntValueNode):
                self.defaults[declared.variable.name.value] = int(usual.value)
            elif isinstance(usual, ListValueNode):
                self.defaults[declared.variable.name.value] = usual.values
        root = self.schema.get_root_type(operation.operation)
        return self.selection(operation.selection_set, root, USUAL_PAGE)

    def selection(self, chosen: SelectionSetNode, parent: Any, size: int) -> Measure:
        """What a selection amounts to under one thing; `size` is that of the enclosing page."""
        total = NOTHING
        for one in chosen.selections:
            if isinstance(one, FieldNode):
                total = total.beside(self.field(one, parent, size))
            elif isinstance(one, FragmentSpreadNode):
                total = total.beside(self.fragment(one.name.value, size))
            elif isinstance(one, InlineFragmentNode):
                condition = one.type_condition
                inner = self.schema.get_type(condition.name.value) if condition else parent
                total = total.beside(self.selection(one.selection_set, inner, size))
        return total

    def fragment(self, name: str, size: int) -> Measure:
        """What a fragment amounts to, however often it is spread."""
        known = self._known.get((name, size))
        if known is None:
            fragment = self.fragments[name]
            inner = self.schema.get_type(fragment.type_condition.name.value)
            known = self.selection(fragment.selection_set, inner, size)
            self._known[(name, size)] = known
        return known

    def field(self, node: FieldNode, parent: Any, size: int) -> Measure:
        """What a field amounts to: itself once, and what is chosen below as often as it occurs."""
        aliases = 1 if node.alias else 0
        name = node.name.value
        if name.startswith("__") or not isinstance(
            parent, GraphQLObjectType | GraphQLInterfaceType
        ):
            return Measure(1, 1, aliases)
        kind = parent.fields[name].type
        if node.selection_set is None:
            return Measure(1, 1, aliases)
        inner_size = self.size_in(node)
        inner = self.selection(
            node.selection_set,
            get_named_type(kind),
            USUAL_PAGE if inner_size is None else inner_size,
        )
        times = self.times(kind, name, size, inner_size)
        return Measure(1 + times * inner.cost, 1 + inner.depth, aliases + inner.aliases)

    def times(self, kind: Any, name: str, size: int, own_size: int | None) -> int:
        """How many things a field has."""
        if isinstance(kind, GraphQLNonNull):
            kind = kind.of_type
        if not isinstance(kind, GraphQLList):
            return 1
        if name in SIZED_FIELDS:
            return max(1, own_size if own_size is not None else size)
        return LIST_SIZES.get(name, USUAL_LIST)

    def size_in(self, node: FieldNode) -> int | None:
        """How many things a field's arguments ask for, if they do."""
        for argument in node.arguments or ():
            name, value = argument.name.value, argument.value
            if name == "ids":
                return self.length(value)
            if name in ("first", "last"):
                number = self.number(value)
                if number is not None:
                    return max(1, number)
        return None

    def number(self, value: Any) -> int | None:
        """A number written in the document or given as a variable."""
        if isinstance(value, IntValueNode):
            return int(value.value)
        if isinstance(value, VariableNode):
            given = self.given(value)
            whole = isinstance(given, int) or (isinstance(given, float) and given.is_integer())
            return int(given) if whole else None
        return None

    def length(self, value: Any) -> int:
        """How many ids are written in the document or given as a variable."""
        if isinstance(value, ListValueNode):
            return len(value.values)
        given = self.given(value) if isinstance(value, VariableNode) else None
        return len(given) if isinstance(given, list | tuple) else 1

    def given(self, variable: VariableNode) -> Any:
        """The value with which a variable is asked, or else its default."""
        name = variable.name.value
        return self.variables.get(name, self.defaults.get(name))


def refuse_too_long(text: str) -> None:
    """Refuse a document with too many tokens, before anything else is done with it."""
    lexer, count = Lexer(Source(text)), 0
    while lexer.advance().kind != TokenKind.EOF:
        count += 1
        if count > 50 * MOST_TOKENS:
            break
    if count > MOST_TOKENS:
        sentence = f"The document has {count} tokens; at most {MOST_TOKENS} are allowed."
        raise TooMuch("tokens", sentence, MOST_TOKENS, count)


def refuse_too_large(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
) -> None:
    """Refuse an operation that goes too deep, has too many aliases or costs too much."""
    measured = Scale(schema, document, variables).operation(operation)
    if measured.depth > DEEPEST:
        sentence = f"The operation is {measured.depth} levels deep; at most {DEEPEST} are allowed."
        raise TooMuch("depth", sentence, DEEPEST, measured.depth)
    if measured.aliases > MOST_ALIASES:
        sentence = f"The operation has {measured.aliases} aliases; {MOST_ALIASES} are allowed."
        raise TooMuch("aliases", sentence, MOST_ALIASES, measured.aliases)
    if measured.cost > HIGHEST_COST:
        sentence = (
            f"The operation may answer with {measured.cost} fields; {HIGHEST_COST} are allowed. "
            "Lists multiply: ask for smaller pages."
        )
        raise TooMuch("cost", sentence, HIGHEST_COST, measured.cost)


def too_slow() -> TooMuch:
    """The refusal of an operation that took too long."""
    seconds = int(LONGEST_TIME)
    sentence = f"The operation took longer than {seconds} seconds and was given up."
    return TooMuch("time", sentence, seconds, seconds)
