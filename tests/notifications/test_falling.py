"""A house that falls again and again while it sends letters forgets none and invents none."""

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from functools import partial
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.jobs import Job
from rostra.notifications.letters import Note, write_letter
from rostra.notifications.models import Letter, LetterState
from rostra.notifications.topics import Topic
from support.mail import mail_server

LETTERS = 60


@pytest.mark.long
async def test_every_letter_arrives_under_one_name(database, database_url, pen, reader, tmp_path):
    async with database.work(system) as work:
        for number in range(LETTERS):
            note = Note(reader.id, Topic.INVITATION, str(number), "digest", "/", {"letters": []})
            await write_letter(work, note, pen, ZoneInfo("Europe/Berlin"))
    kills = 0
    with mail_server() as (box, port):
        while await unsent(database):
            worker = start(database_url, tmp_path, port)
            try:
                if kills < 3:
                    await until(partial(holds_more_than, box, LETTERS * (kills + 0.5) / 4))
                    await asyncio.sleep(random.uniform(0, 0.02))
                    kills += 1
                else:
                    await until_sent(database)
            finally:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
            await let_leases_end(database)
    copies = Counter(mail["Message-ID"] for mail in box.mails)
    assert len(copies) == LETTERS
    assert sum(copies.values()) - LETTERS <= kills
    assert kills == 3


def start(database_url, folder, port) -> subprocess.Popen:
    """A worker in a process of its own."""
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
        "ROSTRA_DATABASE_URL": database_url,
        "ROSTRA_DATA_DIR": str(folder / "data"),
        "ROSTRA_MAIL_HOST": "127.0.0.1",
        "ROSTRA_MAIL_PORT": str(port),
        "ROSTRA_MAIL_SECURITY": "none",
        "ROSTRA_MAIL_FROM": "rathaus@lerchenroda.example",
        "ROSTRA_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "rostra_frontend.command_line", "work"]
    return subprocess.Popen(command, env=environment, start_new_session=True)


def holds_more_than(box, number) -> bool:
    """Whether so many letters came already."""
    return len(box.mails) > number


async def until(holds) -> None:
    """Wait until it holds, for a minute at most."""
    async with asyncio.timeout(60):
        while not holds():
            await asyncio.sleep(0.002)


async def until_sent(database) -> None:
    """Wait until nothing is left to send."""
    async with asyncio.timeout(60):
        while await unsent(database):
            await asyncio.sleep(0.1)


async def unsent(database) -> int:
    """How many letters are not sent yet."""
    async with database.reading(system) as work:
        return await work.count(sa.select(Letter.id).where(Letter.state != LetterState.SENT))


async def let_leases_end(database) -> None:
    """Let what the dead worker had taken up be taken up by another at once."""
    async with database.work(system) as work:
        await work.change(sa.update(Job).values(leased_until=None, leased_by=None, state="waiting"))
