"""What a category of defect reports asks further, and what was answered, in the API."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from rostra.reports.attributes import Attribute, Choice, Datatype
from rostra_graphql.telling import answers, described, described_input, told

DatatypeName = strawberry.enum(
    Datatype, name="ReportDatatype", description="How a further question is answered (Open311)."
)

Kept = Mapping[str, Any]


@described
class ReportChoice:
    """One of the answers that can be chosen."""

    @answers(str)
    def key(self, choice: strawberry.Parent[Kept]) -> str:
        """By which programmes know it."""
        return str(choice["key"])

    @answers(str)
    def name(self, choice: strawberry.Parent[Kept]) -> str:
        """The answer in words."""
        return str(choice["name"])


@described
class ReportAttribute:
    """A further question of a category: an attribute of a service of Open311."""

    @answers(str)
    def code(self, attribute: strawberry.Parent[Kept]) -> str:
        """The code by which programmes know it."""
        return str(attribute["code"])

    @answers(str)
    def question(self, attribute: strawberry.Parent[Kept]) -> str:
        """The question."""
        return str(attribute["description"])

    @answers(DatatypeName)
    def datatype(self, attribute: strawberry.Parent[Kept]) -> Datatype:
        """How it is answered."""
        return Datatype(attribute["datatype"])

    @answers(str)
    def datatype_description(self, attribute: strawberry.Parent[Kept]) -> str:
        """What is to be known to answer it; may be empty."""
        return str(attribute["datatype_description"])

    @answers(bool)
    def required(self, attribute: strawberry.Parent[Kept]) -> bool:
        """Whether there is no report without an answer."""
        return bool(attribute["required"])

    @answers(bool)
    def variable(self, attribute: strawberry.Parent[Kept]) -> bool:
        """Whether it is answered at all; if not, it only says something."""
        return bool(attribute["variable"])

    @answers(int)
    def order(self, attribute: strawberry.Parent[Kept]) -> int:
        """Its place among the questions."""
        return int(attribute["order"])

    @answers(list[ReportChoice])
    def choices(self, attribute: strawberry.Parent[Kept]) -> list[Kept]:
        """The answers that can be chosen."""
        return list(attribute["values"])


@described
class ReportAnswer:
    """What was answered to a further question."""

    @answers(str)
    def code(self, answer: strawberry.Parent[Kept]) -> str:
        """The code of the question."""
        return str(answer["code"])

    @answers(str)
    def question(self, answer: strawberry.Parent[Kept]) -> str:
        """The question as it was asked."""
        return str(answer["question"])

    @answers(list[str])
    def values(self, answer: strawberry.Parent[Kept]) -> list[str]:
        """The answers in words."""
        return list(answer["answers"])


@described_input
class ReportAnswerInput:
    """What is answered to a further question of a category."""

    code: str = told("The code of the question.")
    values: list[str] = told("The answers: words, or keys of what can be chosen.")


@described_input
class ReportChoiceInput:
    """One of the answers that can be chosen."""

    key: str = told("By which programmes know it.")
    name: str = told("The answer in words.")


@described_input
class ReportAttributeInput:
    """A further question of a category."""

    code: str = told("The code by which programmes know it.")
    question: str = told("The question.")
    datatype: DatatypeName = told("How it is answered.")  # type: ignore[valid-type]
    datatype_description: str | None = told("What is to be known to answer it.", default=None)
    required: bool = told("Whether there is no report without an answer.", default=False)
    variable: bool = told("Whether it is answered at all.", default=True)
    order: int = told("Its place among the questions.", default=1)
    choices: list[ReportChoiceInput] | None = told("The answers that can be chosen.", default=None)

    def attribute(self) -> Attribute:
        """The question as the platform reads it."""
        return Attribute(
            self.code.strip(), self.question, Datatype(self.datatype),
            self.datatype_description or "", self.required, self.variable, self.order,
            tuple(Choice(one.key, one.name) for one in self.choices or ()),
        )  # fmt: skip


def given_in(answers: Sequence[ReportAnswerInput] | None) -> dict[str, list[str]]:
    """What was answered, by the code of the question."""
    given: dict[str, list[str]] = {}
    for one in answers or ():
        given.setdefault(one.code, []).extend(one.values)
    return given
