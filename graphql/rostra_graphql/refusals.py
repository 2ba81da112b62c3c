"""How the house says no over the API: the four refusals, limits, and a mask over all else."""

from typing import Any

import structlog
from graphql import GraphQLError
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid4

from rostra.errors import Conflict, Invalid, Overtaken, Refusal

log = structlog.get_logger(__name__)

MASKED = "Something went wrong on our side."
AT_ONCE = "The same was done at this very moment. Please load the page again."
UNIQUE_VIOLATION = "23505"
"""How PostgreSQL calls a second record where only one may be."""
LARGEST_TOLD = 2**53 - 1
"""The largest whole number that every reader of JSON understands."""


class TooMuch(GraphQLError):
    """A request that is larger than the house serves, with the limit and the value asked for."""

    def __init__(self, limit: str, sentence: str, allowed: int, asked: int, **where: Any) -> None:
        told = min(asked, LARGEST_TOLD)
        details = {"code": "LIMIT", "limit": limit, "allowed": allowed, "asked": told}
        super().__init__(sentence, extensions=details, **where)


def translated(error: GraphQLError) -> GraphQLError:
    """The error as the world may see it: a refusal, a mistake in the request, or a masked fault."""
    cause = error.original_error
    if isinstance(cause, Refusal):
        details: dict[str, Any] = {"code": cause.code}
        if isinstance(cause, Invalid):
            details["field"] = cause.field
        if isinstance(cause, Overtaken):
            details |= {"text": cause.text, "revision": cause.revision}
        return again(error, cause.sentence, details)
    if isinstance(cause, GraphQLError):
        return again(error, cause.message, cause.extensions or {"code": "BAD_REQUEST"})
    if cause is None:
        return again(error, error.message, error.extensions or {"code": "BAD_REQUEST"})
    if is_repetition(cause):
        return again(error, AT_ONCE, {"code": Conflict.code})
    return masked(cause, error)


def is_repetition(fault: BaseException) -> bool:
    """Whether the database refused what another request has done at the same moment."""
    if not isinstance(fault, IntegrityError):
        return False
    unique = "UNIQUE constraint failed" in str(fault.orig)
    return unique or getattr(fault.orig, "sqlstate", "") == UNIQUE_VIOLATION


def masked(cause: BaseException, error: GraphQLError | None = None) -> GraphQLError:
    """A sentence and an id in the place of an unexpected fault, which goes to the log."""
    fault_id = str(uuid4())
    path = error.path if error is not None else None
    log.error("graphql_fault", fault_id=fault_id, path=path, exc_info=cause)
    details = {"code": "INTERNAL", "id": fault_id}
    return again(error, MASKED, details) if error else GraphQLError(MASKED, extensions=details)


def again(error: GraphQLError, message: str, details: dict[str, Any]) -> GraphQLError:
    """The same error with other words."""
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=details,
    )
