"""Asking in a poll: writing it, publishing it, ending it, releasing what was answered."""

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa

from rostra.access import PUBLIC, Office, Permission, organization_token, role_token, system
from rostra.database import Database
from rostra.errors import Conflict, Invalid, NotFound
from rostra.jobs import enqueue
from rostra.organizations.models import Organization
from rostra.polls.events import (
    PollDrafted,
    PollEnded,
    PollPublished,
    PollReleased,
    PollWithdrawn,
)
from rostra.polls.models import OpenTo, Poll, PollAnswer, PollState, PollText, Showing
from rostra.polls.questions import Question, checked
from rostra.posts.models import Post
from rostra.projects.models import Project
from rostra.records import Readable
from rostra.rich_text import cleaned_text
from rostra.work import Work

ABOUT: Mapping[str, type[Readable]] = {model.kind: model for model in (Post, Project)}
"""Of what a poll can ask."""
LONGEST_TITLE = 200
LONGEST_INTRODUCTION = 5_000
TELL = "polls.tell"
"""The name of the job that tells that a poll opened, or was answered."""
END = "polls.end"
"""The name of the job that ends a poll."""


@dataclass(frozen=True)
class Asking:
    """A poll as the department writes it."""

    title: str
    introduction: str
    questions: tuple[Question, ...]
    open_to: OpenTo
    opens: dt.datetime
    closes: dt.datetime
    showing: Showing


async def thing_asked_about(work: Work, kind: str, id: UUID) -> Any:
    """The post or project about which somebody wants to ask."""
    if kind not in ABOUT:
        raise Invalid("thing", "A poll asks about a post or a project.")
    return await work.find(ABOUT[kind], id)


async def draft_poll(work: Work, thing_kind: str, thing_id: UUID, asking: Asking) -> Poll:
    """Write a poll about a post or a project; only the department reads it until it is out."""
    thing = await thing_asked_about(work, thing_kind, thing_id)
    work.authorize(Permission.POLL_KEEP, thing)
    organization = await work.find(Organization, thing.organization_id)
    poll = Poll(
        body_id=thing.body_id,
        organization_id=organization.id,
        thing_kind=thing_kind,
        thing_id=thing.id,
        audience_id=await work.audience(department(thing.body_id, organization.id)),
        **written(asking),
    )
    work.add(poll)
    await work.flush()
    work.record(PollDrafted(poll.id))
    return poll


def department(body_id: UUID, organization_id: UUID) -> set[str]:
    """The tokens of those who read what a department has not published."""
    return {organization_token(organization_id), role_token(Office.ADMINISTRATOR, body_id)}


def written(asking: Asking) -> dict[str, Any]:
    """The columns of a poll, checked."""
    title = " ".join(cleaned_text(asking.title).split())
    introduction = cleaned_text(asking.introduction)
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Invalid("title", f"A title has 1 to {LONGEST_TITLE} characters.")
    if len(introduction) > LONGEST_INTRODUCTION:
        raise Invalid("introduction", f"At most {LONGEST_INTRODUCTION} characters fit here.")
    if asking.opens >= asking.closes:
        raise Invalid("closes", "A poll closes after it has opened.")
    return {
        "title": title,
        "introduction": introduction,
        "questions": [question.written() for question in checked(asking.questions)],
        "open_to": asking.open_to,
        "opens": asking.opens,
        "closes": asking.closes,
        "showing": asking.showing,
    }


async def publish_poll(work: Work, poll_id: UUID) -> Poll:
    """Put the poll to everybody; its questions do not change any more."""
    poll = await held(work, poll_id)
    work.authorize(Permission.POLL_KEEP, poll)
    if poll.state != PollState.DRAFT:
        raise Conflict("This poll is published already.")
    thing = await thing_asked_about(work, poll.thing_kind, poll.thing_id)
    if thing.audience_id != PUBLIC:
        raise Conflict("What the poll asks about is not published yet.")
    if poll.closes <= work.now:
        raise Conflict("This poll would be over already.")

    poll.state, poll.audience_id = PollState.PUBLISHED, PUBLIC
    await enqueue(work, END, {"poll": str(poll.id)}, f"{END}:{poll.id}", not_before=poll.closes)
    if poll.opens > work.now:
        told = {"poll": str(poll.id)}
        await enqueue(work, TELL, told, f"{TELL}:opens:{poll.id}", not_before=poll.opens)
    work.record(PollPublished(poll.id))
    return poll


async def held(work: Work, poll_id: UUID) -> Poll:
    """The poll, which nobody else changes until this is done."""
    mine = work.readable(Poll).where(Poll.id == poll_id).with_for_update()
    found: Poll | None = await work.first(mine.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


async def end_poll(work: Work, poll_id: UUID) -> Poll:
    """End a poll now: answers that never counted go, and no answer leads to anybody any more."""
    poll = await held(work, poll_id)
    work.authorize(Permission.POLL_KEEP, poll)
    if poll.state != PollState.PUBLISHED:
        raise Conflict("This poll does not run.")
    await cut_off(await work.as_the_system(), poll)
    poll.state, poll.closes = PollState.ENDED, min(poll.closes, work.now)
    work.record(PollEnded(poll.id))
    return poll


async def cut_off(work: Work, poll: Poll) -> None:
    """Put all answers anew in an order by chance, under new ids, with no account and no time.

    For end_poll, which has asked whether it may.
    """
    work.authorize(Permission.POLL_KEEP, poll)
    counts = (PollAnswer.poll_id == poll.id, PollAnswer.counted.is_(True))
    answers = await work.fetch(sa.select(PollAnswer.choices).where(*counts))
    counted = sa.select(PollAnswer.id).where(*counts)
    texts = await work.rows(
        sa.select(PollText.question, PollText.text, PollText.audience_id).where(
            PollText.poll_id == poll.id, PollText.answer_id.in_(counted)
        )
    )
    await work.change(sa.delete(PollText).where(PollText.poll_id == poll.id))
    await work.change(sa.delete(PollAnswer).where(PollAnswer.poll_id == poll.id))
    drawn = secrets.SystemRandom()
    drawn.shuffle(answers)
    drawn.shuffle(texts)
    for choices in answers:
        work.add(PollAnswer(id=uuid4(), poll_id=poll.id, counted=True, choices=choices))
    for question, text, audience_id in texts:
        work.add(
            PollText(
                id=uuid4(), body_id=poll.body_id, organization_id=poll.organization_id,
                poll_id=poll.id, question=question, text=text, audience_id=audience_id,
            )
        )  # fmt: skip
    await work.flush()


async def end_in_time(database: Database, payload: dict[str, Any]) -> None:
    """The job that ends a poll when its time is over."""
    async with database.work(system) as work:
        poll = await work.db.get(Poll, UUID(payload["poll"]))
        if poll is not None and poll.state == PollState.PUBLISHED and poll.closes <= work.now:
            await end_poll(work, poll.id)


async def release_results(work: Work, poll_id: UUID, text_ids: Collection[UUID] = ()) -> Poll:
    """Show everybody the results after the end, and those words that somebody has read."""
    poll = await held(work, poll_id)
    work.authorize(Permission.POLL_KEEP, poll)
    if poll.state != PollState.ENDED:
        raise Conflict("Results are released when the poll has ended.")
    texts = await work.fetch(
        work.readable(PollText).where(PollText.poll_id == poll.id, PollText.id.in_(text_ids))
    )
    if len(texts) != len(set(text_ids)):
        raise NotFound
    for text in texts:
        text.audience_id = PUBLIC
    poll.released = poll.released or work.now
    work.record(PollReleased(poll.id, tuple(text.id for text in texts)))
    return poll


async def withdraw_poll(work: Work, poll_id: UUID) -> None:
    """Take a poll back, with all that was answered."""
    poll = await held(work, poll_id)
    work.authorize(Permission.POLL_KEEP, poll)
    house = await work.as_the_system()
    for text in await house.fetch(sa.select(PollText).where(PollText.poll_id == poll.id)):
        work.withdraw(text)
    poll.state = PollState.WITHDRAWN
    work.withdraw(poll)
    work.record(PollWithdrawn(poll.id))
