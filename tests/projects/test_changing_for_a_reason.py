"""A department keeps its projects: nothing changes for everybody without a reason that stays."""

import datetime as dt
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rostra.access import ANYBODY, NOBODY, PUBLIC, system
from rostra.database import Database
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted, Refusal
from rostra.events import LoggedEvent
from rostra.projects import queries, services
from rostra.projects.models import Phase, Project, ProjectChange, ProjectState
from rostra.projects.writing import Step
from rostra.tombstones import Tombstone
from support import actors
from support.apart import apart
from support.make.organizations import make_body
from support.make.papers import make_paper
from support.make.posts import make_post
from support.make.projects import DAY, make_department, writing

REASON = "Der Stadtrat hat mehr Geld bewilligt."


async def do(database, who, verb, *arguments, **named):
    async with database.work(who) as work:
        return await verb(work, *arguments, **named)


async def drafted(database, department, **values):
    editor = actors.editor_of(department)
    return await do(database, editor, services.draft_project, department.id, writing(**values))


async def published(database, department, **values):
    project = await drafted(database, department, **values)
    return await do(
        database, actors.editor_of(department), services.publish_project, project.id
    )  # fmt: skip


async def history_of(database, project, who=ANYBODY):
    async with database.reading(who) as work:
        return (await queries.changes_of(work, [project.id])).get(project.id, [])


async def everything(database, model):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(model).order_by(model.id))


async def names_of_events(database):
    async with database.reading(system) as work:
        return await work.fetch(sa.select(LoggedEvent.name).order_by(LoggedEvent.position))


async def test_only_the_department_reads_a_draft(database):
    department = await make_department(database)
    project = await drafted(database, department)
    for who in (ANYBODY, actors.editor_of(await make_department(database, name="Tiefbauamt"))):
        async with database.reading(who) as work:
            assert await queries.projects_by_id(work, [project.id]) == {}
            assert await queries.topics_of(work, [project.id]) == {}
            assert await queries.topics_used(work) == []
    async with database.reading(actors.editor_of(department)) as work:
        assert list(await queries.projects_by_id(work, [project.id])) == [project.id]
        assert await queries.topics_of(work, [project.id]) == {project.id: ["Familie", "Grün"]}


async def test_only_its_department_writes_publishes_and_withdraws(database):
    department = await make_department(database)
    other = actors.editor_of(await make_department(database, name="Tiefbauamt"))
    with pytest.raises(NotPermitted):
        await do(database, other, services.draft_project, department.id, writing())
    project = await published(database, department)
    for verb, *arguments in (
        (services.edit_project, 2, writing(title="Anders"), REASON),
        (services.move_project, ProjectState.FINISHED, REASON),
        (services.withdraw_project, REASON),
    ):
        for who in (other, ANYBODY, actors.councillor_of(department)):
            with pytest.raises(NotPermitted):
                await do(database, who, verb, project.id, *arguments)
    assert await history_of(database, project) == []


async def test_a_draft_changes_without_a_reason_and_leaves_no_history(database):
    department = await make_department(database)
    editor = actors.editor_of(department)
    project = await drafted(database, department)
    await do(database, editor, services.edit_project, project.id, 1, writing(title="Neu"))
    await do(database, editor, services.publish_project, project.id)
    assert await history_of(database, project) == []
    with pytest.raises(Conflict):
        await do(database, editor, services.publish_project, project.id)
    assert await names_of_events(database) == [
        "ProjectDrafted",
        "ProjectDrafted",
        "ProjectPublished",
    ]


async def test_a_published_project_says_what_changed_and_why(database):
    department = await make_department(database)
    editor = actors.editor_of(department)
    project = await published(database, department, cost=Decimal("120000.50"))
    changed = writing(
        cost=Decimal("150000"),
        phase=Phase.PLANNING,
        steps=(Step("Bau", DAY, None),),
        participation=True,
        participation_how="Werkstatt im Rathaus",
        participation_from=DAY,
        contact_name="Rosa Fichte",
    )
    await do(database, editor, services.edit_project, project.id, 2, changed, f"  {REASON} ")

    (change,) = await history_of(database, project)
    assert (change.reason, change.revision) == (REASON, 3)
    told = {one.pop("field"): one for one in change.details}
    assert told == {
        "phase": {"before": "idea", "after": "planning"},
        "cost": {"before": "120000.50", "after": "150000.00"},
        "timeline": {
            "before": [],
            "after": [
                {
                    "title": "Bau", "planned_from": "2026-03-02", "planned_until": None,
                    "actual_from": None, "actual_until": None,
                }
            ],
        },
        "participation": {"before": None, "after": "Werkstatt im Rathaus"},
        "participation_time": {"before": None, "after": "2026-03-02/"},
        "contact": {},
    }  # fmt: skip
    (now,) = await everything(database, Project)
    assert (now.change_reason, now.cost_cents, now.revision) == (REASON, 15_000_000, 3)


async def test_needs_a_reason_once_it_is_published(database):
    department = await make_department(database)
    editor = actors.editor_of(department)
    project = await published(database, department)
    for verb, *arguments in (
        (services.edit_project, 2, writing(title="Anders"), " \n"),
        (services.edit_project, 2, writing(title="Anders")),
        (services.move_project, ProjectState.FINISHED, ""),
        (services.withdraw_project,),
    ):
        with pytest.raises(Invalid) as refusal:
            await do(database, editor, verb, project.id, *arguments)
        assert refusal.value.field == "reason"
    (now,) = await everything(database, Project)
    assert (now.title, now.state, now.revision) == ("Spielplatz am Anger", "published", 2)


async def test_nobody_overwrites_what_they_have_not_read(database):
    department = await make_department(database)
    editor = actors.editor_of(department)
    project = await published(database, department)
    await do(database, editor, services.edit_project, project.id, 2, writing(title="A"), REASON)
    with pytest.raises(Conflict):
        await do(database, editor, services.edit_project, project.id, 2, writing(title="B"), REASON)
    (now,) = await everything(database, Project)
    assert now.title == "A"
    assert len(await history_of(database, project)) == 1


async def test_goes_out_of_sight_with_its_history(database):
    department = await make_department(database)
    editor = actors.editor_of(department)
    project = await published(database, department)
    await do(database, editor, services.edit_project, project.id, 2, writing(title="A"), REASON)
    await do(database, editor, services.withdraw_project, project.id, "Der Träger ist abgesprungen")
    for who in (ANYBODY, editor):
        async with database.reading(who) as work:
            assert await queries.projects_by_id(work, [project.id]) == {}
            assert await work.fetch(work.readable(ProjectChange)) == []
    assert {one.audience_id for one in await everything(database, ProjectChange)} == {NOBODY}
    stones = await everything(database, Tombstone)
    assert [one.id for one in stones if one.of_kind == "project"] == [project.id]
    with pytest.raises(NotFound):
        await do(database, editor, services.edit_project, project.id, 4, writing(), REASON)


async def test_a_draft_that_is_taken_back_was_never_there(database):
    department = await make_department(database)
    project = await drafted(database, department)
    await do(database, actors.editor_of(department), services.withdraw_project, project.id)
    assert await everything(database, Tombstone) == []
    assert "ProjectWithdrawn" not in await names_of_events(database)


async def test_names_only_papers_that_everybody_may_read(database):
    department = await make_department(database)
    async with database.work(system) as work:
        inside = await work.audience({"role:clerk"})
        body = await work.find(type(await make_body(work)), department.body_id)
        hidden = await make_paper(work, body, audience_id=inside)
        shown = await make_paper(work, body, reference="26/7-BV")
        second = await make_paper(work, body, name="Zweite")
        third = await make_paper(work, body)
        abroad = await make_paper(work, await make_body(work, name="Nachbarstadt"))
    for line in (hidden.reference, str(hidden.id), "26/404", abroad.reference):
        with pytest.raises(Invalid) as refusal:
            await drafted(database, department, papers=("26/7-BV", line))
        assert refusal.value.field == "papers"
        assert "Line 2" in refusal.value.sentence
    lines = (f"https://stadt.example/papers/{second.id}", "26/7-BV", str(third.id), str(shown.id))
    project = await published(database, department, papers=lines)

    async def linked():
        async with database.reading(ANYBODY) as work:
            found = (await queries.papers_of(work, [project.id])).get(project.id, [])
            return [paper.id for paper in found]

    assert await linked() == [second.id, shown.id, third.id]
    async with database.work(system) as work:
        work.withdraw(await work.find(type(shown), shown.id))
    assert await linked() == [second.id, third.id]


FLAWS = [
    ("title", {"title": " "}),
    ("title", {"title": "x" * 201}),
    ("aim", {"aim": ""}),
    ("topics", {"topics": tuple("abcdefghi")}),
    ("latitude", {"latitude": 50.9}),
    ("latitude", {"latitude": 90.1, "longitude": 11.5}),
    ("cost", {"cost": Decimal("-1")}),
    ("cost", {"cost": Decimal("1.005")}),
    ("cost", {"cost": Decimal("NaN")}),
    ("cost", {"cost": Decimal("1e12")}),
    ("steps", {"steps": (Step("", DAY),)}),
    ("steps", {"steps": (Step("Bau", DAY, DAY - dt.timedelta(days=1)),)}),
    ("steps", {"steps": (Step("Bau", actual_until=DAY),)}),
    ("participationHow", {"participation": True}),
    (
        "participationUntil",
        {"participation_from": DAY, "participation_until": DAY - dt.timedelta(days=1)},
    ),
    ("contactEmail", {"contact_email": "nicht@@gut"}),
]


@pytest.mark.parametrize(("field", "values"), FLAWS, ids=[str(flaw[1]) for flaw in FLAWS])
async def test_refuses_what_cannot_be(sqlite_database, field, values):
    department = await make_department(sqlite_database)
    with pytest.raises(Invalid) as refusal:
        await drafted(sqlite_database, department, **values)
    assert refusal.value.field == field
    assert await everything(sqlite_database, Project) == []


WRITINGS = st.builds(
    writing,
    title=st.sampled_from(["A", "B"]),
    phase=st.sampled_from([Phase.IDEA, Phase.PLANNING]),
    cost=st.sampled_from([None, Decimal(5)]),
    topics=st.sampled_from([(), ("Grün",), ("Grün", "Verkehr"), ("Verkehr", "Grün")]),
    contact_name=st.sampled_from([None, "Rosa Fichte"]),
)
REASONS = st.sampled_from(["", " ", REASON, "Noch ein Grund"])
DEEDS = st.one_of(
    st.tuples(st.just("edit"), WRITINGS, REASONS, st.integers(-1, 0)),
    st.tuples(st.just("move"), st.sampled_from(list(ProjectState)), REASONS),
    st.tuples(st.just("publish")),
)


async def lived_through(url, deeds):
    """Do all this to a project, and look after each deed whether the history says so."""
    database = Database(url)
    try:
        department = await make_department(database)
        editor = actors.editor_of(department)
        project = await drafted(database, department)
        for deed in deeds:
            await look_at_one(database, editor, project.id, deed)
    finally:
        await database.close()


async def state_of(database, id):
    async with database.reading(system) as work:
        project = await work.find(Project, id)
        topics = (await queries.topics_of(work, [id])).get(id, [])
        history = (await queries.changes_of(work, [id])).get(id, [])
    said = tuple(getattr(project, name) for name in (*services.PLAIN, "state", "cost_cents"))
    return project, (*said, *topics), history


async def look_at_one(database, editor, id, deed):
    before, said, history = await state_of(database, id)
    verb, *rest = deed
    reason = ""
    try:
        if verb == "edit":
            written, reason, offset = rest
            seen = before.revision + offset
            await do(database, editor, services.edit_project, id, seen, written, reason)
        elif verb == "move":
            await do(database, editor, services.move_project, id, *rest)
            reason = rest[1]
        else:
            await do(database, editor, services.publish_project, id)
        refused = False
    except Refusal:
        refused = True
    after, says, told = await state_of(database, id)

    changed = says != said
    assert not (refused and changed), "what is refused changes nothing"
    openly = before.state != ProjectState.DRAFT
    assert len(told) == len(history) + (1 if openly and changed else 0)
    assert after.revision == before.revision + (1 if changed else 0)
    if openly and changed:
        assert told[0].reason == reason.strip() == after.change_reason
        assert told[0].details, "a change says what changed"
        assert told[0].audience_id == after.audience_id == PUBLIC
    assert all(one.reason for one in told)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(DEEDS, min_size=2, max_size=8))
def test_every_change_in_public_leaves_one_entry_with_its_reason(database_url, deeds):
    apart(lived_through(database_url, [("publish",), *deeds] if len(deeds) % 3 else deeds))


async def test_shows_the_published_posts_about_it_to_those_who_read_both(database):
    department = await make_department(database)
    project = await published(database, department)
    hidden = await drafted(database, department, title="Noch geheim")
    async with database.work(system) as work:
        inside = await work.audience({"role:clerk"})
        shown = await make_post(work, department, project_id=project.id)
        await make_post(work, department, project_id=project.id, audience_id=inside)
        await make_post(work, department, project_id=project.id, published=None)
        await make_post(work, department, project_id=hidden.id)
    async with database.reading(ANYBODY) as work:
        found = await queries.posts_of(work, [project.id, hidden.id])
    assert {key: [post.id for post in posts] for key, posts in found.items()} == {
        project.id: [shown.id]
    }
