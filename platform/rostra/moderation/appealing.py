"""Appeals (Art. 20 DSA): to another moderator, within six months, with an answer in words."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from rostra.access import Office, Permission, account_token, role_token
from rostra.admission.models import Ban
from rostra.comments.models import Comment, CommentState
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.moderation.events import AppealDecided, AppealMade
from rostra.moderation.impartiality import took_part
from rostra.moderation.models import (
    Appeal,
    Decision,
    DecisionState,
    LogEntry,
    Measure,
    Notice,
)
from rostra.moderation.targets import act, noticed_target, taken_back
from rostra.rich_text import cleaned_text
from rostra.work import Work

WITHIN = dt.timedelta(days=183)
LONGEST_APPEAL = 5_000


async def appeal(work: Work, decision_id: UUID, words: str) -> Appeal:
    """Object to a decision, as the author or as whoever gave notice; once, within six months."""
    account_id = work.actor.account_id
    if account_id is None:
        raise NotPermitted("Please log in to object to a decision.")
    decision = await decision_for(work, decision_id)
    work.authorize_within(Permission.APPEAL_MAKE, decision.body_id)
    if decision.state != DecisionState.IN_FORCE:
        raise Conflict("This decision is not in force.")
    if work.now > decision.decided + WITHIN:
        raise Conflict("A decision can be objected to for six months.")
    words = cleaned_text(words)
    if not 1 <= len(words) <= LONGEST_APPEAL:
        raise Invalid("words", f"Please say why, in 1 to {LONGEST_APPEAL} characters.")
    house = await work.as_the_system()
    mine = sa.select(Appeal).where(
        Appeal.decision_id == decision.id, Appeal.account_id == account_id
    )
    if await house.first(mine) is not None:
        raise Conflict("You have objected to this decision already.")
    tokens = {role_token(Office.MODERATOR, decision.body_id), account_token(account_id)}
    made = Appeal(
        decision_id=decision.id,
        body_id=decision.body_id,
        account_id=account_id,
        words=words,
        made=work.now,
        audience_id=await work.audience(tokens),
    )
    house.add(made)
    await house.flush()
    work.record(AppealMade(made.id))
    return made


async def decision_for(work: Work, decision_id: UUID) -> Decision:
    """A decision that concerns the actor: as its author, or as who gave notice."""
    mine: Decision | None = await work.first(
        work.readable(Decision).where(
            Decision.id == decision_id, Decision.author_id == work.actor.account_id
        )
    )
    if mine is not None:
        return mine
    house = await work.as_the_system()
    noticed = sa.select(Notice.id).where(
        Notice.decision_id == decision_id, Notice.account_id == work.actor.account_id
    )
    if work.actor.account_id is None or await house.first(noticed) is None:
        raise NotFound
    return await house.find(Decision, decision_id)


async def decide_appeal(work: Work, appeal_id: UUID, granted: bool, reasons: str) -> Appeal:
    """Answer an appeal with reasons: never the moderator whose decision it is about."""
    made = await work.find(Appeal, appeal_id)
    work.authorize(Permission.COMMENT_MODERATE, made)
    if made.decided is not None:
        raise Conflict("This was decided already.")
    decision = await work.find(Decision, made.decision_id)
    before = (decision.decided_by, decision.confirmed_by, decision.author_id, made.account_id)
    if await took_part(work, before):
        raise NotPermitted("An appeal is decided by a moderator who did not decide before.")
    reasons = cleaned_text(reasons)
    if not reasons:
        raise Invalid("reasons", "Please give the reasons in words.")
    made.granted, made.reasons = granted, reasons
    made.decided, made.decided_by = work.now, work.actor.account_id
    if granted:
        await reverse(work, decision)
        decision.state = DecisionState.REVERSED
    entry: LogEntry | None = await work.first(
        work.readable(LogEntry).where(LogEntry.decision_id == decision.id)
    )
    assert entry is not None
    entry.appeal = "granted" if granted else "refused"
    await work.flush()
    work.record(AppealDecided(made.id, entry.id))
    return made


async def reverse(work: Work, decision: Decision) -> None:
    """Undo what a decision did; where somebody objected to leaving it, it is hidden."""
    measure = Measure(decision.measure)
    if measure == Measure.BLOCK:
        await work.change(
            sa.update(Ban).where(Ban.decision_id == decision.id).values(lifted=work.now)
        )
        return
    thing = await noticed_target(work, decision.thing_kind, decision.thing_id)
    if taken_back(thing):
        return
    if measure in (Measure.HIDE, Measure.REWORK):
        hidden = getattr(thing, "hidden", None) is not None
        out = (CommentState.HIDDEN, CommentState.REWORKING)
        if hidden or (thing.kind == Comment.kind and thing.state in out):
            await act(work, decision.thing_kind, decision.thing_id, Measure.RESTORE)
    elif measure in (Measure.LEAVE, Measure.PUBLISH, Measure.RESTORE):
        await act(work, decision.thing_kind, decision.thing_id, Measure.HIDE)
