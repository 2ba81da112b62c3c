"""The print edition of the list of projects: cover, contents, each project on its own page."""

from uuid import UUID

from rostra.organizations.models import Body
from rostra.work import Work
from rostra_documents.edition import Edition, reader_of
from rostra_documents.printing import Document, Imprint, file_name, printed
from rostra_documents.projects.reading import newest_change, sheets_of
from rostra_documents.stationery import Stationery
from rostra_documents.wording import Wording


async def projects_pdf(
    work: Work,
    body_id: UUID | None = None,
    edition: Edition = Edition.PUBLIC,
    stationery: Stationery | None = None,
) -> Document:
    """The list as PDF, of one body or of all, as the edition's reader may read it."""
    reader, stationery = reader_of(work, edition), stationery or Stationery()
    bodies = await reader.fetch(reader.readable(Body).order_by(Body.id).limit(2))
    named = [one for one in bodies if body_id in (None, one.id)]
    if body_id is not None:
        named = [await reader.find(Body, body_id)]
    stationery = stationery.of(named[0].name if len(named) == 1 else "")
    sheets, t = await sheets_of(reader, body_id), Wording(stationery.language)
    changed = stationery.local(newest_change(sheets))
    title = " · ".join(one for one in (t("projects.title"), stationery.city) if one)
    content = await printed(
        "projects/list.html",
        "projects/list.css",
        Imprint(title, stationery.office or stationery.city, newest_change(sheets)),
        stationery,
        sheets=sheets,
        changed=changed.date() if sheets else None,
        day_of=lambda moment: stationery.local(moment).date() if moment else None,
    )
    return Document(content, file_name(t("projects.title"), stationery.city), t.language)
