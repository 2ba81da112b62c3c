"""A council in front of real browsers: everybody has a password, and a meeting is to come."""

import datetime as dt
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, expect

from rostra.access import Office, system
from rostra.database import Database
from rostra.organizations.models import StandingOrders
from rostra.people.models import Account
from rostra.people.services import prepared_password
from support.invitations import Council, make_council
from support.make.organizations import make_membership, make_organization
from support.make.people import make_account, make_person

PASSWORD = "Rathausturm 1891"
"""What everybody in this town hall logs in with."""


@dataclass
class Hall:
    """The served city, its council, and how to come in as somebody."""

    url: str
    council: Council
    browser: Browser
    folder: Path

    def pass_days(self, days: int) -> None:
        """Let so many days go by: all meetings are so much nearer."""
        with closing(sqlite3.connect(self.folder / "rostra.db", timeout=15)) as db, db:
            for id, start in db.execute("SELECT id, start FROM meetings").fetchall():
                begins = dt.datetime.fromisoformat(start) - dt.timedelta(days=days)
                db.execute("UPDATE meetings SET start = ? WHERE id = ?", (str(begins), id))

    def enter(self, email: str) -> Page:
        """Somebody at a browser of their own, logged in by the form."""
        page = self.outside()
        page.goto(self.url + "/login")
        page.fill("[name=email]", email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button")
        expect(page.locator("form[action='/logout']").first).to_be_attached()
        return page

    def outside(self) -> Page:
        """Somebody who is not logged in."""
        context: BrowserContext = self.browser.new_context(locale="de-DE")
        context.set_default_timeout(15_000)
        return context.new_page()

    def meeting(self, path: str = "") -> str:
        """An address below the meeting's."""
        return f"{self.url}/meetings/{self.council.meeting.id}{path}"


async def furnished_council(url: str) -> Council:
    """The council with a clerk, passwords for all, and secret votes allowed."""
    database = Database(url)
    council = await make_council(database)
    kept = await prepared_password(PASSWORD)
    async with database.work(system) as work:
        office = await make_organization(work, council.body, name="Ratsbüro")
        clerk = await make_person(work, council.body, name="Sabine Rauch")
        await make_membership(work, clerk, office, office=Office.CLERK)
        await make_account(work, clerk, email="clerk@example.org")
        for number, account in enumerate(council.accounts):
            await work.change(
                sa.update(Account)
                .where(Account.id == account.id)
                .values(email=f"member{number}@example.org")
            )
        await work.change(sa.update(Account).values(password_hash=kept))
        work.add(
            StandingOrders(
                body_id=council.body.id, valid_from=dt.date(2020, 1, 1),
                numbers={"secret_votes": True}, audience_id=1,
            )
        )  # fmt: skip
    await database.close()
    return council
