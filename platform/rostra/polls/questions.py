"""The questions of a poll and what counts as an answer to each, checked before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rostra.errors import Invalid
from rostra.polls.models import QuestionType
from rostra.rich_text import cleaned_text

LONGEST_QUESTION = 300
LONGEST_OPTION = 200
LONGEST_WORDS = 2_000
MOST_QUESTIONS = 20
MOST_OPTIONS = 20
SCALE = ("1", "2", "3", "4", "5")
YES_NO = ("yes", "no", "unknown")
WITH_OPTIONS = frozenset({QuestionType.ONE, QuestionType.SEVERAL})

Answers = Mapping[int, Sequence[str]]
"""By the number of the question: the keys that were chosen, or the words."""


@dataclass(frozen=True)
class Question:
    """A question as the department writes it."""

    type: QuestionType
    text: str
    options: tuple[str, ...] = ()
    most: int | None = None
    """How many options may be chosen, where several may."""
    low: str = ""
    """What 1 means on a scale."""
    high: str = ""
    """What 5 means on a scale."""

    @property
    def keys(self) -> tuple[str, ...]:
        """What can be chosen; an option is chosen by its number, from 0."""
        if self.type in WITH_OPTIONS:
            return tuple(str(number) for number in range(len(self.options)))
        return {QuestionType.SCALE: SCALE, QuestionType.YES_NO: YES_NO}.get(self.type, ())

    def written(self) -> dict[str, Any]:
        """The question as it is kept."""
        return {
            "type": str(self.type), "text": self.text, "options": list(self.options),
            "most": self.most, "low": self.low, "high": self.high,
        }  # fmt: skip


def read(kept: Mapping[str, Any]) -> Question:
    """A question that was kept."""
    return Question(
        QuestionType(kept["type"]), kept["text"], tuple(kept["options"]), kept["most"],
        kept["low"], kept["high"],
    )  # fmt: skip


def checked(questions: Sequence[Question]) -> list[Question]:
    """The questions in clean words; Invalid names what is wrong."""
    if not 0 < len(questions) <= MOST_QUESTIONS:
        raise Invalid("questions", f"A poll has 1 to {MOST_QUESTIONS} questions.")
    return [one_checked(question) for question in questions]


def one_checked(question: Question) -> Question:
    """One question in clean words."""
    options = tuple(line(option, LONGEST_OPTION) for option in question.options if option.strip())
    if question.type not in WITH_OPTIONS:
        options = ()
    elif not 2 <= len(set(options)) == len(options) <= MOST_OPTIONS:
        raise Invalid(
            "questions", f"This question needs 2 to {MOST_OPTIONS} options, each another one."
        )
    most = question.most if question.type == QuestionType.SEVERAL else None
    if most is not None and not 1 <= most <= len(options):
        raise Invalid("questions", "At most as many can be chosen as there are options.")
    on_scale = question.type == QuestionType.SCALE
    return Question(
        question.type,
        line(question.text, LONGEST_QUESTION),
        options,
        most,
        line(question.low, LONGEST_OPTION, needed=False) if on_scale else "",
        line(question.high, LONGEST_OPTION, needed=False) if on_scale else "",
    )


def line(text: str, longest: int, *, needed: bool = True) -> str:
    """Words in one line; Invalid where they are missing or too many."""
    cleaned = " ".join(cleaned_text(text).split())
    if (needed and not cleaned) or len(cleaned) > longest:
        raise Invalid("questions", f"A question or an option has 1 to {longest} characters.")
    return cleaned


def choices_in(questions: Sequence[Question], answers: Answers) -> dict[int, list[str]]:
    """What was answered to each question, checked; Invalid for what cannot be chosen.

    Nothing has to be answered, but something.
    """
    found: dict[int, list[str]] = {}
    for number, given in answers.items():
        if not 0 <= number < len(questions):
            raise Invalid("answers", "There is no such question in this poll.")
        chosen = one_answer(questions[number], [one for one in given if one.strip()])
        if chosen:
            found[number] = chosen
    if not found:
        raise Invalid("answers", "Please answer at least one question.")
    return found


def one_answer(question: Question, given: list[str]) -> list[str]:
    """What was chosen for a question."""
    if question.type == QuestionType.TEXT:
        words = cleaned_text("\n".join(given)).strip()
        if len(words) > LONGEST_WORDS:
            raise Invalid("answers", f"An answer has at most {LONGEST_WORDS} characters.")
        return [words] if words else []
    chosen = sorted(set(given))
    if set(chosen) - set(question.keys):
        raise Invalid("answers", "This cannot be chosen here.")
    most = (question.most or len(question.options)) if question.type == QuestionType.SEVERAL else 1
    if len(chosen) > most:
        raise Invalid("answers", f"At most {most} can be chosen here.")
    return chosen
