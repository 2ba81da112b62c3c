"""Deciding about what a citizen wrote: with reasons, never deleting, told to whom it concerns."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Office, Permission, account_token, role_token
from rostra.admission.models import Ban
from rostra.comments import hiding
from rostra.comments.models import Comment, CommentState
from rostra.errors import Conflict, Invalid, NotPermitted
from rostra.moderation.events import BlockProposed, BlockRefused, ModerationDecided
from rostra.moderation.impartiality import refuse_in_own_matter, took_part
from rostra.moderation.models import (
    AGAINST_AUTHORS,
    Decision,
    DecisionState,
    HouseRule,
    LogEntry,
    Measure,
    Notice,
    Source,
)
from rostra.moderation.targets import act, noticed_target, taken_back, words_of
from rostra.rich_text import cleaned_text
from rostra.work import Work

LONGEST_FACTS = 3_000
HOUR = dt.timedelta(hours=1)


@dataclass(frozen=True)
class Ruling:
    """What a moderator decides, and why."""

    measure: Measure
    facts: str = ""
    rule_id: UUID | None = None
    ground: str = ""
    """A law or rule in words, where none of the house's rules is named."""
    days: int | None = None
    """For how many days somebody is blocked; until it is lifted where none are given."""
    move_kind: str = ""
    move_to: UUID | None = None


async def decide(
    work: Work, thing_kind: str, thing_id: UUID, ruling: Ruling, seen: UUID | None = None
) -> Decision:
    """Decide about something; its open notices are answered by it.

    `seen` is the last decision about it that the moderator knows: Conflict where another one
    has decided meanwhile. SOR-1: no measure against an author without rule and facts.
    """
    thing = await noticed_target(work, thing_kind, thing_id)
    work.authorize_within(Permission.COMMENT_MODERATE, thing.body_id)
    await refuse_in_own_matter(work, thing.author_id)
    await refuse_if_decided_meanwhile(work, thing, seen)
    notices = await open_notices(work, thing_kind, thing_id)
    ruling = await grounded(work, ruling, bool(notices))
    held = thing.state == CommentState.HELD
    left = taken_back(thing) and ruling.measure == Measure.LEAVE
    words = "" if left else await words_of(work, thing)
    if ruling.measure == Measure.MOVE:
        await move(work, thing, ruling)
    else:
        await act(work, thing_kind, thing_id, ruling.measure)
    source = Source.NOTICE if notices else Source.RULE if held else Source.OWN
    decision = await kept(work, thing, ruling, words, source)
    if decision.state == DecisionState.PROPOSED:
        work.record(BlockProposed(decision.id))
    else:
        await put_in_force(work, decision, notices)
    return decision


async def kept(work: Work, thing: Any, ruling: Ruling, words: str, source: Source) -> Decision:
    """The decision with its reasons, as it is kept; a block waits for a second moderator."""
    proposed = ruling.measure == Measure.BLOCK
    decision = Decision(
        body_id=thing.body_id,
        thing_kind=thing.kind,
        thing_id=thing.id,
        measure=ruling.measure,
        state=DecisionState.PROPOSED if proposed else DecisionState.IN_FORCE,
        source=source,
        ground=ruling.ground,
        facts=ruling.facts,
        words=words,
        author_id=thing.author_id,
        decided_by=work.actor.account_id,
        decided=work.now,
        blocked_until=work.now + dt.timedelta(days=ruling.days) if ruling.days else None,
        audience_id=await work.audience(readers_of(thing, proposed)),
    )
    work.add(decision)
    await work.flush()
    return decision


async def confirm_block(work: Work, decision_id: UUID, confirmed: bool) -> Decision:
    """Confirm that somebody may not write, or refuse it: never the moderator who proposed it."""
    decision = await work.find(Decision, decision_id)
    work.authorize(Permission.COMMENT_MODERATE, decision)
    if decision.state != DecisionState.PROPOSED:
        raise Conflict("This was decided already.")
    await refuse_in_own_matter(work, decision.author_id)
    if await took_part(work, [decision.decided_by]):
        raise NotPermitted("Four eyes: another moderator has to confirm what you proposed.")
    decision.confirmed_by = work.actor.account_id
    if not confirmed:
        decision.state = DecisionState.REFUSED
        await work.flush()
        work.record(BlockRefused(decision.id))
        return decision
    if decision.author_id is None:
        raise Conflict("Nobody is known who could be blocked.")
    decision.state = DecisionState.IN_FORCE
    work.add(
        Ban(
            body_id=decision.body_id,
            account_id=decision.author_id,
            decision_id=decision.id,
            ends=decision.blocked_until,
        )
    )
    tokens = {role_token(Office.MODERATOR, decision.body_id), account_token(decision.author_id)}
    decision.audience_id = await work.audience(tokens)
    await work.flush()
    waiting = await open_notices(work, decision.thing_kind, decision.thing_id)
    await put_in_force(work, decision, waiting)
    return decision


async def put_in_force(work: Work, decision: Decision, notices: list[Notice]) -> None:
    """Answer the notices, and write the line of the public log."""
    for notice in notices:
        notice.decision_id = decision.id
    first = min((notice.given for notice in notices), default=None)
    entry = LogEntry(
        body_id=decision.body_id,
        decision_id=decision.id,
        thing_kind=decision.thing_kind,
        measure=decision.measure,
        source=decision.source,
        ground=decision.ground,
        day=work.today,
        hours=None if first is None else (work.now - first) // HOUR,
        audience_id=PUBLIC,
    )
    work.add(entry)
    await work.flush()
    work.record(ModerationDecided(decision.id, entry.id, tuple(notice.id for notice in notices)))


async def grounded(work: Work, ruling: Ruling, noticed: bool) -> Ruling:
    """The ruling with clean words and its ground in words; Invalid names what is missing."""
    facts = cleaned_text(ruling.facts)
    if len(facts) > LONGEST_FACTS:
        raise Invalid(
            "facts", f"This is {len(facts)} characters long; at most {LONGEST_FACTS} fit."
        )
    ground = " ".join(cleaned_text(ruling.ground).split())
    if ruling.rule_id is not None:
        rule = await work.find(HouseRule, ruling.rule_id)
        ground = f"{rule.name}: {rule.text}" + (f" ({rule.law})" if rule.law else "")
    against = ruling.measure in AGAINST_AUTHORS
    if against and not ground:
        raise Invalid("rule", "SOR-1: name the rule or the law on which this rests.")
    if (against or noticed or ruling.measure == Measure.RESTORE) and not facts:
        raise Invalid("facts", "SOR-1: say in words why this is decided.")
    if ruling.days is not None and not 1 <= ruling.days <= 3_650:
        raise Invalid("days", "Somebody is blocked for 1 to 3650 days, or until it is lifted.")
    return replace(ruling, facts=facts, rule_id=None, ground=ground)


async def open_notices(work: Work, thing_kind: str, thing_id: UUID) -> list[Notice]:
    """The notices of a thing that wait, the first one first."""
    house = await work.as_the_system()
    return await house.fetch(
        house.readable(Notice)
        .where(
            Notice.thing_kind == thing_kind,
            Notice.thing_id == thing_id,
            Notice.decision_id.is_(None),
        )
        .order_by(Notice.given, Notice.id)
        .with_for_update()
    )


async def refuse_if_decided_meanwhile(work: Work, thing: Any, seen: UUID | None) -> None:
    """Refuse where somebody else decided since the moderator looked; one decides at a time."""
    model = type(thing)
    locked = sa.select(model).where(model.id == thing.id).with_for_update()
    await work.first(locked.execution_options(populate_existing=True))
    house = await work.as_the_system()  # for the readers of what was just decided are new
    last = await house.first(
        house.readable(Decision)
        .where(Decision.thing_kind == thing.kind, Decision.thing_id == thing.id)
        .order_by(Decision.decided.desc(), Decision.id.desc())
    )
    if last is not None and last.id != seen:
        raise Conflict("Another moderator has decided this meanwhile. Please look at it anew.")


async def move(work: Work, thing: Any, ruling: Ruling) -> None:
    """Move a comment below another thing."""
    if thing.kind != Comment.kind:
        raise Conflict("This cannot be decided about this kind of thing.")
    if ruling.move_to is None:
        raise Invalid("moveTo", "Please say where the comment belongs.")
    await hiding.move(work, thing.id, ruling.move_kind, ruling.move_to)


def readers_of(thing: Any, proposed: bool) -> set[str]:
    """The tokens of who reads a decision: the moderators, and its author once it is in force."""
    tokens = {role_token(Office.MODERATOR, thing.body_id)}
    if thing.author_id is not None and not proposed:
        tokens.add(account_token(thing.author_id))
    return tokens
