"""However many rows an answer has, it takes the same number of SQL statements."""

from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.comments.models import Comment, ParticipationSummary, ParticipationVersion, Stance
from rostra.comments.threads import thread_below
from support.asking import ask
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_attendance,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import make_body, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.make.posts import make_comment, make_post

MEETINGS = """{
  meetings(first: 50) {
    totalCount
    nodes {
      id name start created modified viewerMay(permission: MEETING_PUBLISH)
      body { name legislativeTerms { name } }
      legislativeTerm { name } location { room }
      organizations {
        name current
        subOrganizationOf { name } subOrganizations { name }
        memberships(current: true) { role person { name memberships { role } } onBehalfOf { name } }
        meetings(first: 3) { totalCount nodes { name } }
        papers(first: 3) { totalCount nodes { name } }
      }
      attendances { state person { name } }
      invitation { name } auxiliaryFiles { name }
      minutes { state chair { name } secretary { name } entries { text agendaItem { name } } }
      agendaItems {
        name result
        parent { name } children { name } meeting { name }
        minutesEntry { text } resolutionFile { name } auxiliaryFiles { name text(first: 10) }
        ballots { yes tallies { name } votes { choice person { name } } agendaItem { name } }
        participation {
          summary { text versions { text } }
          papers {
            commentCount paper { name }
            groups { count comments(first: 2) {
              totalCount nodes { text officialAnswers { text } }
            } }
          }
        }
        consultation {
          role organizations { name } meeting { name } agendaItem { name }
          paper {
            reference
            consultations { role meeting { name } }
            originators { ... on Organization { name } ... on Person { name } }
            underDirectionOf { name } locations { room }
            relations { relation paper { name } }
            mainFile { name } files { name textLength papers { name } derivativeFiles { name } }
            posts { title }
          }
        }
      }
    }
  }
}"""
POSTS = """{
  posts(first: 50) {
    totalCount
    nodes {
      title commentCount
      organization { name } paper { name } body { name }
      comments(first: 2, orderBy: NEWEST_FIRST) {
        totalCount
        edges { cursor node { text post { title } created } }
      }
    }
  }
}"""


@contextmanager
def statements(database):
    """The SQL statements that are sent to the database meanwhile."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    sa.event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(database.engine.sync_engine, "before_cursor_execute", note)


async def make_sittings(database, number, body):
    """Meetings with everything that can stand below one, for each item a paper of its own."""
    async with database.work(system) as work:
        for _ in range(number):
            organization = await make_organization(work, body)
            person = await make_person(work, body)
            await make_membership(work, person, organization)
            meeting = await make_meeting(work, organization)
            await make_attendance(work, meeting, person)
            await make_file(work, meeting, use="invitation")
            minutes = await make_minutes(work, meeting, chair_id=person.id)
            for order in range(3):
                item = await make_agenda_item(work, meeting, order)
                await make_minutes_entry(work, minutes, item)
                await make_ballot(work, item, {person: "yes"})
                await make_file(work, item, text="Wortlaut")
                paper = await make_paper(work, body)
                await make_consultation(work, paper, item, organization)
                await make_file(work, paper, use="main", text="Wortlaut")
                await make_participation(work, item, paper)


async def make_participation(work, item, paper):
    """What was said to a paper on each side, summed up twice."""
    thread = await thread_below(work, paper)
    about = {"body_id": paper.body_id, "thing_kind": "paper", "thing_id": paper.id}
    for stance in (*Stance, None):
        work.add(
            Comment(
                **about, thread_id=thread.id, author_name="Jemand", text="So.", stance=stance,
                said=work.now, audience_id=PUBLIC,
            )
        )  # fmt: skip
    thread.comment_count, thread.for_count, thread.against_count, thread.neutral_count = 4, 1, 1, 1
    work.add(
        ParticipationSummary(agenda_item_id=item.id, text="Geteilt."),
        ParticipationVersion(agenda_item_id=item.id, number=1, text="So.", until=work.now),
    )


async def make_talk(database, number, body):
    """Posts with comments."""
    async with database.work(system) as work:
        for _ in range(number):
            post = await make_post(work, await make_organization(work, body))
            for _ in range(3):
                await make_comment(work, post)


async def whole(api, text):
    """The data of an operation that is larger than strangers may ask for."""
    answer = await api.execute(text, trusted=True)
    assert answer.errors is None, answer.errors
    return answer.data


@pytest.mark.parametrize(
    ("make_more", "text"),
    [(make_sittings, MEETINGS), (make_talk, POSTS)],
    ids=["meetings", "posts"],
)
async def test_does_not_grow_with_the_rows(database, api, make_more, text):
    body = await make_body(database)
    await make_more(database, 2, body)
    await whole(api, text)
    with statements(database) as few:
        small = await whole(api, text)
    await make_more(database, 9, body)
    with statements(database) as many:
        large = await whole(api, text)

    (name,) = small
    assert (small[name]["totalCount"], large[name]["totalCount"]) == (2, 11)
    assert len(many) == len(few), "\n\n".join(many)


async def test_what_nobody_asks_for_is_not_counted(database, api):
    await make_talk(database, 2, await make_body(database))
    with statements(database) as seen:
        await ask(api, "{ posts { nodes { title } } }")
    assert len(seen) == 1
    assert "count(" not in seen[0].lower()


async def test_texts_are_not_read_with_their_files(database, api):
    paper = await make_paper(database)
    await make_file(database, paper, text="Wortlaut")
    with statements(database) as seen:
        await ask(api, "{ papers { nodes { files { name textState } } } }")
    assert not [statement for statement in seen if "file_texts" in statement]
