"""All of what waits for its author's letter, as it is shown before it is confirmed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rostra.comments.models import Comment
from rostra.notifications.comment_tellers import shown_thing, title_of
from rostra.notifications.models import Following
from rostra.polls.models import Poll, PollAnswer, QuestionType
from rostra.polls.queries import questions_of
from rostra.polls.questions import WITH_OPTIONS, Question
from rostra.reports.models import Report, ReportCategory, ReportPhoto
from rostra.work import Work


@dataclass(frozen=True)
class Chosen:
    """What was answered to one question: of a poll, or of a category of reports."""

    question: str
    question_type: QuestionType
    given: list[str]


@dataclass(frozen=True)
class Belongs:
    """The published thing to which something belongs."""

    kind: str
    title: str
    path: str


@dataclass(frozen=True)
class Shown:
    """All that was written, chosen or asked for."""

    words: str = ""
    author_name: str = ""
    stance: str | None = None
    quote: str | None = None
    answered_name: str | None = None
    """Whose comment it answers."""
    category: str | None = None
    address: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    photo_count: int = 0
    chosen: tuple[Chosen, ...] = ()
    belongs: Belongs | None = None


async def belonging(house: Work, kind: str, id: Any) -> Belongs | None:
    """To what something belongs; None where that is not to be read by everybody any more."""
    thing = await shown_thing(house, kind, id)
    return Belongs(kind, title_of(thing), f"/discussions/{kind}/{id}") if thing else None


async def shown_comment(house: Work, comment: Comment) -> Shown:
    """A comment: its words, who says them, where they stand, and to what."""
    parent = await house.db.get(Comment, comment.parent_id) if comment.parent_id else None
    return Shown(
        words=comment.text,
        author_name=comment.author_name,
        stance=comment.stance,
        quote=comment.quote,
        answered_name=parent.author_name if parent else None,
        belongs=await belonging(house, comment.thing_kind, comment.thing_id),
    )


async def shown_report(house: Work, report: Report) -> Shown:
    """A report: its words, its category, its place and how many pictures there are."""
    category = await house.db.get(ReportCategory, report.category_id)
    photos = sa.select(ReportPhoto).where(ReportPhoto.report_id == report.id)
    return Shown(
        words=report.text,
        author_name=report.author_name or "",
        category=category.name if category else None,
        address=report.address,
        latitude=report.latitude,
        longitude=report.longitude,
        photo_count=await house.count(photos),
        chosen=tuple(
            Chosen(one["question"], QuestionType.TEXT, list(one["answers"]))
            for one in report.attributes
        ),
    )


async def shown_answer(house: Work, answer: PollAnswer) -> Shown:
    """An answer to a poll: each question with what was chosen."""
    poll = await house.db.get(Poll, answer.poll_id)
    if poll is None:
        return Shown()
    questions = questions_of(poll)
    chosen = tuple(
        Chosen(question.text, question.type, in_words(question, answer.choices[str(number)]))
        for number, question in enumerate(questions)
        if answer.choices.get(str(number))
    )
    return Shown(chosen=chosen, belongs=Belongs(Poll.kind, poll.title, f"/polls/{poll.id}"))


def in_words(question: Question, keys: list[str]) -> list[str]:
    """What was chosen, by the words of the options."""
    if question.type not in WITH_OPTIONS:
        return keys
    return [question.options[int(key)] for key in keys]


async def shown_following(house: Work, following: Following) -> Shown:
    """What somebody wants to hear of."""
    return Shown(belongs=await belonging(house, following.thing_kind, following.thing_id))


SHOWN: Mapping[str, Callable[[Work, Any], Awaitable[Shown]]] = {
    Comment.kind: shown_comment,
    PollAnswer.kind: shown_answer,
    Report.kind: shown_report,
    Following.kind: shown_following,
}
"""How each kind of thing that can wait is shown, one line each."""
