"""One member alone does not bury what others say under a flood of what may be said."""

import pytest

from rostra.agendas import requests
from rostra.errors import Conflict
from rostra.minutes import objecting, stating
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.models import Signer
from rostra.minutes.signing import sign_minutes
from rostra.minutes.writing import Head, edit_head
from rostra.voting import moving
from rostra.voting.models import MotionType
from support.afterwards import hall
from support.invitations import ZONE, make_council
from support.make.sittings import make_hall


async def do(database, who, verb, *arguments):
    async with database.work(who) as work:
        return await verb(work, *arguments)


async def refused_after_two(database, one, other, verb, *arguments):
    """Twice it can be done, a third time not, and somebody else can still do it."""
    for _ in range(2):
        await do(database, one, verb, *arguments)
    with pytest.raises(Conflict, match="2 of your"):
        await do(database, one, verb, *arguments)
    return await do(database, other, verb, *arguments)


async def test_of_requests_for_items(sqlite_database, monkeypatch):
    monkeypatch.setattr(requests, "MOST_OPEN", 2)
    council = await make_council(sqlite_database)
    asked = council.organization.id, "Bericht zum Freibad", ZONE
    one, other = council.member(1), council.member(2)
    await refused_after_two(sqlite_database, one, other, requests.request_item, *asked)


async def test_of_motions(sqlite_database, monkeypatch):
    monkeypatch.setattr(moving, "MOST_MOVED", 2)
    here = await make_hall(sqlite_database)
    moved = moving.Moved(MotionType.SUBSTANTIVE, "Der Radweg wird gebaut.")
    one, other = here.logins[1:3]
    await refused_after_two(sqlite_database, one, other, moving.make_motion, here.item.id, moved)
    entered = moving.Moved(MotionType.SUBSTANTIVE, "Anders.", organization_id=here.council.id)
    for _ in range(3):  # the chair enters what is moved in the hall
        await do(sqlite_database, here.chair, moving.make_motion, here.item.id, entered)


async def test_of_statements_and_objections(sqlite_database, monkeypatch):
    monkeypatch.setattr(stating, "MOST_STATEMENTS", 2)
    monkeypatch.setattr(objecting, "MOST_OBJECTIONS", 2)
    here = await hall(sqlite_database)
    one, other = here.who("member"), here.who("other")
    said = here.item.id, "Das sehe ich anders.", ZONE
    with pytest.raises(Conflict, match="2 of your"):
        for _ in range(3):
            await do(sqlite_database, one, stating.state_verbatim, *said)
    await do(sqlite_database, other, stating.state_verbatim, *said)
    minutes = await do(sqlite_database, here.who("clerk"), draft_minutes, here.meeting.id, ZONE)
    head = Head(here.persons["chair"].id, here.persons["clerk"].id)
    await do(sqlite_database, here.who("clerk"), edit_head, minutes.id, head, ZONE)
    await do(sqlite_database, here.who("chair"), sign_minutes, minutes.id, Signer.CHAIR, ZONE)
    await do(sqlite_database, here.who("clerk"), sign_minutes, minutes.id, Signer.SECRETARY, ZONE)
    objected = minutes.id, "Das fehlt.", ZONE
    await refused_after_two(sqlite_database, one, other, objecting.object_to_minutes, *objected)
