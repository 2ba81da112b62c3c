"""What the public said to the papers goes with the invitation to those who debate them."""

import datetime as dt

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, PUBLIC, members_and_clerks, system
from rostra.agendas.inviting import invite_meeting
from rostra.comments.answering import answer_officially
from rostra.comments.models import Comment, CommentState, Stance
from rostra.comments.participation import summarise_participation
from rostra.comments.services import write_comment
from rostra.comments.threads import thread_below
from rostra.comments.writing import Words
from rostra.meetings.models import AgendaItem
from rostra.papers.models import Paper
from rostra_documents.edition import Edition
from rostra_documents.meetings.participation import MOST_PRINTED
from rostra_documents.meetings.printing import invitation_pdf
from rostra_documents.stationery import Stationery
from support.actors import account_holder, clerk_of, councillor_of, editor_of
from support.invitations import ZONE, make_council
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account
from support.making import kept
from support.printed import everything_in, faults, text_of

SUMMARY = "Die Sorge um Parkplätze überwiegt.\n\nGefragt wird nach dem Preis."
SAID = (
    ("Zugvogel", "Endlich & überall.", Stance.FOR),
    ("Dorfpendler", "Zu teuer.\nUnd zu spät.", Stance.AGAINST),
    ("Lerchenlore", "Wo genau?", None),
)


class Story:
    """An item with a paper to which three citizens have said something, summed up by the clerk."""

    async def begin(self, database):
        self.body = await make_body(database)
        self.committee = await make_organization(database, self.body, name="Bauausschuss")
        start = dt.datetime(2027, 1, 14, 16, 30, tzinfo=dt.UTC)
        self.meeting = await make_meeting(database, self.committee, start=start)
        self.item = await make_agenda_item(database, self.meeting, 0, name="Ladepunkte")
        self.paper = await make_paper(database, self.body, reference="26/0211-BV")
        await make_consultation(database, self.paper, self.item, self.committee)
        for name, text, stance in SAID:
            author = await make_account(database, display_name=name)
            async with database.work(account_holder(author)) as work:
                words = Words(text, stance=stance)
                self.comment = await write_comment(work, "paper", self.paper.id, words)
        async with database.work(clerk_of(self.body)) as work:
            await summarise_participation(work, self.item.id, SUMMARY)
        return self

    async def hide(self, database, model, id):
        """Only the committee and its clerk read it from now on."""
        async with database.work(system) as work:
            inside = await work.audience(members_and_clerks(self.body.id, self.committee.id))
            (await work.db.get(model, id)).audience_id = inside

    async def printed(self, database, edition=Edition.PUBLIC, who=ANYBODY, language="de"):
        """The invitation for somebody."""
        async with database.reading(who) as work:
            stationery = Stationery(language=language)
            return (await invitation_pdf(work, self.meeting.id, edition, stationery)).content


@pytest.fixture
async def story(database):
    """The story, as far as it has come."""
    return await Story().begin(database)


async def test_the_invitation_appends_it_by_stance_with_names_and_counts(database, story):
    department = await make_organization(database, story.body, name="Tiefbauamt")
    async with database.work(editor_of(department)) as work:
        words = Words("Am Markt.", story.comment.id)
        await answer_officially(work, "paper", story.paper.id, words, department.id)
    content = await story.printed(database)
    assert faults(content) == []
    text = text_of(content)
    for said in (
        "Anlage: Was die Öffentlichkeit sagt", "Zusammengefasst vom Ratsbüro am",
        "Die Sorge um Parkplätze überwiegt.", "Gefragt wird nach dem Preis.",
        "Beschlussvorlage 26/0211-BV", "4 Kommentare: dafür 1, dagegen 1, ohne Angabe",
        "dafür (1) – Zugvogel", "Endlich & überall.", "dagegen (1) – Dorfpendler", "Und zu spät.",
        "Lerchenlore", "Wo genau?", "Tiefbauamt (Antwort der Stadt)", "Am Markt.",
    ):  # fmt: skip
        assert said in text, f"{said} in {text}"
    assert "neutral" not in text
    english = text_of(await story.printed(database, language="en"))
    assert "Appendix: What the public says" in english
    assert "4 comments: for it 1" in english


async def test_an_invitation_to_what_nobody_spoke_to_has_no_appendix(sqlite_database):
    meeting = await make_meeting(sqlite_database)
    async with sqlite_database.reading(ANYBODY) as work:
        text = text_of((await invitation_pdf(work, meeting.id)).content)
    assert "Öffentlichkeit sagt" not in text
    assert "Anlage" not in text


@pytest.mark.parametrize("model", [AgendaItem, Paper])
async def test_the_public_reads_nothing_of_what_is_behind_closed_doors(database, story, model):
    thing = {AgendaItem: story.item, Paper: story.paper}[model]
    await story.hide(database, model, thing.id)
    everything = everything_in(await story.printed(database))
    for word in ("Parkplätze", "Zugvogel", "Dorfpendler", "Öffentlichkeit sagt"):
        assert word not in everything
    member = councillor_of(story.committee)
    inside = text_of(await story.printed(database, Edition.FULL, member))
    assert "Parkplätze überwiegt" in inside
    assert ("Zugvogel" in inside) is (model is AgendaItem)


async def test_what_is_out_of_sight_is_not_printed(database, story):
    async with database.work(system) as work:
        await work.change(
            sa.update(Comment)
            .where(Comment.author_name == "Dorfpendler")
            .values(state=CommentState.HIDDEN, text="")
        )
    text = text_of(await story.printed(database))
    assert "Dorfpendler" not in text
    assert "Zugvogel" in text


async def test_of_very_many_the_most_supported_are_printed_and_the_rest_is_counted(
    sqlite_database,
):
    story = await Story().begin(sqlite_database)
    many = MOST_PRINTED + 20
    async with sqlite_database.work(system) as work:
        thread = await thread_below(work, story.paper)
        for number in range(many):
            await kept(
                work, Comment, body_id=story.body.id, thread_id=thread.id, thing_kind="paper",
                thing_id=story.paper.id, author_name=f"Stimme {number:03}", stance="neutral",
                text="Ja, so.", said=work.now, support_count=number, audience_id=PUBLIC,
                state=CommentState.PUBLISHED,
            )  # fmt: skip
        thread.neutral_count, thread.comment_count = many, many + 3
    content = await story.printed(sqlite_database)
    assert faults(content) == []
    text = text_of(content)
    assert f"neutral ({many})" in text
    assert f"Stimme {many - 1}" in text
    assert f"Stimme {many - MOST_PRINTED:03}" in text
    assert f"Stimme {many - MOST_PRINTED - 1:03}" not in text
    assert "20 weitere stehen in der Diskussion" in text


async def test_what_came_onto_the_agenda_after_the_invitation_is_not_told_with_it(sqlite_database):
    council = await make_council(sqlite_database)
    async with sqlite_database.work(council.clerk) as work:
        await invite_meeting(work, council.meeting.id, ZONE)
    item = await make_agenda_item(
        sqlite_database, council.meeting, 9, name="Nachgeschoben", audience_id=PUBLIC
    )
    paper = await make_paper(sqlite_database, council.body)
    await make_consultation(sqlite_database, paper, item)
    author = await make_account(sqlite_database)
    async with sqlite_database.work(account_holder(author)) as work:
        await write_comment(work, "paper", paper.id, Words("Überraschung."))
    async with sqlite_database.reading(council.clerk) as work:
        text = text_of((await invitation_pdf(work, council.meeting.id, Edition.FULL)).content)
    assert "Überraschung" not in text
    assert "Nachgeschoben" not in text
