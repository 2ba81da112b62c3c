"""What a category asks further: the attributes of a service of GeoReport v2, and their answers."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rostra.access import Permission
from rostra.errors import Invalid, NotFound
from rostra.reports.events import CategoryKept
from rostra.reports.models import ReportCategory
from rostra.rich_text import cleaned_text
from rostra.work import Work

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")
MOST_ATTRIBUTES = 20
MOST_CHOICES = 100
LONGEST_LINE = 300
LONGEST_ANSWER = 2_000
MOST_ORDER = 999

Kept = Mapping[str, Any]
"""An attribute as it is kept with its category."""
Given = Mapping[str, Sequence[str]]
"""What was answered, by the attribute's code."""


class Datatype(StrEnum):
    """How a further question is answered, in the words of the standard."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLEVALUELIST = "singlevaluelist"
    MULTIVALUELIST = "multivaluelist"


LISTS = (Datatype.SINGLEVALUELIST, Datatype.MULTIVALUELIST)


@dataclass(frozen=True)
class Choice:
    """One of the answers that can be chosen."""

    key: str
    name: str


@dataclass(frozen=True)
class Attribute:
    """A further question of a category."""

    code: str
    description: str
    """The question itself."""
    datatype: str = Datatype.STRING
    datatype_description: str = ""
    """How it is to be answered."""
    required: bool = False
    variable: bool = True
    """Whether it is answered at all; if not, it only says something."""
    order: int = 1
    choices: tuple[Choice, ...] = ()


async def keep_attribute(work: Work, category_id: UUID, attribute: Attribute) -> ReportCategory:
    """Let a category ask something further, or change the question with this code."""
    category = await held(work, category_id)
    wanted = checked_attribute(attribute)
    others = [one for one in category.attributes if one["code"] != wanted["code"]]
    if len(others) >= MOST_ATTRIBUTES:
        raise Invalid("question", f"A category asks {MOST_ATTRIBUTES} questions at most.")
    return await arranged(work, category, [*others, wanted])


async def remove_attribute(work: Work, category_id: UUID, code: str) -> ReportCategory:
    """Let a category ask something no more; what was answered stays with its reports."""
    category = await held(work, category_id)
    others = [one for one in category.attributes if one["code"] != code]
    if len(others) == len(category.attributes):
        raise NotFound
    return await arranged(work, category, others)


async def held(work: Work, category_id: UUID) -> ReportCategory:
    """A category, whose questions nobody else changes until this is done."""
    mine = work.readable(ReportCategory).where(ReportCategory.id == category_id)
    found: ReportCategory | None = await work.first(
        mine.with_for_update().execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    work.authorize(Permission.CATEGORY_KEEP, found)
    return found


async def arranged(
    work: Work, category: ReportCategory, attributes: list[dict[str, Any]]
) -> ReportCategory:
    """Keep the questions of a category in their order."""
    category.attributes = sorted(attributes, key=lambda one: one["order"])
    await work.flush()
    work.record(CategoryKept(category.id))
    return category


def checked_attribute(attribute: Attribute) -> dict[str, Any]:
    """A question as it is kept; Invalid names what is wrong."""
    if not CODE.fullmatch(attribute.code):
        raise Invalid("attributeCode", "A code has letters, digits, _ and hyphens, and no spaces.")
    question = line("question", attribute.description)
    if not question:
        raise Invalid("question", "Please write the question.")
    if attribute.datatype not in set(Datatype):
        raise Invalid("datatype", "There is no such kind of answer.")
    if not 0 <= attribute.order <= MOST_ORDER:
        raise Invalid("order", f"The number must be between 0 and {MOST_ORDER}.")
    choices = checked_choices(attribute) if attribute.datatype in LISTS else []
    return {
        "code": attribute.code,
        "description": question,
        "datatype": str(attribute.datatype),
        "datatype_description": line("datatypeDescription", attribute.datatype_description),
        "required": attribute.required and attribute.variable,
        "variable": attribute.variable,
        "order": attribute.order,
        "values": choices,
    }


def checked_choices(attribute: Attribute) -> list[dict[str, str]]:
    """The answers that can be chosen, each with a key of its own."""
    found = [
        {"key": line("choices", one.key), "name": line("choices", one.name)}
        for one in attribute.choices
    ]
    found = [one for one in found if one["key"] and one["name"]]
    if not 1 <= len(found) <= MOST_CHOICES:
        raise Invalid("choices", f"Please give 1 to {MOST_CHOICES} answers, one on each line.")
    if len({one["key"] for one in found}) < len(found):
        raise Invalid("choices", "Each answer needs a key of its own.")
    return found


def line(field: str, text: str) -> str:
    """A short text in one line."""
    found = " ".join(cleaned_text(text).split())
    if len(found) > LONGEST_LINE:
        raise Invalid(field, f"This is {len(found)} characters long; at most {LONGEST_LINE} fit.")
    return found


def answered(attributes: Sequence[Kept], given: Given) -> list[dict[str, Any]]:
    """The answers to a category's questions as they are kept with a report, in their words.

    What was not asked is left out; Invalid names the question that wants another answer.
    """
    found = []
    for one in attributes:
        if not one["variable"]:
            continue
        values = [word for value in given.get(one["code"], ()) if (word := cleaned_text(value))]
        if not values:
            if one["required"]:
                raise Invalid(field_of(one), "Please answer this question.")
            continue
        answers = checked_answers(one, values)
        found.append({"code": one["code"], "question": one["description"], "answers": answers})
    return found


def field_of(attribute: Kept) -> str:
    """What a form calls the field of a question."""
    return f"attribute[{attribute['code']}]"


def words_in(answers: Sequence[Kept]) -> str:
    """All that was answered, for those who look what it says."""
    return "\n".join(word for one in answers for word in one["answers"])


def checked_answers(attribute: Kept, values: Sequence[str]) -> list[str]:
    """The answers to one question in the words that are shown."""
    field = field_of(attribute)
    datatype = Datatype(attribute["datatype"])
    if datatype in LISTS:
        names = {one["key"]: one["name"] for one in attribute["values"]}
        if not set(values) <= names.keys():
            raise Invalid(field, "Please choose from the list.")
        values = [name for key, name in names.items() if key in values]
    if datatype != Datatype.MULTIVALUELIST and len(values) > 1:
        raise Invalid(field, "One answer is enough here.")
    if any(len(one) > LONGEST_ANSWER for one in values):
        raise Invalid(field, f"An answer has {LONGEST_ANSWER} characters at most.")
    if datatype == Datatype.NUMBER:
        return [number_in(field, values[0])]
    if datatype == Datatype.DATETIME:
        return [moment_in(field, values[0])]
    if datatype == Datatype.STRING:
        return [line(field, values[0])]
    return list(values)


def number_in(field: str, text: str) -> str:
    """A number as it was written, with a comma or a point before its decimals."""
    if not NUMBER.fullmatch(text):
        raise Invalid(field, "Please give a number without dots for thousands, such as 1000,5.")
    return text


def moment_in(field: str, text: str) -> str:
    """A day, with its time if one was given."""
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        raise Invalid(field, "Please give a day, with its time or without.") from None
    return text
