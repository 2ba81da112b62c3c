"""Carrying out operations: one Work each, all or nothing, within the limits."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    ExecutionResult,
    GraphQLError,
    OperationDefinitionNode,
    OperationType,
    execute,
)

from rostra.work import Work
from rostra_graphql.characters import refuse_nul
from rostra_graphql.context import Caller, Context, House
from rostra_graphql.documents import Library, Prepared, Unfit
from rostra_graphql.limits import LONGEST_TIME, refuse_too_large, too_slow
from rostra_graphql.live.messages import NO_STREAM_HERE, Telling
from rostra_graphql.logins import STAND_ALONE
from rostra_graphql.quickening import QuickExecutor, is_awaitable
from rostra_graphql.refusals import masked, translated
from rostra_graphql.schema import executable


@dataclass(frozen=True)
class Answer:
    """What the API says: data, and errors with their codes."""

    data: dict[str, Any] | None
    errors: list[GraphQLError] | None = None
    begun: bool = True
    """Whether the operation was carried out at all, or refused before."""

    @property
    def written(self) -> dict[str, Any]:
        """The answer as JSON has it."""
        if self.errors is None:
            return {"data": self.data}
        errors = [error.formatted for error in self.errors]
        return {"errors": errors, "data": self.data} if self.begun else {"errors": errors}


class Undone(Exception):
    """That a mutation had errors, so that nothing of it is kept."""


@dataclass(frozen=True)
class Operation:
    """An operation of a document, with its variables, ready to be carried out."""

    prepared: Prepared
    node: OperationDefinitionNode
    variables: Mapping[str, Any]
    trusted: bool

    @property
    def writes(self) -> bool:
        """Whether it changes something and needs a Work that commits."""
        if self.node.operation != OperationType.MUTATION:
            return False
        return not STAND_ALONE.intersection(self.prepared.root_fields(self.node))


class Api:
    """The API of one house: takes documents, gives answers, over HTTP or in-process."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.open_house = not house.settings.in_public_service
        self.schema = executable
        self.library = Library(self.schema, self.open_house)

    async def execute(
        self,
        document: str,
        variables: Mapping[str, Any] | None = None,
        caller: Caller | None = None,
        operation_name: str | None = None,
        trusted: bool = False,
        only_queries: bool = False,
    ) -> Answer:
        """Carry out an operation; `trusted` is for documents of our own, which no limit narrows."""
        try:
            operation = self.admitted(document, variables or {}, operation_name, trusted)
            if operation.node.operation == OperationType.SUBSCRIPTION:
                raise GraphQLError(NO_STREAM_HERE)
            if only_queries and operation.node.operation != OperationType.QUERY:
                raise GraphQLError("Only queries can be asked with GET; send a POST request.")
        except Unfit as unfit:
            return Answer(None, [translated(error) for error in unfit.errors], begun=False)
        except GraphQLError as error:
            return Answer(None, [translated(error)], begun=False)
        return await self.carried_out(operation, caller or Caller())

    def admitted(
        self, text: str, variables: Mapping[str, Any], name: str | None, trusted: bool
    ) -> Operation:
        """The operation, if it fits the schema and keeps within the limits."""
        refuse_nul(text, variables)
        prepared = self.library.prepared(text, trusted)
        node = prepared.operation(name)
        if not trusted:
            refuse_too_large(self.schema, prepared.document, node, variables)
        return Operation(prepared, node, variables, trusted)

    async def carried_out(self, operation: Operation, caller: Caller) -> Answer:
        """The answer to an operation; whatever goes wrong becomes a sentence and an id."""
        try:
            async with asyncio.timeout(None if operation.trusted else LONGEST_TIME):
                if operation.writes:
                    return await self.changed(operation, caller)
                async with self.house.database.reading(caller.who) as work:
                    return answer_of(await self.resolved(operation, work, caller))
        except TimeoutError:
            return Answer(None, [too_slow()])
        except Exception as fault:
            return Answer(None, [translated(GraphQLError("", original_error=fault))])

    async def told(self, operation: Operation, work: Work, telling: Telling) -> Answer:
        """What a subscription says of something that is told, read in a Work that is given."""
        try:
            async with asyncio.timeout(LONGEST_TIME):
                return answer_of(await self.resolved(operation, work, Caller(), telling))
        except TimeoutError:
            return Answer(None, [too_slow()])
        except Exception as fault:
            return Answer(None, [masked(fault)])

    async def changed(self, operation: Operation, caller: Caller) -> Answer:
        """The answer to a mutation: committed before it is given, or undone as a whole."""
        errors: list[GraphQLError] = []
        try:
            async with self.house.database.work(caller.who) as work:
                result = await self.resolved(operation, work, caller)
                if result.errors:
                    errors = result.errors
                    raise Undone
        except Undone:
            return Answer(None, [translated(error) for error in errors])
        return answer_of(result)

    async def resolved(
        self, operation: Operation, work: Work, caller: Caller, root: Any = None
    ) -> ExecutionResult:
        """What the resolvers say."""
        context = Context(work, self.house, caller, operation.trusted)
        try:
            result = execute(
                self.schema,
                operation.prepared.document,
                root,
                context_value=context,
                variable_values=dict(operation.variables),
                operation_name=operation.node.name.value if operation.node.name else None,
                hide_suggestions=not self.open_house,
                executor_class=QuickExecutor,
                is_awaitable=is_awaitable,
            )
            return result if isinstance(result, ExecutionResult) else await result
        finally:
            await context.loaders.close()


def answer_of(result: ExecutionResult) -> Answer:
    """A result with its errors as the world may see them."""
    if not result.errors:
        return Answer(result.data)
    return Answer(result.data, [translated(error) for error in result.errors])
