"""Who is told what about notices, decisions and appeals; the reasons stand behind a login."""

from collections.abc import Mapping
from uuid import UUID

from rostra.events import LoggedEvent
from rostra.moderation.models import AGAINST_AUTHORS, Appeal, Decision, Notice
from rostra.notifications.letters import Note
from rostra.notifications.topics import Topic
from rostra.work import Work


async def notice_given(work: Work, event: LoggedEvent) -> list[Note]:
    """Sends who gave notice a receipt with its number (Art. 16 (4) DSA)."""
    notes = []
    for notice_id in event.things().get("notice", []):
        notice = await work.db.get(Notice, notice_id)
        if notice is not None and notice.account_id is not None:
            values = {"number": f"{notice.number}/{notice.year}"}
            notes.append(note(event, notice.account_id, "notice_given", "/account/notices", values))
    return notes


async def moderation_decided(work: Work, event: LoggedEvent) -> list[Note]:
    """Sends the author the statement of reasons, and who gave notice what was decided."""
    things = event.things()
    notes = []
    for decision_id in things.get("moderation_decision", []):
        decision = await work.db.get(Decision, decision_id)
        if decision is None:
            continue
        path = f"/decisions/{decision.id}"
        values = {"measure": decision.measure, "ground": decision.ground}
        if decision.author_id is not None and decision.measure in AGAINST_AUTHORS:
            notes.append(note(event, decision.author_id, "decided_against", path, values))
        for notice_id in things.get("notice", []):
            notice = await work.db.get(Notice, notice_id)
            if notice is not None and notice.account_id is not None:
                told = {"measure": decision.measure, "number": f"{notice.number}/{notice.year}"}
                notes.append(note(event, notice.account_id, "notice_decided", path, told))
    return notes


async def appeal_decided(work: Work, event: LoggedEvent) -> list[Note]:
    """Sends who objected the answer of another moderator."""
    notes = []
    for appeal_id in event.things().get("appeal", []):
        appeal = await work.db.get(Appeal, appeal_id)
        if appeal is not None:
            values = {"granted": bool(appeal.granted)}
            path = f"/decisions/{appeal.decision_id}"
            notes.append(note(event, appeal.account_id, "appeal_decided", path, values))
    return notes


def note(
    event: LoggedEvent, account_id: UUID, template: str, path: str, values: Mapping[str, object]
) -> Note:
    """One letter about one fact to one account."""
    key = f"{event.position}:{template}:{account_id}"
    return Note(account_id, Topic.MODERATION, key, template, path, values)
