"""Asking in a poll about a post or a project."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
BLANKS = 6
"""How many questions the form has room for."""
LONG_AGO = dt.date(2000, 1, 1)


def midnight(text: str, inputs: Inputs, *, after: bool = False) -> str:
    """The moment at which a day of the city begins, or ends; one long ago for what is no day."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = LONG_AGO
    day += dt.timedelta(days=1) if after else dt.timedelta()
    return dt.datetime.combine(day, dt.time(), inputs.zone).isoformat()


def first(fields: Mapping[str, list[str]], name: str) -> str:
    """The first value of a field."""
    return (fields.get(name) or [""])[0]


def asked(fields: Mapping[str, list[str]], inputs: Inputs) -> dict[str, Any]:
    """The questions that were filled in, and the moments of the first and the last day."""
    questions = []
    for number in range(BLANKS):
        text = first(fields, f"text{number}").strip()
        if text:
            lines = first(fields, f"options{number}").splitlines()
            most = first(fields, f"most{number}")
            questions.append(
                {
                    "type": first(fields, f"type{number}"),
                    "text": text,
                    "options": [line for line in lines if line.strip()],
                    "most": int(most) if most.isdecimal() else None,
                    "low": first(fields, f"low{number}"),
                    "high": first(fields, f"high{number}"),
                }
            )
    opens = midnight(first(fields, "from"), inputs)
    closes = midnight(first(fields, "until"), inputs, after=True)
    return {"questions": questions, "opens": opens, "closes": closes}


def written(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page of the draft."""
    return f"/polls/{data['draftPoll']['id']}"


def present(_data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What is asked about, and the room for questions."""
    return {
        "about": {"kind": inputs.get("kind"), "thing": inputs.get("thing")},
        "blanks": range(BLANKS),
    }


page = Page("/polls/new", FOLDER, indexed=False, present=present)
draft = Form(
    "/polls/new", mutation=FOLDER / "draft.graphql", page=page, then=written, arrange=asked
)
