"""Files and the texts in them, in the API."""

import datetime as dt
from typing import Annotated, Any

import strawberry

from rostra.errors import Invalid
from rostra.files import models, queries
from rostra.meetings.models import AgendaItem, Meeting
from rostra.meetings.queries import AGENDA_ITEM, MEETING
from rostra.organizations import queries as organizations
from rostra.organizations.models import Body
from rostra.papers.models import Paper
from rostra.papers.queries import PAPER
from rostra_graphql import names
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.telling import answers, argument, described, told

USUAL_TEXT = 2_000
LONGEST_TEXT = 1_000_000


@described
class File(Node):
    """A document of a meeting, an agenda item or a paper."""

    name: str | None = told("What it is called.")
    file_name: str | None = told("Its name as a file.")
    mime_type: str | None = told("Its media type.")
    date: dt.date | None = told("Its date.")
    sha512_checksum: str | None = told("The SHA-512 of its bytes.")
    external_service_url: str | None = told("Where another service shows it.")
    file_license: str | None = told("The licence of its contents, as an address.")
    text_state: str = told("How far the text in it was extracted: none, pending, done, failed.")
    web: str | None = told("Its page in the system from which it was taken over.")
    text_failure: str | None = told("Why no text could be read, where that is so.")
    preview_state: str | None = told(
        "How far the picture of its first page is: pending, done or failed; null without one."
    )

    @answers(float | None)
    def size(self, file: strawberry.Parent[models.File]) -> float | None:
        """How many bytes it has; a whole number that may be larger than an Int."""
        return file.size

    @answers(bool)
    def stored(self, file: strawberry.Parent[models.File]) -> bool:
        """Whether we keep the bytes ourselves."""
        return file.content_hash is not None

    @answers(str | None)
    def preview_url(self, file: strawberry.Parent[models.File]) -> str | None:
        """Where the picture of its first page is."""
        return f"/files/{file.id}/preview" if file.preview_hash else None

    @answers(str | None)
    def access_url(self, file: strawberry.Parent[models.File]) -> str | None:
        """Where it can be looked at: an address of ours, or of its source."""
        return f"/files/{file.id}/view" if file.content_hash else file.access_url

    @answers(str | None)
    def download_url(self, file: strawberry.Parent[models.File]) -> str | None:
        """Where it can be downloaded: an address of ours, or of its source."""
        if file.content_hash:
            return f"/files/{file.id}/download"
        return file.download_url or file.access_url

    @answers(str | None)
    async def text(
        self,
        info: Info,
        file: strawberry.Parent[models.File],
        first: Annotated[
            int, argument("How many characters at most, from the beginning; 1,000,000 at most.")
        ] = USUAL_TEXT,
    ) -> str | None:
        """The beginning of the text in it."""
        if not 0 <= first <= LONGEST_TEXT:
            raise Invalid("first", f"Between 0 and {LONGEST_TEXT} characters can be read.")
        return await info.context.one(queries.texts_of, file.id, length=first)

    @answers(int | None)
    async def text_length(self, info: Info, file: strawberry.Parent[models.File]) -> int | None:
        """How many characters the text in it has."""
        return await info.context.one(queries.text_lengths_of, file.id)

    @answers(names.BODY | None)
    async def body(self, info: Info, file: strawberry.Parent[models.File]) -> Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, file.body_id)

    @answers(names.FILE | None)
    async def master_file(
        self, info: Info, file: strawberry.Parent[models.File]
    ) -> models.File | None:
        """The file from which it was made."""
        return await info.context.one(queries.files_by_id, file.master_file_id)

    @answers(list[names.FILE])
    async def derivative_files(
        self, info: Info, file: strawberry.Parent[models.File]
    ) -> list[models.File]:
        """The files that were made from it."""
        return await info.context.many(queries.derivatives_of, file.id)

    @answers(list[names.MEETING])
    async def meetings(self, info: Info, file: strawberry.Parent[models.File]) -> list[Meeting]:
        """The meetings to which it belongs."""
        return await used_in(info, file, MEETING, models.FileUse.meeting_id)

    @answers(list[names.AGENDA_ITEM])
    async def agenda_items(
        self, info: Info, file: strawberry.Parent[models.File]
    ) -> list[AgendaItem]:
        """The agenda items to which it belongs."""
        return await used_in(info, file, AGENDA_ITEM, models.FileUse.agenda_item_id)

    @answers(list[names.PAPER])
    async def papers(self, info: Info, file: strawberry.Parent[models.File]) -> list[Paper]:
        """The papers to which it belongs."""
        return await used_in(info, file, PAPER, models.FileUse.paper_id)


async def used_in(info: Info, file: models.File, shape: Any, link: Any) -> list[Any]:
    """The meetings, agenda items or papers that have the file."""
    return await info.context.many(queries.owners_of, file.id, shape=shape, link=link)


@described
class FileQueries:
    """What can be asked about files."""

    @answers(File | None)
    async def file(self, info: Info, uuid: Wanted) -> models.File | None:
        """One file."""
        return await info.context.one(queries.files_by_id, uuid)
