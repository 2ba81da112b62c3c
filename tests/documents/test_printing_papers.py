import datetime as dt

import pytest

from rostra.access import ANYBODY, organization_token, system
from rostra.errors import NotFound
from rostra.papers.models import PaperOrganization, PaperRelation
from rostra_documents.edition import Edition
from rostra_documents.papers.model import PaperSheet, Section
from rostra_documents.papers.printing import paper_pdf, print_paper
from support.actors import councillor_of
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_organization
from support.make.papers import make_consultation, make_paper
from support.making import linked
from support.printed import bookmarks_of, everything_in, faults, text_of
from support.sheets import STATIONERY, debate

CANARY = "Wiedehopfvorgang"
REASONS = (
    Section("Sachverhalt", debate(6)),
    Section("Finanzielle Auswirkungen", "<table><tr><th>Jahr</th><th>€</th></tr>"
            "<tr><td>2027</td><td>620.000</td></tr></table>"),
)  # fmt: skip


async def written(database):
    """A paper on its way through a committee, where there is a result, and the council."""
    async with database.work(system) as work:
        body = await make_body(work)
        committee = await make_organization(work, body)
        council = await make_organization(work, body, name="Stadtrat")
        office = await make_organization(work, body, name="Fachdienst Verkehr")
        inner = await work.audience([organization_token(council.id)])
        paper = await make_paper(
            work, body, name="Neubau der Brücke", reference="26/0100-BV", date=dt.date(2026, 8, 1)
        )
        older = await make_paper(work, body, reference="24/0007-AT", paper_type="Antrag")
        veiled = await make_paper(work, body, reference=CANARY, audience_id=inner)
        await linked(
            work,
            PaperOrganization(paper_id=paper.id, organization_id=office.id, part="direction"),
            PaperRelation(paper_id=paper.id, other_id=older.id, relation="related"),
            PaperRelation(paper_id=paper.id, other_id=veiled.id, relation="related", position=1),
        )
        start = dt.datetime(2026, 9, 3, 16, tzinfo=dt.UTC)
        first = await make_meeting(work, committee, start=start)
        item = await make_agenda_item(work, first, result="einstimmig empfohlen")
        await make_consultation(work, paper, item, committee, role="Vorberatung")
        second = await make_meeting(work, council, start=start, audience_id=inner)
        hidden = await make_agenda_item(work, second, result=CANARY, audience_id=inner)
        await make_consultation(work, paper, hidden, council, role="Entscheidung", position=1)
    return council, paper


async def test_shows_the_paper_and_its_way(database):
    council, paper = await written(database)
    async with database.reading(councillor_of(council)) as work:
        document = await paper_pdf(work, paper.id, sections=REASONS)
        full = await paper_pdf(work, paper.id, Edition.FULL, sections=REASONS)
    assert faults(document.content) == faults(full.content) == []
    text = text_of(document.content)
    for said in (
        "Beschlussvorlage 26/0100-BV", "Neubau der Brücke", "1. August 2026", "Fachdienst Verkehr",
        "Antrag 24/0007-AT", "Ausschuss für Stadtentwicklung 03.09.2026 Vorberatung einstimmig",
        "Stadtrat offen Entscheidung", "Beschlussvorschlag 1. Der Radweg wird gebaut.",
        "Sachverhalt", "2027 620.000",
    ):  # fmt: skip
        assert said in text, said
    assert CANARY not in everything_in(document.content)
    assert CANARY in text_of(full.content)
    assert document.file_name == "Beschlussvorlage-26-0100-BV-Neubau-der-Bruecke.pdf"


async def test_bookmarks_its_sections(sqlite_database):
    _, paper = await written(sqlite_database)
    async with sqlite_database.reading(ANYBODY) as work:
        document = await paper_pdf(work, paper.id, sections=REASONS)
    assert bookmarks_of(document.content) == [
        (0, "Neubau der Brücke"), (1, "Beschlussvorschlag"), (1, "Sachverhalt"),
        (1, "Finanzielle Auswirkungen"),
    ]  # fmt: skip


async def test_a_hidden_paper_is_not_found(sqlite_database):
    async with sqlite_database.work(system) as work:
        council = await make_organization(work)
        inner = await work.audience([organization_token(council.id)])
        paper = await make_paper(work, audience_id=inner)
    async with sqlite_database.reading(ANYBODY) as work:
        with pytest.raises(NotFound):
            await paper_pdf(work, paper.id, Edition.FULL)
    async with sqlite_database.reading(councillor_of(council)) as work:
        with pytest.raises(NotFound):
            await paper_pdf(work, paper.id, Edition.PUBLIC)
        full = await paper_pdf(work, paper.id, Edition.FULL)
    assert "enthält nichtöffentliche Angelegenheiten" in text_of(full.content)


@pytest.mark.parametrize("word", ["", "<b>&\"'", "x" * 10_000, "𓂀", "a\nb"])
async def test_survives_whatever_is_typed(word):
    sheet = PaperSheet(word, word, word, None, (word,), (word,), proposal=word,
                       sections=(Section(word, word),))  # fmt: skip
    assert faults((await print_paper(sheet, STATIONERY)).content) == []
