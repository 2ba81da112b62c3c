"""The demo city's files: its papers, invitations and minutes, printed by our own press."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from html import escape

from rostra.access import system
from rostra.database import Database
from rostra.files.receiving import take_in
from rostra.files.services import add_file
from rostra.files.storage import Folder
from rostra.meetings.models import Meeting
from rostra.papers.models import Paper
from rostra.work import Work
from rostra_documents.edition import Edition
from rostra_documents.meetings.printing import invitation_pdf
from rostra_documents.minutes.printing import minutes_pdf
from rostra_documents.papers.model import Section
from rostra_documents.papers.printing import paper_pdf
from rostra_documents.printing import Document
from rostra_documents.stationery import Stationery
from rostra_frontend.demo.agendas import Sitting
from rostra_frontend.demo.filing import TYPES, Filed
from rostra_frontend.demo.founding import id_of, morning
from rostra_frontend.demo.stories import coat_of_arms, paragraphs

AT_ONCE = 4
HEADINGS = (
    ("reasons", "Begründung"),
    ("finances", "Finanzielle Auswirkungen"),
    ("climate", "Auswirkungen auf das Klima"),
)
STATIONERY = Stationery(
    city="Stadt Lerchenroda",
    coat_of_arms=coat_of_arms(),
    office="Ratsbüro der Stadt Lerchenroda",
    address=("Neumarkt 1", "07000 Lerchenroda"),
    contact=("ratsbuero@lerchenroda.example",),
)


@dataclass(frozen=True, slots=True)
class Order:
    """A document to be printed, and the thing whose file it becomes."""

    model: type[Paper] | type[Meeting]
    key: str
    name: str
    use: str
    day: dt.date
    print: Callable[[Work], Awaitable[Document]]


def paper_orders(papers: list[Filed]) -> list[Order]:
    """Every paper is printed, before anybody is invited to deal with it."""
    return [paper_order(one) for one in papers]


def meeting_orders(sittings: list[Sitting]) -> list[Order]:
    """What is printed of meetings: each next invitation, the council's minutes."""
    found = []
    for one in sittings:
        if one.prepared:
            found.append(meeting_order(one, "Einladung", "invitation", one.invited))
        if one.group == "stadtrat" and one.held and one.following and one.following.held:
            found.append(meeting_order(one, "Niederschrift", "results_protocol", one.following.day))
    return found


def paper_order(paper: Filed) -> Order:
    """The order to print a paper: a public one must not name the secret ones beside it."""
    edition = Edition.PUBLIC if paper.text.public else Edition.FULL

    async def print_it(work: Work) -> Document:
        paper_id = id_of("paper", paper.text.key)
        return await paper_pdf(work, paper_id, edition, STATIONERY, sections_of(paper))

    name = f"{TYPES[paper.text.type]} {paper.reference}"
    return Order(Paper, f"paper:{paper.text.key}", name, "main", paper.day, print_it)


def meeting_order(sitting: Sitting, name: str, use: str, day: dt.date) -> Order:
    """The order to print an invitation or the public minutes of a meeting."""

    async def print_it(work: Work) -> Document:
        meeting_id = id_of("meeting", sitting.key)
        if use == "invitation":
            return await invitation_pdf(work, meeting_id, Edition.PUBLIC, STATIONERY, written=day)
        return await minutes_pdf(work, meeting_id, Edition.PUBLIC, STATIONERY)

    title = f"{name} zur {sitting.name}" if use == "invitation" else f"{name}, {sitting.name}"
    return Order(Meeting, f"meeting:{sitting.key}", title, use, day, print_it)


def sections_of(paper: Filed) -> tuple[Section, ...]:
    """The parts of a paper's text, each under its heading."""
    found = []
    if paper.text.questions:
        asked = "".join(f"<li>{escape(one, quote=False)}</li>" for one in paper.text.questions)
        found.append(Section("Fragen", f"<ol>{asked}</ol>"))
    for name, heading in HEADINGS:
        told = paragraphs(paper.filled(getattr(paper.text, name)))
        if told:
            text = "".join(f"<p>{escape(one, quote=False)}</p>" for one in told)
            found.append(Section(heading, text))
    return tuple(found)


async def print_all(database: Database, storage: Folder, wanted: list[Order], limit: int) -> int:
    """Print all orders, a few at once, and keep them as files; how many there are."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(order: Order) -> None:
        async with gate:
            async with database.reading(system) as work:
                document = await order.print(work)
            received = await take_in(storage, chunks(document), document.file_name, limit)
            async with database.work(system) as work:
                kind, _, key = order.key.partition(":")
                thing = await work.find(order.model, id_of(kind, key))
                file = await add_file(
                    work, received, thing, order.use, order.name,
                    id=id_of("file", f"{order.use}:{order.key}"),
                )  # fmt: skip
                file.date = order.day
                file.created = min(morning(order.day, 12), work.now)

    await asyncio.gather(*(one(order) for order in wanted))
    return len(wanted)


async def chunks(document: Document) -> AsyncIterator[bytes]:
    """The bytes of a document as they are received."""
    yield document.content
