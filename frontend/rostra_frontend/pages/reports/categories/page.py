"""What can be reported, who answers for it, and the keys of programmes that report for others."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
PATH = "/reports/categories"
DATATYPES = ("STRING", "NUMBER", "DATETIME", "TEXT", "SINGLEVALUELIST", "MULTIVALUELIST")


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The category that is to be changed, if one is."""
    chosen = inputs.get("change")
    found = [one for one in data["reportCategories"] if one["id"] == chosen]
    asking = [one for one in data["reportCategories"] if one["id"] == inputs.get("questions")]
    asked = asking[0]["attributes"] if asking else []
    question = [one for one in asked if one["code"] == inputs.get("question")]
    return {
        "changing": found[0] if found else None,
        "asking": asking[0] if asking else None,
        "question": question[0] if question else None,
    }


def words_in(typed: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """The keywords, which are typed with commas between them, and whether it is in use."""
    parts = (typed.get("words") or [""])[0].split(",")
    return {
        "keywords": [one.strip() for one in parts if one.strip()],
        "active": bool(typed.get("active")),
    }


def question_in(typed: Mapping[str, list[str]], _inputs: Inputs) -> dict[str, Any]:
    """A further question as it was typed; a notice is a question that nobody answers."""
    said = {name: (values or [""])[0].strip() for name, values in typed.items()}
    datatype, order = said.get("datatype", ""), said.get("order", "")
    notice = datatype == "NOTICE"
    return {
        "input": {
            "code": said.get("attributeCode", ""),
            "question": said.get("question", ""),
            "datatype": datatype if datatype in DATATYPES else "STRING",
            "datatypeDescription": said.get("datatypeDescription", ""),
            "required": bool(said.get("required")) and not notice,
            "variable": not notice,
            "order": int(order) if order.isdecimal() and len(order) < 6 else -1,
            "choices": choices_in(said.get("choices", "")),
        }
    }


def choices_in(text: str) -> list[dict[str, str]]:
    """The answers of a list, one on each line, with a key before it or without."""
    found = []
    for line in text.splitlines():
        key, parted, name = (part.strip() for part in line.partition("="))
        if key or name:
            found.append({"key": key, "name": name if parted else key})
    return found


page = Page(PATH, FOLDER, subject="keeper", section="reports", present=present, indexed=False)
FORMS = (
    Form(
        f"{PATH}/create", mutation=FOLDER / "create.graphql", page=page, then=PATH,
        arrange=words_in,
    ),
    Form(
        f"{PATH}/change", mutation=FOLDER / "change.graphql", page=page, then=PATH,
        arrange=words_in,
    ),
    Form(
        f"{PATH}/question", mutation=FOLDER / "keep_attribute.graphql", page=page,
        then=f"{PATH}#questions", arrange=question_in, keeps=("questions",),
    ),
    Form(
        f"{PATH}/remove-question", mutation=FOLDER / "remove_attribute.graphql", page=page,
        then=f"{PATH}#questions", keeps=("questions",),
    ),
    Form(f"{PATH}/end", mutation=FOLDER / "end.graphql", page=page, then=f"{PATH}#keys"),
)  # fmt: skip
