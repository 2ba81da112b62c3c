"""The one wording of minutes that is signed: all of it, spelled so that the same is the same."""

import datetime as dt
import hashlib
from typing import Any

import orjson
import sqlalchemy as sa

from rostra.access import NOBODY
from rostra.meetings.models import Meeting
from rostra.minutes.facts import facts_of
from rostra.minutes.models import Absence, Minutes, MinutesEntry, Statement
from rostra.minutes.readers import agenda_as_whole, whole
from rostra.sittings.models import Presence
from rostra.voting.queries import ballots_of, votes_of
from rostra.work import Work

BALLOT_WORDS = (
    "subject", "method", "rule", "majority", "base", "needed", "present", "yes", "no",
    "abstention", "not_participating", "excluded", "outcome", "tallies", "by_lot",
)  # fmt: skip
ITEM_WORDS = ("number", "name", "public", "result", "resolution_text", "state", "start", "end")
HEAD_WORDS = (
    "chair_id", "secretary_id", "secretary_name", "invited", "invitation_note", "quorum_note",
    "interruptions",
)  # fmt: skip


async def hash_of(work: Work, minutes: Minutes) -> str:
    """The SHA-256 of everything that the minutes say, text and facts, the non-public part too."""
    content = await content_of(await whole(work), minutes)
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def content_of(everything: Work, minutes: Minutes) -> dict[str, Any]:
    """Everything that minutes say, in the order in which they say it."""
    meeting = await everything.find(Meeting, minutes.meeting_id)
    agenda = await agenda_as_whole(everything, meeting.id)
    ids = [item.id for item in agenda]
    ballots = await ballots_of(everything, ids)
    votes = await votes_of(everything, [one.id for many in ballots.values() for one in many])
    entries = {
        one.agenda_item_id: one.text
        for one in await everything.fetch(
            everything.readable(MinutesEntry).where(
                MinutesEntry.minutes_id == minutes.id, MinutesEntry.audience_id != NOBODY
            )
        )
    }
    facts = await facts_of(everything, ids)
    return {
        "meeting": [str(meeting.id), said(meeting.start), said(meeting.end)],
        "head": worded(minutes, HEAD_WORDS),
        "presences": await presences_said(everything, minutes),
        "absences": await absences_said(everything, minutes),
        "items": [
            {
                "item": worded(item, ITEM_WORDS),
                "text": entries.get(item.id, ""),
                "facts": facts[item.id].worded() if item.id in facts else {},
                "ballots": [
                    worded(ballot, BALLOT_WORDS)
                    | {"votes": sorted(
                        [str(vote.person_id), vote.choice] for vote in votes.get(ballot.id, ())
                    )}
                    for ballot in ballots.get(item.id, ())
                ],
            }
            for item in agenda
        ],
        "statements": await statements_said(everything, ids),
    }  # fmt: skip


def said(value: Any) -> Any:
    """A value as it is spelled in the wording."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if value is None or isinstance(value, (bool, int, float, list, dict)):
        return value
    return str(value)


def worded(thing: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """Some of what a record says."""
    return {name: said(getattr(thing, name)) for name in names}


async def presences_said(everything: Work, minutes: Minutes) -> list[list[Any]]:
    """Who was there from when to when."""
    rows = await everything.fetch(
        sa.select(Presence).where(Presence.meeting_id == minutes.meeting_id)
    )
    return sorted(
        [str(one.person_id), said(one.arrived), said(one.left) or "", one.entitled] for one in rows
    )


async def absences_said(everything: Work, minutes: Minutes) -> list[list[Any]]:
    """Who was not there, and why; who came after all was taken off."""
    rows = await everything.fetch(
        everything.readable(Absence).where(
            Absence.minutes_id == minutes.id, Absence.audience_id != NOBODY
        )
    )
    return sorted([str(one.person_id), one.state, one.reason or ""] for one in rows)


async def statements_said(everything: Work, ids: list[Any]) -> list[list[Any]]:
    """What members want word for word, and their own votes."""
    rows = await everything.fetch(
        everything.readable(Statement).where(
            Statement.agenda_item_id.in_(ids), Statement.audience_id != NOBODY
        )
    )
    return sorted(
        [str(one.id), str(one.agenda_item_id), str(one.person_id), one.statement_type, one.text]
        for one in rows
    )
