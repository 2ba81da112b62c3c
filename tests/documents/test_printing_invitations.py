"""The invitation names the version it shows; the notice shows the public edition to everybody."""

import pytest

from rostra.access import ANYBODY
from rostra.agendas.freezing import SHORT_HASH
from rostra.agendas.invitations import versions_of
from rostra.agendas.inviting import (
    Reason,
    cancel_meeting,
    invite_meeting,
    set_notice_terms,
    supplement_agenda,
)
from rostra.errors import NotFound
from rostra.meetings.models import AgendaItem
from rostra_documents.edition import Edition
from rostra_documents.meetings.printing import invitation_pdf, notice_pdf
from rostra_documents.stationery import Stationery
from support.invitations import SECRET, SECRET_PAPER, ZONE, make_council
from support.make.meetings import make_agenda_item
from support.printed import everything_in, faults, text_of


async def test_the_invitation_shows_the_version_and_its_terms(sqlite_database):
    council = await make_council(sqlite_database)
    async with sqlite_database.work(council.clerk) as work:
        await set_notice_terms(work, council.meeting.id, urgent=True, second_summons=True)
    async with sqlite_database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
        draft = (await work.find(AgendaItem, council.items[3].id)).audience_id
        await make_agenda_item(work, council.meeting, 9, name="Nur ein Entwurf", audience_id=draft)
    async with sqlite_database.reading(council.member(1)) as work:
        (version,) = await versions_of(work, council.meeting.id)
        full = await invitation_pdf(work, council.meeting.id, Edition.FULL)
        public = await invitation_pdf(work, council.meeting.id, Edition.PUBLIC)
    assert faults(full.content) == []
    text = text_of(full.content)
    assert version.hash[:SHORT_HASH] in text
    for said in ("Fassung 1", "Ladungsfrist wurde verkürzt", "zweite Ladung", SECRET,
                 "Feststellung der Dringlichkeit"):  # fmt: skip
        assert said in text, said
    assert "Nur ein Entwurf" not in text
    assert SECRET not in everything_in(public.content)
    assert "Nichtöffentlicher Tagesordnungspunkt" in text_of(public.content)


async def test_the_notice_is_the_same_for_everybody(sqlite_database):
    council = await make_council(sqlite_database)
    for who in (ANYBODY, council.clerk):
        async with sqlite_database.reading(who) as work:
            with pytest.raises(NotFound):
                await notice_pdf(work, council.meeting.id)
    async with sqlite_database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    printed = []
    for who in (ANYBODY, council.clerk, council.member(1)):
        async with sqlite_database.reading(who) as work:
            printed.append((await notice_pdf(work, council.meeting.id, Edition.FULL)).content)
    assert printed[0] == printed[1] == printed[2]
    assert faults(printed[0]) == []
    everything = everything_in(printed[0])
    assert SECRET not in everything
    assert SECRET_PAPER not in everything
    assert "Öffentliche Bekanntmachung" in text_of(printed[0])
    assert "Radweg an der Saale" in text_of(printed[0])


async def test_a_supplement_marks_its_changes_and_a_cancellation_says_so(sqlite_database):
    council = await make_council(sqlite_database)
    async with sqlite_database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    async with sqlite_database.work(council.clerk) as work:
        await make_agenda_item(
            work, council.meeting, 9, name="Neue Brücke", number="5",
            audience_id=council.meeting.audience_id,
        )  # fmt: skip
        work.withdraw(await work.find(AgendaItem, council.items[0].id))
        reason = Reason("Es eilt.", "Die alte Brücke ist gesperrt.")
        await supplement_agenda(work, council.meeting.id, ZONE, reason)
    async with sqlite_database.reading(ANYBODY) as work:
        notice = await notice_pdf(work, council.meeting.id)
        text = text_of(notice.content)
        english = await notice_pdf(work, council.meeting.id, stationery=Stationery(language="en"))
    assert "Neue Brücke (neu)" in text
    assert "Nicht mehr auf der Tagesordnung TOP 1 Eröffnung" in text
    assert faults(notice.content) == []
    assert "Die alte Brücke ist gesperrt." in text
    assert "Es eilt." not in text
    assert "Public notice" in text_of(english.content)
    async with sqlite_database.work(council.clerk) as work:
        await cancel_meeting(work, council.meeting.id, ZONE)
    async with sqlite_database.reading(ANYBODY) as work:
        assert "abgesagt" in text_of((await notice_pdf(work, council.meeting.id)).content).lower()
