"""A stranger follows a project from its page: first a letter, then every change with its reason."""

import asyncio
import re

import sqlalchemy as sa

from rostra.access import system
from rostra.admission.entering import KEY
from rostra.admission.keys import key_named, signature
from rostra.notifications.models import Following, Letter
from rostra.projects import services
from support import actors
from support.make.projects import make_department, make_project, writing
from support.town_hall import town_hall

RESIDENT = "resi@example.org"
REASON = "Der Stadtrat hat mehr Geld bewilligt."


async def letter_with(hall, words):
    """The letter with these words, which comes a moment later."""
    for _ in range(100):
        async with hall.database.reading(system) as work:
            for letter in await work.fetch(sa.select(Letter)):
                if words in letter.text:
                    return letter
        await asyncio.sleep(0.1)
    raise AssertionError(f"no letter says {words}")


async def test_from_the_page_to_the_letter(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as hall:
        department = await make_department(hall.database)
        project = await make_project(hall.database, department)
        here = f"/projects/{project.id}"
        async with hall.visitor() as resident:
            page = (await resident.get(here)).text
            assert "Diesem Vorhaben folgen" in page
            discussion = f"/discussions/project/{project.id}"
            assert f'href="{discussion}#write"' in page
            assert "Spielplatz am Anger" in (await resident.get(discussion)).text
            async with hall.database.work(system) as work:
                opened = await moment_past(work)
            sent = {"thing": str(project.id), "email": RESIDENT, "opened": opened, "website": ""}
            reply = await resident.post(f"{here}/follow", sent)
            assert reply.headers["location"] == f"{here}?followed=letter#follow"
            assert (
                "Wir haben Ihnen einen Brief geschickt"
                in (await resident.get(f"{here}?followed=letter")).text
            )
            letter = await letter_with(hall, "/confirm/")
            path = re.search(r"https?://[^/\s]+(/confirm/\S+)", letter.text)[1]
            await confirm(resident, path)
            async with hall.database.reading(system) as work:
                (following,) = await work.fetch(sa.select(Following))
            assert (following.thing_id, following.confirmed is None) == (project.id, False)

            async with hall.database.work(actors.editor_of(department)) as work:
                changed = writing(cost_note="mit Bäumen")
                await services.edit_project(work, project.id, 1, changed, REASON)
            told = await letter_with(hall, REASON)
            assert told.subject == "Geändert: Spielplatz am Anger"

            token = await resident.token(here)
            assert (
                "kommt mit ihrer Begründung per E-Mail zu Ihnen" in (await resident.get(here)).text
            )
            await resident.post(
                f"{here}/unfollow", {"form_token": token, "thing": str(project.id)}
            )  # fmt: skip
            async with hall.database.reading(system) as work:
                assert await work.fetch(sa.select(Following)) == []


async def moment_past(work):
    """The signed moment of a form that was opened a minute ago."""
    moment = str(int(work.now.timestamp()) - 60)
    return f"{moment}.{signature(await key_named(work, KEY), moment)}"


async def confirm(visitor, path):
    """Press the button of the page behind the link."""
    page = await visitor.get(path)
    assert page.status_code == 200, page.text
    token = re.search(r'name="form_token" value="([^"]+)"', page.text)
    fields = {"form_token": token[1]} if token else {}
    reply = await visitor.post(path, fields)
    assert reply.status_code == 303, reply.text
