"""The look before an invitation: each rule is found broken or kept, and the public's view shown."""

import datetime as dt

import pytest

from rostra.access import system
from rostra.agendas.findings import Grade
from rostra.agendas.inviting import invite_meeting
from rostra.agendas.models import ItemRequest
from rostra.agendas.preflight import Fortune, preflight
from rostra.errors import NotFound, NotPermitted
from rostra.meetings.models import AgendaItem, Meeting, NeutralTitle
from rostra.organizations.models import Membership, StandingOrders
from rostra.people.consenting import (
    consent_to_electronic_invitation,
    record_written_consent,
    withdraw_consent,
)
from support.invitations import SECRET, SECRET_PAPER, ZONE, evening_in, make_council
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_legislative_term, make_organization
from support.make.papers import make_consultation, make_paper


async def found(database, council):
    """What the clerk finds."""
    async with database.reading(council.clerk) as work:
        return await preflight(work, council.meeting.id, ZONE)


async def graded(database, council, rule, word=""):
    """The grade of what is found about a rule, and of whom or what it speaks."""
    seen = await found(database, council)
    (one,) = [f for f in seen.findings if f.rule == rule and word in f.sentence]
    return one.grade, one.about


async def change(database, model, id, **values):
    """Give a record other values."""
    async with database.work(system) as work:
        thing = await work.find(model, id)
        for name, value in values.items():
            setattr(thing, name, value)


async def set_rules(database, council, **numbers):
    """Set numbers of the standing orders."""
    async with database.work(system) as work:
        work.add(
            StandingOrders(
                body_id=council.body.id, organization_id=council.organization.id,
                valid_from=dt.date(2020, 1, 1), numbers=numbers, audience_id=1,
            )
        )  # fmt: skip


async def test_all_is_in_order(database):
    council = await make_council(database)
    seen = await found(database, council)
    assert {one.grade for one in seen.findings} == {Grade.OK}
    assert {one.rule for one in seen.findings} == {"INV-1", "INV-2", "PUB-1"}
    assert not seen.blocked


@pytest.mark.parametrize(("days", "grade"), [(5, Grade.OK), (4, Grade.BLOCK)])
async def test_the_period_of_notice_to_the_day(sqlite_database, days, grade):
    council = await make_council(sqlite_database, days=days)
    assert (await graded(sqlite_database, council, "INV-2"))[0] == grade


async def test_a_committees_own_numbers_hold(sqlite_database):
    council = await make_council(sqlite_database, days=5)
    await set_rules(sqlite_database, council, notice_days=7, public_notice_days=6)
    assert (await graded(sqlite_database, council, "INV-2"))[0] == Grade.BLOCK
    assert (await graded(sqlite_database, council, "PUB-1"))[0] == Grade.BLOCK


async def test_post_takes_its_days(sqlite_database):
    council = await make_council(sqlite_database, days=8, consents=4)
    assert await graded(sqlite_database, council, "INV-2", "By post") == (Grade.WARN, ("Esche",))
    assert await graded(sqlite_database, council, "INV-1") == (Grade.WARN, ("Esche",))


async def test_what_an_agenda_lacks(sqlite_database):
    council = await make_council(sqlite_database)
    await change(sqlite_database, AgendaItem, council.items[0].id, name=" ")
    await change(sqlite_database, AgendaItem, council.items[1].id, public=None)
    await change(sqlite_database, Meeting, council.meeting.id, location_id=None)
    assert await graded(sqlite_database, council, "INV-1", "no title") == (Grade.BLOCK, ("1",))
    told = await graded(sqlite_database, council, "PUB-2")
    assert told == (Grade.BLOCK, ("Radweg an der Saale",))
    assert (await graded(sqlite_database, council, "INV-1", "no place"))[0] == Grade.WARN
    async with sqlite_database.work(system) as work:
        for item in council.items:
            work.withdraw(await work.find(AgendaItem, item.id))
    assert (await graded(sqlite_database, council, "INV-1", "empty"))[0] == Grade.BLOCK
    await change(sqlite_database, Meeting, council.meeting.id, start=None)
    assert (await graded(sqlite_database, council, "INV-1", "no day"))[0] == Grade.BLOCK


async def test_nobody_to_invite(sqlite_database):
    council = await make_council(sqlite_database)
    for one in council.memberships:
        await change(sqlite_database, Membership, one.id, voting_right=False)
    assert (await graded(sqlite_database, council, "INV-1", "Nobody"))[0] == Grade.BLOCK


async def test_papers_without_documents_and_with_two_faces(sqlite_database):
    council = await make_council(sqlite_database)
    async with sqlite_database.work(system) as work:
        bare = await make_paper(work, council.body, reference="26/0001-BV")
        await make_consultation(work, bare, council.items[0], council.organization)
        elsewhere = await make_meeting(work, council.organization)
        closed = await make_agenda_item(work, elsewhere, public=False)
        both = council.papers[0]
        await make_consultation(work, both, closed, council.organization)
    assert await graded(sqlite_database, council, "INV-1", "no document") == (
        Grade.WARN, ("26/0001-BV",),
    )  # fmt: skip
    assert await graded(sqlite_database, council, "PUB-2") == (Grade.WARN, (both.reference,))
    seen = await found(sqlite_database, council)
    assert {p.fortune for p in seen.prospects if p.number == both.reference} == {Fortune.HIDDEN}


async def test_open_requests_are_shown(sqlite_database):
    council = await make_council(sqlite_database)
    faction = await make_organization(sqlite_database, council.body, organization_type="Fraktion")
    async with sqlite_database.work(system) as work:
        clerks = await work.audience({f"role:clerk:{council.body.id}"})
        work.add(
            ItemRequest(
                body_id=council.body.id, organization_id=council.organization.id,
                title="Spielplatz am Anger", audience_id=clerks, faction_id=faction.id,
                received=work.now - dt.timedelta(days=30),
            )
        )  # fmt: skip
    told = await graded(sqlite_database, council, "AGD-1")
    assert told == (Grade.WARN, ("Spielplatz am Anger",))


async def test_how_often_a_council_meets(sqlite_database):
    council = await make_council(sqlite_database)
    term = await make_legislative_term(
        sqlite_database, council.body, start_date=dt.date.today() - dt.timedelta(days=30)
    )
    await change(sqlite_database, Meeting, council.meeting.id, legislative_term_id=term.id)
    assert (await graded(sqlite_database, council, "INV-5", "first meeting"))[0] == Grade.WARN
    before = evening_in(-200)
    await make_meeting(sqlite_database, council.organization, start=before)
    await change(sqlite_database, Meeting, council.meeting.id, legislative_term_id=None)
    assert (await graded(sqlite_database, council, "INV-5", "quarter"))[0] == Grade.WARN


async def test_shows_what_becomes_public_and_what_does_not(database):
    council = await make_council(database)
    async with database.work(system) as work:
        making = (await work.find(AgendaItem, council.items[3].id)).audience_id
        work.add(
            NeutralTitle(
                body_id=council.body.id, meeting_id=council.meeting.id, number="4", order=3,
                agenda_item_id=council.items[3].id, name="Grundstückssache", audience_id=making,
            )
        )  # fmt: skip
    seen = {one.name: one for one in (await found(database, council)).prospects}
    assert (seen["Eröffnung"].fortune, seen["Eröffnung"].new) == (Fortune.PUBLIC, True)
    assert (seen[SECRET].fortune, seen[SECRET].shown_as) == (Fortune.NEUTRAL, "Grundstückssache")
    assert seen[SECRET_PAPER].fortune == Fortune.HIDDEN
    assert seen["Bau des Radwegs"].fortune == Fortune.PUBLIC
    await set_rules(database, council, non_public_items="absent")
    seen = {one.name: one for one in (await found(database, council)).prospects}
    assert (seen[SECRET].fortune, seen[SECRET].shown_as) == (Fortune.HIDDEN, None)
    async with database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    async with database.reading(system) as work:
        (title,) = await work.fetch(work.readable(NeutralTitle))
    assert title.audience_id == making


async def test_is_for_those_who_keep_the_meeting(sqlite_database):
    council = await make_council(sqlite_database)
    for who, refusal in ((council.chair, NotPermitted), (council.member(1), NotFound)):
        async with sqlite_database.reading(who) as work:
            with pytest.raises(refusal):
                await preflight(work, council.meeting.id, ZONE)


async def test_consent_is_given_recorded_and_taken_back(database):
    council = await make_council(database, consents=0)
    assert len((await graded(database, council, "INV-1"))[1]) == 5
    async with database.work(council.member(1)) as work:
        first = await consent_to_electronic_invitation(work)
        assert (await consent_to_electronic_invitation(work)).id == first.id
    async with database.work(council.clerk) as work:
        await record_written_consent(work, council.persons[2].id)
    assert (await graded(database, council, "INV-1"))[1] == ("Amsel", "Distel", "Esche")
    async with database.work(council.member(1)) as work:
        await withdraw_consent(work)
        with pytest.raises(NotPermitted):
            await record_written_consent(work, council.persons[3].id)
    assert (await graded(database, council, "INV-1"))[1] == ("Amsel", "Buche", "Distel", "Esche")
