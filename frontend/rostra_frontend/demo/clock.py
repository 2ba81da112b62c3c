"""The clock of the demo city: what was done days ago is done by the services, dated back."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from rostra.access import Actor
from rostra.database import Who
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra.work import Work
from rostra_frontend.demo.dates import ZONE
from rostra_frontend.demo.founding import id_of


class Earlier(Work):
    """The same transaction at an earlier moment."""

    def __init__(self, work: Work, moment: dt.datetime) -> None:
        super().__init__(work.db, work.actor, ZONE)
        self.events = work.events
        self.moment = moment

    @property
    def now(self) -> dt.datetime:
        """The moment at which this seems to happen."""
        return self.moment


def acting(key: str) -> Who:
    """Somebody of the city at work, with the own account and what it permits."""

    async def found(db: AsyncSession) -> Actor:
        own = sa.select(Account).where(Account.person_id == id_of("person", key))
        account = await db.scalar(own)
        return await actor_of(db, account, dt.datetime.now(ZONE).date())

    return found
