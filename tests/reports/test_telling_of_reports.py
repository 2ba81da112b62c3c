"""Whoever made a report, its department and its followers are told; nobody else is."""

from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rostra.access import Office, system
from rostra.admission.entering import Visit
from rostra.notifications.following import follow
from rostra.notifications.models import Letter
from rostra.notifications.tellers import TELLERS
from rostra.notifications.telling import Notifier
from rostra.people.models import Account
from rostra.relay import Relay
from rostra.reports.handling import (
    Step,
    add_to_report,
    answer_report,
    move_report,
    note_report,
    reassign_report,
)
from rostra.reports.models import ReportState
from rostra.reports.writing import Defect, Sender, release_report, write_report
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support import actors
from support.make.organizations import make_membership
from support.make.people import make_account, make_person
from support.make.reports import make_depot, visit_to

LAMP = Defect("Die Laterne brennt nicht.", "Am Anger 3", 50.98, 11.03, "0361 1234")
SETTINGS = Settings(city_name="Brunnfeld", public_url="https://brunnfeld.example")


@pytest.fixture
async def depot(database):
    made = await make_depot(database)
    for place, email in ((made.department, "bh@example.org"), (made.other, "tb@example.org")):
        person = await make_person(database, made.body)
        await make_membership(database, person, place, office=Office.EDITOR)
        await make_account(database, person, email=email)
    return made


@pytest.fixture
def relay(database):
    """Hands over what has happened to those who write letters."""
    return Relay(database, [Notifier(Pen(SETTINGS), ZoneInfo("Europe/Berlin"), TELLERS)])


async def told(database, relay):
    """What was written to whom since the last time, as address and subject."""
    await relay.drain()
    async with database.work(system) as work:
        rows = await work.rows(
            sa.select(Account.email, Letter.subject, Letter.text)
            .join(Letter, Letter.account_id == Account.id)
            .order_by(Letter.id)
        )
        await work.change(sa.delete(Letter))
    return [(row[0], row[1]) for row in rows], "\n".join(row[2] for row in rows)


async def test_each_is_told_what_concerns_them(database, depot, relay):
    mine = depot.author.email
    async with database.work(depot.citizen) as work:
        sender = Sender(visit=await visit_to(work))
        report = (await write_report(work, depot.lamps.id, LAMP, sender)).report
    number = report.reference
    letters, words = await told(database, relay)
    assert letters == [
        (mine, f"Ihre Meldung {number}: eingegangen"),
        ("bh@example.org", f"Neue Meldung {number}: Straßenlaterne defekt"),
    ]
    assert f"https://brunnfeld.example/reports/{number}" in words
    assert mine not in words
    assert "0361 1234" not in words

    neighbour = await make_account(database, confirmed=depot.author.confirmed)
    async with database.work(actors.account_holder(neighbour)) as work:
        assert await follow(work, "report", report.id, "", Visit("192.0.2.1"))
    async with database.work(depot.editor) as work:
        await note_report(work, report.id, "Nur für uns")
        await answer_report(work, report.id, "Wir kommen.")
    letters, words = await told(database, relay)
    assert letters[0] == (mine, f"Ihre Meldung {number}: eine Antwort")
    assert [email for email, _ in letters] == [mine, neighbour.email]
    assert "Nur für uns" not in words

    async with database.work(depot.editor) as work:
        await move_report(work, report.id, Step(ReportState.REJECTED, "Bahn", "Deutsche Bahn"))
    letters, words = await told(database, relay)
    assert (mine, f"Ihre Meldung {number}: abgelehnt") in letters
    assert "Zuständig: Deutsche Bahn" in words

    async with database.work(depot.citizen) as work:
        await move_report(work, report.id, Step(ReportState.REOPENED, "Doch nicht"))
        await add_to_report(work, report.id, "Noch etwas", await visit_to(work))
    letters, words = await told(database, relay)
    assert mine not in [email for email, _ in letters]
    assert [subject for email, subject in letters if email == "bh@example.org"] == [
        f"Wieder geöffnet: Meldung {number}", f"Ergänzung zur Meldung {number}",
    ]  # fmt: skip

    async with database.work(depot.editor) as work:
        await reassign_report(work, report.id, "Loch", depot.roads.id)
    letters, _ = await told(database, relay)
    assert letters == [("tb@example.org", f"An Sie übergeben: Meldung {number}")]


async def test_who_has_not_confirmed_gets_the_link_alone(database, depot, relay):
    async with database.work(actors.anybody) as work:
        sender = Sender("Resi", "resi@example.org", visit=await visit_to(work))
        report = (await write_report(work, depot.lamps.id, LAMP, sender)).report
    letters, words = await told(database, relay)
    assert [email for email, _ in letters] == ["resi@example.org"]
    assert "/confirm/" in words
    async with database.work(system) as work:
        account = await work.db.get(Account, report.author_id)
        account.confirmed = work.now
        await release_report(work, report.id, account)
    letters, _ = await told(database, relay)
    assert [email for email, _ in letters] == ["resi@example.org", "bh@example.org"]
