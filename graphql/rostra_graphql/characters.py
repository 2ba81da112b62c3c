"""Characters that no text of the city holds: PostgreSQL cannot keep a NUL, so none comes in."""

import re
from typing import Any

from graphql import GraphQLError

from rostra.errors import Invalid

NUL = "\x00"
WRITTEN_NUL = re.compile(r"\\u(?:0000|\{0+\})")
"""How a document spells a NUL in a text."""
SENTENCE = "A text cannot hold the character NUL."


def refuse_nul(document: str, variables: Any) -> None:
    """Refuse an operation that speaks of a NUL, whether in its document or in its variables."""
    if WRITTEN_NUL.search(document):
        raise GraphQLError("", original_error=Invalid("query", SENTENCE))
    if holds_nul(variables):
        raise GraphQLError("", original_error=Invalid("variables", SENTENCE))


def holds_nul(value: Any) -> bool:
    """Whether there is a NUL anywhere in a value of JSON."""
    if isinstance(value, str):
        return NUL in value
    if isinstance(value, dict):
        return any(holds_nul(one) for pair in value.items() for one in pair)
    return isinstance(value, list | tuple) and any(holds_nul(one) for one in value)
