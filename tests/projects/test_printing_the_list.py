"""The print edition of the list: valid, complete, and with nothing that is not for everybody."""

import datetime as dt
from decimal import Decimal

import pytest

from rostra.access import ANYBODY, organization_token, system
from rostra.errors import NotFound
from rostra.projects import services
from rostra.projects.models import ProjectState
from rostra.projects.writing import Step
from rostra_documents.edition import Edition
from rostra_documents.projects.printing import projects_pdf
from support import actors
from support.make.organizations import make_body
from support.make.papers import make_paper
from support.make.projects import DAY, make_department, make_project, writing
from support.printed import bookmarks_of, everything_in, faults, pages_of, text_of
from support.sheets import STATIONERY

CANARY = "Wiedehopfvorhaben"


async def a_list(database):
    """Two projects on the list, one of them changed, and a draft."""
    department = await make_department(database)
    editor = actors.editor_of(department)
    async with database.work(system) as work:
        body = type("B", (), {"id": department.body_id})
        await make_paper(work, body, reference="26/9-BV", name="Neubau des Spielplatzes")
        inner = await work.audience([organization_token(department.id)])
        await make_project(
            work, department, title=CANARY, aim=CANARY, state=ProjectState.DRAFT, audience_id=inner
        )
        await make_project(work, department, title="Zweite Brücke", district="Nord")
    written = writing(
        cost=Decimal("1250000.5"), cost_note="mit Geräten", papers=("26/9-BV",), place="Am Anger",
        steps=(
            Step("Entwurf", DAY, DAY + dt.timedelta(days=30), DAY, DAY + dt.timedelta(days=40)),
            Step("Bau", planned_from=DAY + dt.timedelta(days=90)),
        ),
        participation=True, participation_how="Werkstatt im Rathaus", participation_until=DAY,
        contact_name="Rosa Fichte", contact_email="fichte@stadt.example",
    )  # fmt: skip
    async with database.work(editor) as work:
        project = await services.draft_project(work, department.id, written)
        await services.publish_project(work, project.id)
    async with database.work(editor) as work:
        finished = ProjectState.FINISHED
        await services.move_project(work, project.id, finished, "Die Kinder spielen schon.")
    return department, project


async def test_shows_every_project_with_its_timeline_and_changes(database):
    department, _ = await a_list(database)
    async with database.reading(actors.editor_of(department)) as work:
        document = await projects_pdf(work, None, Edition.FULL, STATIONERY)
    assert faults(document.content) == []
    text = text_of(document.content)
    for said in (
        "Vorhabenliste", "Spielplatz am Anger", "Familie, Grün", "1.250.000,50 € (mit Geräten)",
        "Entwurf 02.03.2026 – 01.04.2026 02.03.2026 – 11.04.2026", "Bau ab 31.05.2026 –",
        "Werkstatt im Rathaus", "bis 02.03.2026", "BV: Neubau des Spielplatzes",
        "Rosa Fichte, fichte@stadt.example", "Stand Die Kinder spielen schon.", "fertig",
        "Zweite Brücke", "noch nicht bekannt", "Am Anger",
    ):  # fmt: skip
        assert said in text, said
    assert CANARY not in everything_in(document.content)
    assert bookmarks_of(document.content) == [
        (0, "Vorhabenliste"), (0, "Inhalt"), (0, "Spielplatz am Anger"), (0, "Zweite Brücke"),
    ]  # fmt: skip
    assert len(pages_of(document.content)) == 4


async def test_speaks_english_and_prints_the_same_again(sqlite_database):
    await a_list(sqlite_database)
    english = STATIONERY.of("")
    prints = []
    for _ in range(2):
        async with sqlite_database.reading(ANYBODY) as work:
            prints.append(await projects_pdf(work, None, Edition.PUBLIC, english))
    assert prints[0].content == prints[1].content
    assert prints[0].file_name == "Vorhabenliste-Stadt-Brunnfeld.pdf"


async def test_an_empty_list_and_one_of_another_body(sqlite_database):
    await a_list(sqlite_database)
    async with sqlite_database.work(system) as work:
        other = await make_body(work, name="Nachbarstadt")
        hidden = await make_body(work, audience_id=await work.audience({"role:clerk"}))
    async with sqlite_database.reading(ANYBODY) as work:
        document = await projects_pdf(work, other.id, Edition.PUBLIC, STATIONERY)
        assert faults(document.content) == []
        assert "Es steht kein Vorhaben auf der Liste." in text_of(document.content)
        assert "Spielplatz" not in text_of(document.content)
        with pytest.raises(NotFound):
            await projects_pdf(work, hidden.id, Edition.PUBLIC, STATIONERY)
