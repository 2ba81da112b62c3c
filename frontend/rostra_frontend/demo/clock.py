"""The clock of the demo city: what was done days ago is done by the services, dated back."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import Actor
from rostra.database import Who
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra.work import Work
from rostra_frontend.demo.accounts import DOMAIN


class Earlier(Work):
    """The same transaction at an earlier moment."""

    def __init__(self, work: Work, moment: dt.datetime) -> None:
        super().__init__(work.db, work.actor)
        self.events = work.events
        self.moment = moment

    @property
    def now(self) -> dt.datetime:
        """The moment at which this seems to happen."""
        return self.moment


def acting(address: str) -> Who:
    """Somebody of the city at work, known by the address of the account."""

    async def found(db: AsyncSession) -> Actor:
        email = f"{address}@{DOMAIN}"
        account = await db.scalar(sa.select(Account).where(Account.email == email))
        return await actor_of(db, account, dt.datetime.now(dt.UTC).date())

    return found
