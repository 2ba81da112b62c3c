"""Everything can be fetched again by its global id, unless it is not for the viewer."""

import base64
import datetime as dt

import pytest

from rostra.access import NOBODY, system
from rostra.kinds import READABLE
from rostra.minutes.models import Absence, Objection, Statement
from rostra.polls.models import PollText
from rostra.posts.models import PostPicture, PostVersion
from rostra.projects.models import ProjectChange
from rostra.reports.models import ReportEntry, ReportPhoto
from rostra.resolutions.models import ProgressReport, Resolution
from rostra.voting.models import Motion
from rostra_graphql.nodes import TYPE_NAMES, global_id, read_global_id
from support.asking import ask, refused
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import (
    make_legislative_term,
    make_location,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_person
from support.make.polls import make_poll
from support.make.posts import make_comment, make_post
from support.make.projects import make_project
from support.make.reports import make_depot, make_report
from support.making import kept

NODE = "query Node($id: ID!) { node(id: $id) { __typename id uuid created modified } }"
NODES = "query Nodes($ids: [ID!]!) { nodes(ids: $ids) { uuid } }"


async def one_of_each(database):
    """A thing of every kind that has a global id."""
    organization = await make_organization(database)
    term = await make_legislative_term(database)
    person = await make_person(database)
    meeting = await make_meeting(database, organization)
    item = await make_agenda_item(database, meeting)
    minutes = await make_minutes(database, meeting)
    paper = await make_paper(database)
    post = await make_post(database)
    return [
        organization, term, person, meeting, item, minutes, paper, post,
        await make_location(database),
        await make_membership(database, person, organization),
        await make_ballot(database, item),
        await make_minutes_entry(database, minutes, item),
        await make_consultation(database, paper, item),
        await make_file(database, paper),
        await make_comment(database, post),
        *await kept_of_a_sitting(database, person, meeting, item, minutes),
        *await kept_of_the_city(database),
    ]  # fmt: skip


async def kept_of_the_city(database):
    """What a city and its residents have under way."""
    depot = await make_depot(database)
    report = await make_report(database, depot)
    project = await make_project(database)
    about = {"body_id": report.body_id, "report_id": report.id}
    poll = await make_poll(database)
    post = await make_post(database)
    told = {"body_id": post.body_id, "post_id": post.id}
    return [
        report,
        await kept(
            database, PostPicture, **told, content_hash="cd", width=4, height=3, alternative="Rad",
        ),
        await kept(
            database, PostVersion, **told, revision=2, reason="Zahl", before="1", after="2",
        ),
        depot.lamps,
        project,
        poll,
        await kept(
            database, PollText, body_id=poll.body_id, organization_id=poll.organization_id,
            poll_id=poll.id, question=0, text="Mehr Bänke",
        ),
        await kept(database, ReportEntry, **about, entry_kind="state", state="received"),
        await kept(
            database, ReportPhoto, **about, content_hash="ab", width=4, height=3,
        ),
        await kept(
            database, ProjectChange, project_id=project.id, body_id=project.body_id,
            reason="Mehr Geld", revision=2, details=[],
        ),
    ]  # fmt: skip


async def kept_of_a_sitting(database, person, meeting, item, minutes):
    """What a sitting and its minutes leave behind."""
    under = {"body_id": item.body_id, "agenda_item_id": item.id}
    about = {"body_id": item.body_id, "minutes_id": minutes.id, "person_id": person.id}
    resolution = await kept(
        database, Resolution, **under, meeting_id=meeting.id, number="1/2026", title="Radweg",
        date=dt.date(2026, 11, 23), text="Der Radweg wird gebaut.", result="einstimmig",
    )  # fmt: skip
    return [
        resolution,
        await kept(
            database, ProgressReport, body_id=item.body_id, resolution_id=resolution.id,
            progress="open", text="Es geht los.",
        ),
        await kept(database, Motion, **under, motion_type="substantive", text="Vertagen"),
        await kept(
            database, Statement, **under, person_id=person.id, statement_type="verbatim", text="Ja"
        ),
        await kept(database, Objection, **about, text="Es waren vier."),
        await kept(database, Absence, **about, state="excused"),
    ]  # fmt: skip


async def test_gives_back_every_kind_of_thing(database, api):
    things = await one_of_each(database)
    assert {thing.kind for thing in things} == set(TYPE_NAMES) - {"body"}
    for thing in things:
        node = (await ask(api, NODE, id=global_id(thing)))["node"]
        assert node == {
            "__typename": TYPE_NAMES[thing.kind],
            "id": global_id(thing),
            "uuid": str(thing.id),
            "created": thing.created.isoformat(),
            "modified": node["modified"],
        }


async def test_gives_many_in_the_order_asked_for(database, api):
    things = await one_of_each(database)
    ids = [global_id(thing) for thing in things]
    stranger = base64.urlsafe_b64encode(f"Paper:{things[0].id}".encode()).decode()
    found = (await ask(api, NODES, ids=[*ids, stranger, *ids]))["nodes"]
    expected = [{"uuid": str(thing.id)} for thing in things]
    assert found == [*expected, None, *expected]


async def test_what_is_withdrawn_looks_like_what_never_was(database, api):
    things = await one_of_each(database)
    for thing in things:
        async with database.work(system) as work:
            await work.change(
                READABLE[thing.kind].__table__.update()
                .where(READABLE[thing.kind].id == thing.id)
                .values(audience_id=NOBODY)
            )  # fmt: skip
    hidden = await ask(api, NODES, ids=[global_id(thing) for thing in things])
    assert hidden == {"nodes": [None] * len(things)}


@pytest.mark.parametrize("id", ["", "x", "TWVldGluZzp4", "TWVldGluZw", "äöü", "===="])
async def test_refuses_what_is_no_id(sqlite_api, id):
    error = await refused(sqlite_api, NODE, id=id)
    assert error["extensions"] == {"code": "INVALID", "field": "id"}


async def test_refuses_what_no_database_can_keep(sqlite_api):
    error = await refused(sqlite_api, NODE, id="\x00")
    assert error["extensions"] == {"code": "INVALID", "field": "variables"}


async def test_an_id_can_be_read_again(sqlite_database):
    paper = await make_paper(sqlite_database)
    assert read_global_id(global_id(paper)) == ("Paper", paper.id)


async def test_accounts_cannot_be_fetched(sqlite_api):
    id = base64.urlsafe_b64encode(b"Account:01a20555-9377-71a3-a859-aa3611794166").decode()
    error = await refused(sqlite_api, NODE, id=id)
    assert error["extensions"]["code"] == "INVALID"
