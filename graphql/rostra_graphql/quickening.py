"""Plain fields without detours: read off the record and written into the answer at once.

graphql-core builds a description of each field that it resolves, which costs more than the
field. For a value that lies on the record nobody reads the description, so it is not made.
"""

from asyncio import Future
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from operator import attrgetter
from types import CoroutineType
from typing import Any, TypeGuard

import strawberry
from graphql import (
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    is_leaf_type,
)
from graphql.execution import Executor
from strawberry.types.field import StrawberryField

from rostra_graphql.nodes import TYPE_NAMES

READINGS = "readings"
"""The name under which an object type keeps how its plain fields are read."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a plain field is read off a record and written into an answer."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any]
    nullable: bool


class QuickExecutor(Executor):
    """graphql-core's executor, which reads plain fields by itself and leaves the rest to it."""

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Any,
        grouped_field_set: dict[str, Any],
        position_context: Any,
    ) -> Any:
        """The fields of one object, plain ones at once; faults are told in the usual way."""
        readings: dict[str, Reading] = parent_type.extensions.get(READINGS, {})
        answer: dict[str, Any] = {}
        others: dict[str, Any] = {}
        for name, details in grouped_field_set.items():
            answer[name] = None
            reading = readings.get(details[0].node.name.value)
            if reading is None or not written_at_once(reading, source_value, name, answer):
                others[name] = details
        if not others:
            return answer
        rest = super().execute_fields(parent_type, source_value, path, others, position_context)
        if isinstance(rest, dict):
            answer.update(rest)
            return answer
        return joined(answer, rest)


def written_at_once(reading: Reading, record: Any, name: str, answer: dict[str, Any]) -> bool:
    """Write the field into the answer, unless something about it is out of the ordinary."""
    try:
        value = reading.read(record)
        if value is None:
            return reading.nullable
        answer[name] = reading.write(value)
    except Exception:
        return False
    return True


async def joined(answer: dict[str, Any], rest: Awaitable[dict[str, Any]]) -> dict[str, Any]:
    """The answer with the fields that had to be waited for, in the order that was asked for."""
    answer.update(await rest)
    return answer


def is_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """Whether a value must be waited for; resolvers here give coroutines and futures only."""
    kind = type(value)
    return kind is CoroutineType or issubclass(kind, Future)


def kind_of(thing: Any, *_: object) -> str:
    """The name of the type of a thing that a union holds."""
    return TYPE_NAMES[thing.kind]


def quickened(built: strawberry.Schema) -> GraphQLSchema:
    """The schema as it is executed: fields without arguments are resolved without detours.

    The kind of a thing is known from the thing itself, so no type need be asked in turn.
    """
    for concrete in built.schema_converter.type_map.values():
        made: Any = concrete.implementation
        if isinstance(made, GraphQLUnionType):
            made.resolve_type = kind_of
        written: Any = concrete.definition
        if not isinstance(made, GraphQLObjectType):
            continue
        made.is_type_of = None
        readings = made.extensions.setdefault(READINGS, {})
        for field in written.fields:
            name = built.config.name_converter.get_graphql_name(field)
            if not made.fields[name].args:
                quicken(field, made.fields[name], name, readings)
    return built._schema


def quicken(
    field: StrawberryField, made: GraphQLField, name: str, readings: dict[str, Reading]
) -> None:
    """Give the field a direct resolver, and a reading where it needs nothing but the record."""
    read = reader_of(field)
    if read is None:
        made.resolve = direct(field)
        return
    made.resolve = lambda record, _info: read(record)
    kind: Any = made.type
    nullable = not isinstance(kind, GraphQLNonNull)
    kind = kind if nullable else kind.of_type
    if is_leaf_type(kind):
        readings[name] = Reading(read, kind.coerce_output_value, nullable)


def reader_of(field: StrawberryField) -> Callable[[Any], Any] | None:
    """How to read a field from the record alone; None where it takes more than that."""
    resolver = field.base_resolver
    if resolver is None:
        return attrgetter(field.python_name)
    if resolver.is_async or resolver.info_parameter or not resolver.parent_parameter:
        return None
    function: Any = resolver.wrapped_func
    parent = resolver.parent_parameter.name
    if resolver.self_parameter:
        return lambda record: function(None, **{parent: record})
    return lambda record: function(**{parent: record})


def direct(field: StrawberryField) -> Callable[[Any, Any], Any]:
    """The resolver of a field without arguments, called with the record and the operation."""
    resolver: Any = field.base_resolver
    function = resolver.wrapped_func
    owner = (None,) if resolver.self_parameter else ()
    info = resolver.info_parameter and resolver.info_parameter.name
    parent = resolver.parent_parameter and resolver.parent_parameter.name

    def resolve(record: Any, described: Any) -> Any:
        given = {}
        if info:
            given[info] = described
        if parent:
            given[parent] = record
        return function(*owner, **given)

    return resolve
