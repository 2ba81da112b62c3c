"""Streams: who listens to which sitting, with which question, and how far it was told."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    VariableNode,
    Visitor,
    visit,
)
from graphql.execution.values import get_argument_values, get_variable_values

from rostra_graphql.documents import Prepared
from rostra_graphql.execution import Operation

OWN_TO_A_STREAM = ("after", "inside")
"""Arguments that say how far one listener is, and nothing about what it is told."""


Key = tuple[str, str, bytes]
"""Document, name of the operation, and the variables that matter."""


class Listener(Protocol):
    """Somebody at the other end of a socket."""

    token: str
    """The cookie of the login that was shown; empty for the public."""
    holder: str
    """Under whose name it counts: an account, or the neighbourhood of a stranger."""

    def hear(self, stream: "Stream", payload: str) -> None:
        """Take the next message of a stream, as JSON."""

    def refuse(self, stream: "Stream", error: GraphQLError) -> None:
        """Be told that the stream never began, and why."""

    def finish(self, stream: "Stream") -> None:
        """Be told that the stream is over."""

    def expire(self) -> None:
        """Be told that the login is over."""


@dataclass(frozen=True)
class Question:
    """What a stream asks: equal for all who ask the same, however far each of them is."""

    operation: Operation = field(compare=False)
    meeting_id: UUID
    key: Key


@dataclass(eq=False, slots=True)
class Stream:
    """One listener's subscription to one sitting."""

    id: str
    listener: Listener
    question: Question
    after: int | None = None
    """The number up to which it was told; None wants everything."""
    inside: bool | None = None
    powers: Any = None
    """What its listener might read and do when it was last told something."""
    person_id: UUID | None = None
    begun: bool = False


class Screens:
    """The streams of this process by the meeting that they are about."""

    def __init__(self) -> None:
        self.watched: defaultdict[UUID, set[Stream]] = defaultdict(set)

    def add(self, stream: Stream) -> None:
        """Let a stream take part."""
        self.watched[stream.question.meeting_id].add(stream)

    def remove(self, stream: Stream) -> None:
        """Let a stream take part no more."""
        meeting_id = stream.question.meeting_id
        streams = self.watched.get(meeting_id)
        if streams is not None:
            streams.discard(stream)
            if not streams:
                del self.watched[meeting_id]

    def questions(self, meeting_id: UUID, logged_in: bool) -> dict[Key, set[str]]:
        """The different questions that those with a login, or those without, ask of a meeting,
        with those who ask them."""
        asked: defaultdict[Key, set[str]] = defaultdict(set)
        for one in self.watched.get(meeting_id, ()):
            if bool(one.listener.token) is logged_in:
                asked[one.question.key].add(one.listener.holder)
        return asked

    def persons(self, meeting_id: UUID) -> set[UUID]:
        """Who of the council has an open screen at the meeting."""
        return {one.person_id for one in self.watched.get(meeting_id, ()) if one.person_id}


def root_field(prepared: Prepared, operation: Any) -> FieldNode:
    """The one field at the root of a subscription; validation has seen to it that it is one."""
    fragments = {
        one.name.value: one.selection_set
        for one in prepared.document.definitions
        if isinstance(one, FragmentDefinitionNode)
    }
    chosen = operation.selection_set
    while True:
        first = chosen.selections[0]
        if isinstance(first, FieldNode):
            return first
        if isinstance(first, InlineFragmentNode):
            chosen = first.selection_set
        elif isinstance(first, FragmentSpreadNode):
            chosen = fragments[first.name.value]


class Uses(Visitor):
    """Counts how often each variable is named in a document."""

    def __init__(self) -> None:
        super().__init__()
        self.counted: defaultdict[str, int] = defaultdict(int)

    def enter_variable(self, node: VariableNode, *_: Any) -> None:
        """Count it."""
        self.counted[node.name.value] += 1


def personal_variables(prepared: Prepared, node: FieldNode) -> set[str]:
    """The variables that do nothing but say how far one listener is."""
    uses = Uses()
    visit(prepared.document, uses)
    return {
        one.value.name.value
        for one in node.arguments or ()
        if one.name.value in OWN_TO_A_STREAM
        and isinstance(one.value, VariableNode)
        and uses.counted[one.value.name.value] == 2
    }


def arguments_at_root(
    schema: GraphQLSchema, operation: Operation
) -> tuple[FieldNode, dict[str, Any]]:
    """The field at the root of an operation and what it is asked with."""
    node = root_field(operation.prepared, operation.node)
    values = get_variable_values(
        schema, operation.node.variable_definitions or (), dict(operation.variables)
    )
    if isinstance(values, list):
        raise values[0]
    root: Any = schema.get_root_type(operation.node.operation)
    return node, get_argument_values(root.fields[node.name.value], node, values)


def stream_of(
    schema: GraphQLSchema, operation: Operation, text: str, id: str, listener: Listener
) -> Stream:
    """The stream that an operation asks for; a GraphQLError where its variables do not fit."""
    node, given = arguments_at_root(schema, operation)
    personal = personal_variables(operation.prepared, node)
    matter: Mapping[str, Any] = {
        name: value for name, value in operation.variables.items() if name not in personal
    }
    name = operation.node.name.value if operation.node.name else ""
    written = orjson.dumps(matter, option=orjson.OPT_SORT_KEYS)
    question = Question(operation, given["uuid"], (text, name, written))
    return Stream(id, listener, question, given.get("after"), given.get("inside"))
