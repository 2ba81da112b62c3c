"""Sweeping up after secret votes: the disk keeps no earlier state that joined voter and number.

PostgreSQL keeps rows as they were until it cleans up, SQLite in its write-ahead log. Of a vote
both keep who had voted by then beside what was counted by then; so both are brought to nothing
as soon as the result is told.
"""

from typing import Any

from rostra.database import Database
from rostra.jobs import enqueue
from rostra.voting.models import Ballot, Elector, Method, SecretTally
from rostra.work import Work

SWEEP = "voting.sweep"
SWEPT = (Elector.__tablename__, SecretTally.__tablename__)


async def ask_to_sweep(work: Work, ballot: Ballot) -> None:
    """Have it swept up after a ballot in which votes were cast secretly on devices."""
    if ballot.on_devices and ballot.method in (Method.SECRET, Method.ELECTION):
        await enqueue(work, SWEEP, {}, f"{SWEEP}:{ballot.id}")


async def sweep(database: Database, _payload: dict[str, Any]) -> None:
    """Leave nothing on the disk but what the tables say now."""
    await database.rewrite(*SWEPT)
