"""The commands do what their names say, and say in a sentence what is missing."""

import os
import socket
import subprocess
import sys

import pytest
import sqlalchemy as sa

from rostra.access import Permission, system
from rostra.database import Database
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra_frontend.command_line import COMMANDS
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body


def rostra(folder, *words, typed="", **settings):
    return subprocess.run(
        [sys.executable, "-m", "rostra_frontend.command_line", *words],
        input=typed,
        capture_output=True,
        text=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(one for one in sys.path if one),
            "ROSTRA_DATA_DIR": str(folder),
            **settings,
        },
        timeout=120,
        check=False,
    )


def test_offers_the_names_that_others_rely_on(tmp_path):
    said = rostra(tmp_path, "--help")
    assert said.returncode == 0, said.stderr
    for name in ("demo", "serve", "work", "migrate", "import", "reindex", "print"):
        assert name in COMMANDS
        assert f"  {name} " in said.stdout


def test_says_what_to_write_when_a_setting_is_wrong(tmp_path):
    said = rostra(tmp_path, "serve", ROSTRA_PORT="ninety")
    assert said.returncode == 2
    assert "port" in said.stderr
    assert "Traceback" not in said.stderr


def test_refuses_a_port_that_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = rostra(tmp_path, "serve", "--port", str(port))
    assert (said.returncode, f"Port {port} is in use" in said.stderr) == (1, True)


def test_migrates_once(tmp_path):
    assert "from nothing to" in rostra(tmp_path, "migrate").stdout
    assert "already" in rostra(tmp_path, "migrate").stdout


def test_lets_the_first_administrator_in(tmp_path):
    rostra(tmp_path, "migrate")
    words = ("create-account", "Erste@example.org", "--name", "Erste Beamtin")
    weak = rostra(tmp_path, *words, "--password", "kurz")
    assert weak.returncode == 1
    assert "12 characters" in weak.stderr
    done = rostra(tmp_path, *words, typed="Rathausturm 1891\nRathausturm 1891\n")
    assert done.returncode == 0, done.stderr
    assert "Rathausturm" not in done.stdout + done.stderr
    twice = rostra(tmp_path, *words, "--password", "Rathausturm 1891")
    assert (twice.returncode, "already" in twice.stderr) == (1, True)


async def test_an_administrator_governs_the_body(tmp_path, sqlite_url):
    database = Database(sqlite_url)
    body = await make_body(database)
    done = rostra(
        tmp_path,
        *("create-account", "chefin@example.org", "--name", "Chefin"),
        *("--password", "Rathausturm 1891", "--administrator", str(body.id)),
        ROSTRA_DATABASE_URL=sqlite_url,
    )
    assert done.returncode == 0, done.stderr
    async with database.reading(system) as work:
        account = await work.first(sa.select(Account))
        actor = await actor_of(work.db, account, work.now.date())
        assert actor.may(Permission.BODY_KEEP, body)
    await database.close()


@pytest.mark.long
async def test_prints_into_a_file(tmp_path, sqlite_url):
    database = Database(sqlite_url)
    meeting = await make_meeting(database)
    await make_agenda_item(database, meeting)
    await database.close()
    out = tmp_path / "agenda.pdf"
    words = ("print", "agenda", str(meeting.id), "--out", str(out))
    done = rostra(tmp_path, *words, ROSTRA_DATABASE_URL=sqlite_url)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes().startswith(b"%PDF-1.7")
    missing = rostra(
        tmp_path,
        *("print", "minutes", "00000000-0000-7000-8000-000000000000"),
        ROSTRA_DATABASE_URL=sqlite_url,
    )
    assert (missing.returncode, "nothing to print" in missing.stderr) == (1, True)


async def test_reindexes(tmp_path, sqlite_url):
    database = Database(sqlite_url)
    await make_meeting(database)
    await database.close()
    done = rostra(tmp_path, "reindex", ROSTRA_DATABASE_URL=sqlite_url)
    assert done.returncode == 0, done.stderr
    assert "entries were indexed" in done.stdout
    assert not done.stdout.startswith("0 ")


def test_writes_the_schema(tmp_path):
    said = rostra(tmp_path, "export-schema")
    assert said.returncode == 0
    assert "type Query" in said.stdout
