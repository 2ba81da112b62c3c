"""Asking the API in tests, in-process and in somebody's name."""

from typing import Any

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.settings import Settings
from rostra_graphql.context import Caller, House
from rostra_graphql.execution import Answer, Api


def api_of(database: Database, environment: str = "production", search: Any = None) -> Api:
    """The API of a city in this database."""
    return Api(House(Settings(environment=environment), database, search))


async def ask(api: Api, text: str, who: Any = ANYBODY, **variables: Any) -> dict[str, Any]:
    """The data of an answer without errors."""
    answer = await api.execute(text, variables, Caller(who))
    assert answer.errors is None, answer.errors
    assert answer.data is not None
    return answer.data


async def refused(api: Api, text: str, who: Any = ANYBODY, **variables: Any) -> dict[str, Any]:
    """The one error of an answer as JSON has it."""
    answer = await api.execute(text, variables, Caller(who))
    return only_error(answer)


def only_error(answer: Answer) -> dict[str, Any]:
    """The error of an answer that has exactly one."""
    (error,) = answer.written["errors"]
    return error
