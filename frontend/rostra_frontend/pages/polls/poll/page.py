"""A poll: its questions to answer, and its results once they may be seen."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
PATH = "/polls/{id:uuid}"
ANSWER = re.compile(r"q(\d{1,2})")


def given(fields: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """What was answered, question by question."""
    found = [(ANSWER.fullmatch(name), values) for name, values in fields.items()]
    return {
        "answers": [
            {"question": int(match[1]), "chosen": [value for value in values if value.strip()]}
            for match, values in found
            if match
        ]
    }


def after_answering(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """The poll again, which says whether the answer counts."""
    said = "counted" if data["answerPoll"]["counted"] else "sent"
    return f"/polls/{path['id']}?answer={said}"


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What the viewer has answered, by question, and what has just become of it."""
    poll = data["poll"] or {"ownAnswer": []}
    own = {one["question"]: one["chosen"] for one in poll["ownAnswer"]}
    return {"answered": own, "became": inputs.get("answer")}


page = Page(PATH, FOLDER, subject="poll", present=present)
HERE = "/polls/{id}"
FORMS = (
    Form(
        f"{PATH}/answer", mutation=FOLDER / "answer.graphql", page=page, then=after_answering,
        arrange=given,
    ),
    Form(f"{PATH}/publish", mutation=FOLDER / "publish.graphql", page=page, then=HERE),
    Form(f"{PATH}/end", mutation=FOLDER / "end.graphql", page=page, then=HERE),
    Form(f"{PATH}/release", mutation=FOLDER / "release.graphql", page=page, then=HERE),
    Form(f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then="/polls"),
)  # fmt: skip
