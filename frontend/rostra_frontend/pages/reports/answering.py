"""What is answered to the further questions of a category, as forms and programmes send it."""

import re
from collections.abc import Iterable
from typing import Any

ATTRIBUTE = re.compile(r"attribute\[([^\[\]]{1,64})\](?:\[\])?")
"""What a field with an answer is called in GeoReport v2."""


def answers_in(sent: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """The answers among the fields that were sent: attribute[code], once or several times."""
    found: dict[str, list[str]] = {}
    for name, value in sent:
        if named := ATTRIBUTE.fullmatch(name):
            found.setdefault(named[1], []).append(str(value))
    return [{"code": code, "values": values} for code, values in found.items()]
