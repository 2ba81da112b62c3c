"""How types are written down: every description is a docstring or stands beside its field."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar, dataclass_transform

import strawberry

Class = TypeVar("Class", bound=type)


def told(description: str, **details: Any) -> Any:
    """A field that is read off the record as it is, with its description."""
    return strawberry.field(description=description, **details)


def answers(graphql_type: Any) -> Callable[[Any], Any]:
    """A field that is worked out; the resolver's docstring describes it to the world."""

    def field(resolver: Any) -> Any:
        return strawberry.field(
            resolver, graphql_type=graphql_type, description=inspect.getdoc(resolver)
        )

    return field


def does(graphql_type: Any) -> Callable[[Any], Any]:
    """A mutation; the resolver's docstring describes it to the world."""

    def field(resolver: Any) -> Any:
        return strawberry.mutation(
            resolver, graphql_type=graphql_type, description=inspect.getdoc(resolver)
        )

    return field


@dataclass_transform(kw_only_default=True, field_specifiers=(told, strawberry.field))
def described(cls: Class) -> Class:
    """An output type that is described by its docstring."""
    return strawberry.type(cls, description=inspect.getdoc(cls))


@dataclass_transform(kw_only_default=True, field_specifiers=(told, strawberry.field))
def described_input(cls: Class) -> Class:
    """An input type that is described by its docstring."""
    return strawberry.input(cls, description=inspect.getdoc(cls))


def described_interface(cls: Class) -> Class:
    """An interface that is described by its docstring."""
    return strawberry.interface(cls, description=inspect.getdoc(cls))


def argument(description: str) -> Any:
    """What an argument means, for use in Annotated."""
    return strawberry.argument(description=description)
