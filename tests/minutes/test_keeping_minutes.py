import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, system
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted, Overtaken
from rostra.events import LoggedEvent
from rostra.meetings.models import AgendaItem, Attendance
from rostra.minutes.approving import approve_minutes, publish_minutes
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.models import (
    Absence,
    Minutes,
    MinutesEntry,
    MinutesSignature,
    Objection,
    Signer,
    Statement,
)
from rostra.minutes.objecting import answer_objection, object_to_minutes
from rostra.minutes.prospects import hashes_to_sign
from rostra.minutes.queries import absences_in, entries_of, minutes_of, versions_of
from rostra.minutes.signing import sign_minutes
from rostra.minutes.stating import record_own_vote, state_verbatim, withdraw_statement
from rostra.minutes.writing import Head, edit_head, note_absence, save_entry
from support.afterwards import CANARY, ZONE, Hall, hall
from support.make.meetings import make_agenda_item, make_ballot, make_meeting


async def drafted(database, here: Hall) -> Minutes:
    async with database.work(here.who("clerk")) as work:
        return await draft_minutes(work, here.meeting.id, ZONE)


async def signed(database, here: Hall) -> Minutes:
    minutes = await drafted(database, here)
    for name, part in (("chair", Signer.CHAIR), ("clerk", Signer.SECRETARY)):
        async with database.work(here.who(name)) as work:
            await sign_minutes(work, minutes.id, part, ZONE)
    return minutes


async def approved(database, here: Hall) -> Minutes:
    minutes = await signed(database, here)
    async with database.work(here.who("clerk")) as work:
        await approve_minutes(work, minutes.id, here.approving.id, ZONE)
    return minutes


async def entry_at(database, item: AgendaItem) -> MinutesEntry:
    async with database.work(system) as work:
        return await work.first(
            sa.select(MinutesEntry).where(MinutesEntry.agenda_item_id == item.id)
        )


async def state_of(database, minutes: Minutes) -> str:
    async with database.work(system) as work:
        return (await work.find(Minutes, minutes.id)).state


async def read_by(database, who, here: Hall) -> list[MinutesEntry] | None:
    """The entries that somebody reads; None where there are no minutes for them."""
    async with database.reading(who) as work:
        found = (await minutes_of(work, [here.meeting.id])).get(here.meeting.id)
        return None if found is None else (await entries_of(work, [found.id])).get(found.id, [])


async def test_minutes_write_themselves(database):
    here = await hall(database)
    minutes = await drafted(database, here)
    async with database.reading(here.who("clerk")) as work:
        kept = await work.find(Minutes, minutes.id)
        assert kept.chair_id == here.persons["chair"].id
        assert kept.secretary_id == here.persons["clerk"].id
        assert kept.quorum_note == "3 von 4 stimmberechtigten Mitgliedern anwesend"
        assert len(kept.interruptions) == 1
        (absence,) = (await absences_in(work, [minutes.id]))[minutes.id]
        assert (absence.person_id, absence.state, absence.reason) == (
            here.persons["ill"].id, "excused", "erkrankt",
        )  # fmt: skip
        assert len((await entries_of(work, [minutes.id]))[minutes.id]) == 3


async def test_a_draft_is_read_by_the_desk_alone(database):
    here = await hall(database)
    minutes = await drafted(database, here)
    for name in ("clerk", "chair"):
        assert len(await read_by(database, here.who(name), here)) == 3
    for who in (here.who("member"), ANYBODY):
        assert await read_by(database, who, here) is None
        async with database.reading(who) as work:
            for model in (MinutesEntry, Absence):
                assert await work.fetch(work.readable(model)) == []
            with pytest.raises(NotFound):
                await work.find(Minutes, minutes.id)


async def test_drafting_again_touches_no_text(database):
    here = await hall(database)
    await drafted(database, here)
    entry = await entry_at(database, here.item)
    async with database.work(here.who("clerk")) as work:
        await save_entry(work, entry.id, "<p>Von Hand.</p>", 1, ZONE)
    async with database.work(system) as work:
        await make_agenda_item(work, here.meeting, 3, name="Nachgeschoben")
    await drafted(database, here)
    assert (await entry_at(database, here.item)).text == "<p>Von Hand.</p>"
    assert len(await read_by(database, here.who("clerk"), here)) == 4


async def test_is_refused_to_members(database):
    here = await hall(database)
    async with database.work(here.who("member")) as work:
        with pytest.raises(NotPermitted):
            await draft_minutes(work, here.meeting.id, ZONE)


async def test_who_writes_over_another_is_shown_the_other_words(database):
    here = await hall(database)
    await drafted(database, here)
    entry = await entry_at(database, here.item)
    async with database.work(here.who("clerk")) as work:
        await save_entry(work, entry.id, "<p>Zuerst.</p>", 1, ZONE)
    async with database.work(here.who("clerk")) as work:
        with pytest.raises(Overtaken) as refusal:
            await save_entry(work, entry.id, "<p>Zugleich.</p>", 1, ZONE)
        assert (refusal.value.text, refusal.value.revision) == ("<p>Zuerst.</p>", 2)
    async with database.work(here.who("clerk")) as work:
        await save_entry(work, entry.id, "<p>Beides.</p>", 2, ZONE)
    async with database.reading(here.who("clerk")) as work:
        wordings = (await versions_of(work, [entry.id]))[entry.id]
        assert [(one.revision, one.text) for one in wordings] == [
            (3, "<p>Beides.</p>"), (2, "<p>Zuerst.</p>"), (1, ""),
        ]  # fmt: skip


async def test_nothing_that_acts_gets_into_the_text(sqlite_database):
    here = await hall(sqlite_database)
    await drafted(sqlite_database, here)
    entry = await entry_at(sqlite_database, here.item)
    async with sqlite_database.work(here.who("clerk")) as work:
        hostile = "<p onclick='x()'>Gut</p><script>alert(1)</script>"
        assert (await save_entry(work, entry.id, hostile, 1, ZONE)).text == "<p>Gut</p>"


async def test_two_signatures_show_the_minutes_to_the_members(database):
    here = await hall(database)
    minutes = await signed(database, here)
    assert await state_of(database, minutes) == "signed"
    assert len(await read_by(database, here.who("member"), here)) == 3
    assert await read_by(database, ANYBODY, here) is None


async def test_each_signs_for_oneself(database):
    here = await hall(database)
    minutes = await drafted(database, here)
    for name, part in (
        ("clerk", Signer.CHAIR), ("chair", Signer.SECRETARY),
    ):  # fmt: skip
        async with database.work(here.who(name)) as work:
            with pytest.raises(NotPermitted):
                await sign_minutes(work, minutes.id, part, ZONE)
    async with database.work(here.who("chair")) as work:
        await sign_minutes(work, minutes.id, Signer.CHAIR, ZONE)
    async with database.work(here.who("chair")) as work:
        with pytest.raises(Conflict, match="already"):
            await sign_minutes(work, minutes.id, Signer.CHAIR, ZONE)


@pytest.mark.parametrize("change", ["text", "head", "absence", "statement"])
async def test_a_change_voids_the_signature(database, change):
    here = await hall(database)
    minutes = await drafted(database, here)
    entry = await entry_at(database, here.item)
    async with database.work(here.who("chair")) as work:
        await sign_minutes(work, minutes.id, Signer.CHAIR, ZONE)
    async with database.work(here.who("clerk")) as work:
        if change == "text":
            await save_entry(work, entry.id, "<p>Neu.</p>", 1, ZONE)
        if change == "head":
            await edit_head(work, minutes.id, Head(here.persons["chair"].id), ZONE)
        if change == "absence":
            await note_absence(work, minutes.id, here.persons["ill"].id, False, None, ZONE)
        if change == "statement":
            whose = here.persons["member"].id
            await state_verbatim(work, here.item.id, "So nicht.", ZONE, whose)
    async with database.work(system) as work:
        kept = await work.find(Minutes, minutes.id)
        assert (kept.state, kept.voided is not None) == ("draft", True)
        assert await work.fetch(sa.select(MinutesSignature)) == []


async def test_a_change_after_both_signatures_hides_the_minutes_again(database):
    here = await hall(database)
    minutes = await signed(database, here)
    entry = await entry_at(database, here.item)
    async with database.work(here.who("clerk")) as work:
        await save_entry(work, entry.id, "<p>Neu.</p>", 1, ZONE)
    assert await state_of(database, minutes) == "draft"
    assert await read_by(database, here.who("member"), here) is None


async def test_what_was_recorded_is_signed_too(database):
    here = await hall(database)
    minutes = await signed(database, here)
    async with database.work(system) as work:
        (await work.db.get(type(here.ballot), here.ballot.id)).yes = 99
    async with database.work(here.who("clerk")) as work:
        with pytest.raises(Conflict, match="changed after the signatures"):
            await approve_minutes(work, minutes.id, here.approving.id, ZONE)


async def test_a_member_objects_in_time_and_is_answered(database):
    here = await hall(database)
    minutes = await signed(database, here)
    async with database.work(here.who("member")) as work:
        objection = await object_to_minutes(work, minutes.id, "Es waren 4 Ja.", ZONE)
    async with database.work(here.who("clerk")) as work:
        with pytest.raises(Conflict, match="Objections must be answered"):
            await approve_minutes(work, minutes.id, here.approving.id, ZONE)
    async with database.work(here.who("member")) as work:
        with pytest.raises(NotPermitted):
            await answer_objection(work, objection.id, True, "Gern.")
    async with database.work(here.who("clerk")) as work:
        await answer_objection(work, objection.id, False, "Gezählt wurden zwei.")
    async with database.work(here.who("clerk")) as work:
        await approve_minutes(work, minutes.id, here.approving.id, ZONE)
    async with database.reading(here.who("member")) as work:
        kept = await work.find(Objection, objection.id)
        assert (kept.state, kept.answer) == ("refused", "Gezählt wurden zwei.")


async def test_nobody_objects_too_late(database):
    here = await hall(database)
    minutes = await signed(database, here)
    async with database.work(system) as work:
        one = await work.find(Minutes, minutes.id)
        one.signed = one.signed.replace(year=one.signed.year - 1)
    async with database.work(here.who("member")) as work:
        with pytest.raises(Conflict, match="MIN-3: Objections were possible for 14 days"):
            await object_to_minutes(work, minutes.id, "Zu spät.", ZONE)


async def test_the_own_vote_is_recorded_but_never_a_secret_one(database):
    here = await hall(database)
    await drafted(database, here)
    async with database.work(here.who("member")) as work:
        with pytest.raises(Conflict, match="MIN-2: In a secret vote"):
            await record_own_vote(work, here.hidden_ballot.id, "yes", ZONE)
    async with database.work(here.who("ill")) as work:
        with pytest.raises(Conflict, match="not in the hall"):
            await record_own_vote(work, here.ballot.id, "yes", ZONE)
    for choice in ("yes", "no"):
        async with database.work(here.who("member")) as work:
            statement = await record_own_vote(work, here.ballot.id, choice, ZONE)
    async with database.reading(here.who("member")) as work:
        assert [one.text for one in await work.fetch(work.readable(Statement))] == ["no"]
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(Statement)) == []
    async with database.work(here.who("other")) as work:
        with pytest.raises(NotFound):
            await withdraw_statement(work, statement.id, ZONE)
    async with database.work(here.who("member")) as work:
        await withdraw_statement(work, statement.id, ZONE)
    async with database.reading(here.who("member")) as work:
        assert await work.fetch(work.readable(Statement)) == []


async def test_only_a_later_meeting_of_the_same_council_approves(database):
    here = await hall(database)
    minutes = await signed(database, here)
    async with database.work(system) as work:
        stranger = await make_meeting(work, here.department)
        foreign = await make_agenda_item(work, stranger, item_type="minutes")
        await make_ballot(work, foreign)
        undecided = await make_agenda_item(
            work, await make_meeting(work, here.council), item_type="minutes"
        )
    for item, refusal in (
        (foreign, Invalid), (here.item, Invalid), (undecided, Conflict),
    ):  # fmt: skip
        async with database.work(here.who("clerk")) as work:
            with pytest.raises(refusal):
                await approve_minutes(work, minutes.id, item.id, ZONE)
    assert await state_of(database, minutes) == "signed"


async def test_approved_minutes_stand(database):
    here = await hall(database)
    minutes = await approved(database, here)
    entry = await entry_at(database, here.item)
    async with database.work(here.who("clerk")) as work:
        for act in (
            save_entry(work, entry.id, "<p>Neu.</p>", 1, ZONE),
            draft_minutes(work, here.meeting.id, ZONE),
            sign_minutes(work, minutes.id, Signer.SECRETARY, ZONE),
        ):
            with pytest.raises(Conflict, match="MIN-3"):
                await act
    async with database.work(here.who("member")) as work:
        with pytest.raises(Conflict):
            await object_to_minutes(work, minutes.id, "Doch.", ZONE)


async def test_everybody_reads_the_public_part_and_no_more(database):
    here = await hall(database)
    await drafted(database, here)
    entry = await entry_at(database, here.secret)
    async with database.work(here.who("clerk")) as work:
        await save_entry(work, entry.id, f"<p>{CANARY}</p>", 1, ZONE)
    minutes = await approved(database, here)
    async with database.work(here.who("clerk")) as work:
        await publish_minutes(work, minutes.id, ZONE)
    seen = await read_by(database, ANYBODY, here)
    assert [one.agenda_item_id for one in seen] == [here.opening.id, here.item.id]
    assert len(await read_by(database, here.who("member"), here)) == 3
    async with database.reading(ANYBODY) as work:
        for model in (Absence, Objection):
            assert await work.fetch(work.readable(model)) == []
        listed = await work.fetch(sa.select(Attendance).order_by(Attendance.position))
        assert [(one.state, one.reason) for one in listed] == [
            ("present", None), ("present", None), ("present", None), ("excused", None),
        ]  # fmt: skip
        log = await work.fetch(sa.select(LoggedEvent).where(LoggedEvent.public))
        assert [one.name for one in log] == ["MinutesPublished"]
        assert str(entry.id) not in log[0].payload["minutes_entry"]


async def test_minutes_of_a_closed_meeting_are_not_published(sqlite_database):
    here = await hall(sqlite_database)
    async with sqlite_database.work(system) as work:
        meeting = await work.find(type(here.meeting), here.meeting.id)
        meeting.audience_id = (await work.find(AgendaItem, here.secret.id)).audience_id
    minutes = await approved(sqlite_database, here)
    async with sqlite_database.work(here.who("clerk")) as work:
        with pytest.raises(Conflict, match="PUB-4"):
            await publish_minutes(work, minutes.id, ZONE)
        assert (await work.find(Minutes, minutes.id)).audience_id != PUBLIC


async def test_nobody_signs_a_wording_that_was_not_seen(database):
    here = await hall(database)
    minutes = await drafted(database, here)
    async with database.reading(here.who("chair")) as work:
        seen = (await hashes_to_sign(work, [minutes.id]))[minutes.id]
    async with database.reading(here.who("member")) as work:
        assert await hashes_to_sign(work, [minutes.id]) == {}
    async with database.work(here.who("clerk")) as work:
        (entry, *_) = await work.fetch(work.readable(MinutesEntry))
        await save_entry(work, entry.id, "<p>Später anders.</p>", entry.revision, ZONE)
    async with database.work(here.who("chair")) as work:
        with pytest.raises(Conflict, match="read again"):
            await sign_minutes(work, minutes.id, Signer.CHAIR, ZONE, seen)
    async with database.reading(here.who("chair")) as work:
        seen = (await hashes_to_sign(work, [minutes.id]))[minutes.id]
    async with database.work(here.who("chair")) as work:
        await sign_minutes(work, minutes.id, Signer.CHAIR, ZONE, seen)
