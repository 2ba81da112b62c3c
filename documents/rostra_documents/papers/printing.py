"""A paper as a document: Beschlussvorlage, Antrag, Anfrage, Mitteilung."""

from uuid import UUID

from rostra.organizations.queries import bodies_by_id
from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.papers.model import PaperSheet, Section
from rostra_documents.papers.reading import paper_sheet
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording

MOTIONS = ("antrag", "motion")


async def paper_pdf(
    work: Work,
    paper_id: UUID,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
    sections: tuple[Section, ...] = (),
) -> Document:
    """The paper as PDF, as the edition's reader may read it; NotFound where there is none."""
    stationery = stationery or Stationery()
    reader = reader_of(work, edition)
    sheet, body_id = await paper_sheet(reader, paper_id, stationery, sections)
    body = (await bodies_by_id(reader, [body_id])).get(body_id)
    return await print_paper(sheet, stationery.of(body.name if body else ""))


async def print_paper(sheet: PaperSheet, stationery: Stationery) -> Document:
    """A paper that was read already, as PDF."""
    t = Wording(stationery.language)
    kind = sheet.kind or t("paper.fallback")
    title = " ".join(one for one in (kind, sheet.reference, sheet.name) if one)
    content = await printed(
        "papers/paper.html",
        "papers/paper.css",
        Imprint(title, ", ".join(sheet.originators) or stationery.city, sheet.dated),
        stationery,
        sheet=sheet,
        kind=kind,
        asks=any(word in kind.lower() for word in MOTIONS),
    )
    return Document(content, file_name(kind, sheet.reference, sheet.name), t.language)
