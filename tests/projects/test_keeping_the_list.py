"""The list of projects on the website: kept by a department, read by everybody."""

import datetime as dt
import re
from contextlib import asynccontextmanager
from decimal import Decimal

import pytest
import sqlalchemy as sa

from rostra.access import Office, organization_token, system
from rostra.organizations.models import Organization
from rostra.projects.models import Project, ProjectState
from rostra_frontend.pages.projects.timeline import told
from rostra_frontend.pages.projects.writing import NO_AMOUNT, NOWHERE, amount, degrees
from support.make.papers import make_paper
from support.make.projects import make_project
from support.town_hall import town_hall

DRAFT = {
    "form": "words",
    "title": "Radweg an der Saale",
    "aim": "Sicher zur Schule.\nAuch bei Nacht.",
    "topics": "Verkehr, Schule, Verkehr",
    "phase": "PLANNING",
    "cost": "1.250.000,50",
    "costNote": "mit Beleuchtung",
    "latitude": "50,92",
    "longitude": "11.58",
    "stepTitle": ["Entwurf", "", "Bau"],
    "plannedFrom": ["2026-01-05", "", "2026-08-01"],
    "plannedUntil": ["2026-03-31", "", "2026-10-31"],
    "actualFrom": ["2026-01-12", "", ""],
    "actualUntil": ["", "", ""],
    "papers": "26/7-BV",
}


@asynccontextmanager
async def editing(url, folder):
    """A running town hall with a paper, and its editor at a browser."""
    async with town_hall(url, folder) as hall:
        async with hall.database.work(system) as work:
            office = await work.first(sa.select(Organization))
            body = type("B", (), {"id": office.body_id})
            await make_paper(work, body, reference="26/7-BV", name="Radwegebau")
        async with hall.visitor() as editor:
            await editor.log_in(hall.emails[Office.EDITOR])
            yield hall, editor, office


async def sent(visitor, page, path, **fields):
    """What comes back when a form of a page is sent."""
    token = await visitor.token(page)
    return await visitor.post(path, {"form_token": token, **fields})


async def drafted(editor, office, **fields):
    reply = await sent(
        editor, "/projects/new", "/projects/new",
        **{"organization": str(office.id), **DRAFT, **fields},
    )  # fmt: skip
    assert reply.status_code == 303, reply.text
    return reply.headers["location"].removesuffix("/edit")


async def test_from_the_first_draft_to_the_archive(database_url, tmp_path):
    async with editing(database_url, tmp_path / "data") as (hall, editor, office):
        here = await drafted(editor, office)
        async with hall.visitor() as stranger:
            assert (await stranger.get(here)).status_code == 404
            assert "Radweg an der Saale" not in (await stranger.get("/projects")).text
            assert "Radweg an der Saale" in (await editor.get("/projects/desk")).text
            assert (await sent(editor, f"{here}/edit", f"{here}/publish")).status_code == 303

            shown = (await stranger.get(here)).text
            for words in (
                "1.250.000,50\N{NO-BREAK SPACE}€", "mit Beleuchtung", "Auch bei Nacht.", "26/7-BV",
                "50.92000, 11.58000", "Planung", "Entwurf", "05.01.2026",
            ):  # fmt: skip
                assert words in shown, words
            assert "reason" not in (await editor.get(here)).text.partition("<main")[0]

            edit = {**DRAFT, "seen": "2", "cost": "1300000"}
            refused = await sent(editor, f"{here}/edit", f"{here}/edit", **edit)
            assert refused.status_code == 422
            assert "Bitte begründen Sie diese Änderung" in refused.text
            assert re.search(r'name="cost"[^>]*value="1300000"', refused.text)
            assert 'value="Bau"' in refused.text
            changed = await sent(
                editor, f"{here}/edit", f"{here}/edit", **edit, reason="Der Stahl wurde teurer."
            )
            assert changed.status_code == 303

            shown = (await stranger.get(here)).text
            assert shown.count("Der Stahl wurde teurer.") == 2
            assert "1.250.000,50" in shown
            assert "1.300.000\N{NO-BREAK SPACE}€" in shown
            assert "Der Stahl wurde teurer." in (await stranger.get("/projects")).text

            for state, why in (("ARCHIVED", ""), ("ARCHIVED", "Vorbei.")):
                reply = await sent(
                    editor, f"{here}/edit", f"{here}/move", form="move", state=state, why=why
                )
                assert reply.status_code == (303 if why else 422)
            assert "Radweg an der Saale" not in (await stranger.get("/projects")).text
            assert "Radweg an der Saale" in (await stranger.get("/projects?archived=yes")).text
            assert "Archiviert" in (await stranger.get(here)).text

            await sent(editor, f"{here}/edit", f"{here}/withdraw", form="withdraw", why="Irrtum.")
            assert (await stranger.get(here)).status_code == 404


async def test_who_overwrites_is_shown_what_stands_there_now(sqlite_url, tmp_path):
    async with editing(sqlite_url, tmp_path / "data") as (_, editor, office):
        here = await drafted(editor, office)
        first = await sent(editor, f"{here}/edit", f"{here}/edit", **DRAFT | {
            "seen": "1", "place": "Saaleufer"})  # fmt: skip
        assert first.status_code == 303
        late = await sent(editor, f"{here}/edit", f"{here}/edit", **DRAFT | {
            "seen": "1", "place": "Anger"})  # fmt: skip
        assert late.status_code == 409
        assert "Jemand hat dieses Vorhaben geändert" in late.text
        assert re.search(r"Dort steht jetzt:.*Saaleufer|Saaleufer</strong>", late.text)
        assert re.search(r'name="place"[^>]*value="Anger"', late.text)


async def test_is_narrowed_by_topic_phase_words_and_department(sqlite_url, tmp_path):
    async with editing(sqlite_url, tmp_path / "data") as (hall, editor, office):
        here = await drafted(editor, office)
        await sent(editor, f"{here}/edit", f"{here}/publish")
        async with hall.database.work(system) as work:
            await make_project(work, title="Spielplatz am Anger")
            secret = await work.audience({organization_token(office.id)})
            await make_project(
                work, title="Geheimer Ankauf", state=ProjectState.DRAFT, audience_id=secret,
            )  # fmt: skip
        async with hall.visitor() as stranger:
            for asked, found in {
                "": {"Radweg", "Spielplatz"}, "topic=Verkehr": {"Radweg"},
                "topic=Nichts": set(), "phase=planning": {"Radweg"}, "phase=idea": {"Spielplatz"},
                "q=ANGER": {"Spielplatz"}, f"organization={office.id}": {"Radweg"},
                "participation=yes": set(), "order=title": {"Radweg", "Spielplatz"},
                "phase=unsinn": {"Radweg", "Spielplatz"},
            }.items():  # fmt: skip
                page = (await stranger.get(f"/projects?{asked}")).text
                shown = {one for one in ("Radweg an", "Spielplatz am", "Geheimer") if one in page}
                assert {one.split()[0] for one in shown} == found, asked


async def test_keeps_strangers_and_citizens_out_of_the_desk(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as hall:
        async with hall.database.work(system) as work:
            project = await make_project(work)
        pages = ("/projects/desk", "/projects/new")
        async with hall.visitor() as stranger:
            assert [(await stranger.get(path)).status_code for path in pages] == [404, 404]
            edit = (await stranger.get(f"/projects/{project.id}/edit")).text
            assert "<textarea" not in edit
        async with hall.visitor() as citizen:
            await citizen.log_in(hall.emails["citizen"])
            for path in pages:
                assert "Keine Ihrer Funktionen" in (await citizen.get(path)).text
            reply = await sent(
                citizen, "/account", f"/projects/{project.id}/move", state="FINISHED", why="Ich."
            )
            assert reply.status_code == 403
        async with hall.database.reading(system) as work:
            assert (await work.find(Project, project.id)).state == ProjectState.PUBLISHED


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2.400.000", "2400000"), ("2400000", "2400000"), ("1.250,50", "1250.50"),
        ("1,250.50", "1250.50"), ("12,5", "12.5"), ("12.5 €", "12.5"), ("1.250", "1250"),
        ("viel", NO_AMOUNT), ("-3", NO_AMOUNT), ("1e9", NO_AMOUNT), ("", NO_AMOUNT),
    ],
)  # fmt: skip
def test_reads_amounts_as_people_write_them(typed, read):
    assert amount(typed) == read
    assert read == NO_AMOUNT or Decimal(read) >= 0


def test_reads_coordinates_as_people_write_them():
    assert [degrees(one) for one in (None, "50,92", "-11.5°", "x", "5000")] == [
        None, 50.92, -11.5, NOWHERE, NOWHERE,
    ]  # fmt: skip


def step(**days):
    return {
        "title": "Bau", "plannedFrom": None, "plannedUntil": None, "actualFrom": None,
        "actualUntil": None, **days,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "state", "late"),
    [
        ({"plannedUntil": "2026-03-31"}, "late", 31),
        ({"plannedFrom": "2026-04-01", "plannedUntil": "2026-05-31"}, "late", 0),
        ({"plannedFrom": "2026-04-01", "actualFrom": "2026-04-20"}, "under_way", 0),
        ({"plannedFrom": "2026-06-01"}, "to_come", 0),
        ({"plannedUntil": "2026-03-31", "actualUntil": "2026-04-02",
          "actualFrom": "2026-01-01"}, "done", 2),
        ({"plannedUntil": "2026-03-31", "actualFrom": "2026-01-01"}, "late", 31),
        ({}, "to_come", 0),
    ],
)  # fmt: skip
def test_says_how_far_a_step_is(days, state, late):
    (said,) = told([step(**days)], dt.date(2026, 5, 1))
    assert (said["state"], said["late"]) == (state, late)


def test_bars_stay_within_the_line():
    steps = [
        step(plannedFrom="2026-01-01", plannedUntil="2026-01-01"),
        step(plannedFrom="2026-12-31", plannedUntil="2026-12-31"),
        step(plannedFrom="2026-03-01", plannedUntil="2026-09-01", actualFrom="2026-04-01"),
    ]
    for one in told(steps, dt.date(2026, 6, 1)):
        for bar in (one["planned"], one["actual"]):
            assert bar is None or (bar[0] >= 0 and bar[1] > 0 and sum(bar) <= 100.01)
    alone = told([step(plannedFrom="2026-01-01")], dt.date(2026, 6, 1))[0]
    assert alone["planned"] is None
