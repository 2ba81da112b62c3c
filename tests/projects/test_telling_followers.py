"""Those who follow a project are told what changed and why, once, and nobody else."""

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.notifications.models import Following, Letter
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.projects import services
from rostra.projects.models import ProjectState
from rostra.records import now
from rostra.relay import Relay, Subscription
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support import actors
from support.make.people import make_account
from support.make.projects import make_department, writing

ZONE = ZoneInfo("Europe/Berlin")
REASON = "Der Stadtrat hat mehr Geld bewilligt."


@pytest.fixture
def relay(database):
    """What hands events to the writer of letters."""
    pen = Pen(Settings(city_name="Lerchenroda", public_url="https://lerchenroda.example"))
    return Relay(database, [Notifier(pen, ZONE, TELLERS)])


async def letters(database, relay):
    """The letters, once everything was told twice."""
    await relay.drain()
    async with database.work(system) as work:
        await work.change(sa.update(Subscription).values(position=0))
    await relay._behind(relay.subscribers[0])
    await relay.drain()
    async with database.reading(system) as work:
        return await work.fetch(sa.select(Letter).order_by(Letter.id))


async def test_tells_the_reason_to_those_who_follow(database, relay):
    department = await make_department(database)
    editor = actors.editor_of(department)
    follower = await make_account(database, email="amsel@example.org")
    waiting = await make_account(database, email="drossel@example.org")
    await make_account(database, email="elster@example.org")
    async with database.work(editor) as work:
        project = await services.draft_project(work, department.id, writing())
        await services.publish_project(work, project.id)
    async with database.work(system) as work:
        for account, confirmed in ((follower, now()), (waiting, None)):
            work.add(Following(
                account_id=account.id, thing_kind="project", thing_id=project.id,
                confirmed=confirmed,
            ))  # fmt: skip
    async with database.work(editor) as work:
        changed = writing(cost_note="mit Bäumen")
        await services.edit_project(work, project.id, 2, changed, REASON)

    (letter,) = await letters(database, relay)
    assert letter.account_id == follower.id
    assert letter.subject == "Geändert: Spielplatz am Anger"
    assert REASON in letter.text
    assert "Was die Kosten umfassen" in letter.text
    assert f"https://lerchenroda.example/projects/{project.id}" in letter.text


async def test_says_nothing_of_what_was_taken_back_meanwhile(database, relay):
    department = await make_department(database)
    editor = actors.editor_of(department)
    follower = await make_account(database, email="amsel@example.org")
    async with database.work(editor) as work:
        project = await services.draft_project(work, department.id, writing())
        await services.publish_project(work, project.id)
    async with database.work(system) as work:
        work.add(Following(
            account_id=follower.id, thing_kind="project", thing_id=project.id, confirmed=now()
        ))  # fmt: skip
    async with database.work(editor) as work:
        await services.move_project(work, project.id, ProjectState.FINISHED, REASON)
        await services.withdraw_project(work, project.id, "Irrtum.")
    assert await letters(database, relay) == []
