"""Drafting, filing and withdrawing papers, and giving files to things, in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from rostra.errors import Invalid
from rostra.files import models as file_models
from rostra.files.queries import files_by_id
from rostra.files.services import withdraw_file
from rostra.files.uploading import attach_upload
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers import models, queries, services
from rostra.records import Readable
from rostra.work import Work
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.files import File
from rostra_graphql.papers import Consultation, Paper
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class PaperInput:
    """What a paper says."""

    name: str = told("What it is about.")
    paper_type: str = told("What kind of paper it is, such as Beschlussvorlage.")
    proposed_resolution: str | None = told("What is to be resolved, a point a line.", default=None)


@described_input
class StationInput:
    """One station of a paper's way through the council."""

    organization: UUID = told("Who deals with it.")
    role: str | None = told("What is done there, such as Vorberatung.", default=None)
    authoritative: bool = told("Whether it is decided there.", default=False)


@described_input
class AttachUploadInput:
    """Of what an upload becomes a file; exactly one of paper, agenda item and meeting is named."""

    upload: UUID = told("The upload, finished.")
    paper: UUID | None = told("The paper.", default=None)
    agenda_item: UUID | None = told("The agenda item.", default=None)
    meeting: UUID | None = told("The meeting.", default=None)
    use: str = told("As what: main, auxiliary, invitation, resolution …", default="auxiliary")
    name: str | None = told("What it is called; its file name unless given.", default=None)


@described
class FilingMutations:
    """What can be done with papers and their files."""

    @does(Paper)
    async def draft_paper(
        self,
        info: Info,
        organization: Annotated[UUID, argument("Who writes it.")],
        input: Annotated[PaperInput, argument("What it says.")],
    ) -> models.Paper:
        """Begin a paper of an organization; until it is filed, it and the clerks alone read it."""
        paper = await services.draft_paper(
            info.context.work, organization, input.name, input.paper_type,
            input.proposed_resolution,
        )  # fmt: skip
        return await info.context.written(queries.papers_by_id, paper.id)

    @does(Paper)
    async def edit_paper(
        self,
        info: Info,
        uuid: Wanted,
        input: Annotated[PaperInput, argument("What it says.")],
        read: Annotated[
            dt.datetime | None, argument("`modified` of the state that the writer has seen.")
        ] = None,
    ) -> models.Paper:
        """Change the words of a paper; refused when somebody else changed it meanwhile."""
        paper = await services.edit_paper(
            info.context.work, uuid, input.name, input.paper_type, input.proposed_resolution, read
        )
        return await info.context.written(queries.papers_by_id, paper.id)

    @does(Consultation)
    async def add_station(
        self,
        info: Info,
        uuid: Wanted,
        station: Annotated[StationInput, argument("Where it goes next.")],
    ) -> models.Consultation:
        """Send a paper on to one more organization, after those that deal with it already."""
        wanted = services.Station(station.organization, station.role, station.authoritative)
        added = await services.add_station(info.context.work, uuid, wanted)
        return await info.context.written(queries.consultations_by_id, added.id)

    @does(Paper)
    async def drop_station(self, info: Info, uuid: Wanted) -> models.Paper:
        """Take a station from a paper's way again, unless it is on an agenda already."""
        paper = await services.drop_station(info.context.work, uuid)
        return await info.context.written(queries.papers_by_id, paper.id)

    @does(Paper)
    async def file_paper(
        self,
        info: Info,
        uuid: Wanted,
        public: Annotated[bool, argument("Whether everybody may read it.")],
    ) -> models.Paper:
        """Put a draft before the council: it gets its reference and its readers."""
        paper = await services.file_paper(info.context.work, uuid, public, info.context.today)
        return await info.context.written(queries.papers_by_id, paper.id)

    @does(bool)
    async def withdraw_paper(self, info: Info, uuid: Wanted) -> bool:
        """Take a paper back, with its files and what is still planned for it."""
        await services.withdraw_paper(info.context.work, uuid)
        return True

    @does(File)
    async def attach_upload(
        self, info: Info, input: Annotated[AttachUploadInput, argument("What and where.")]
    ) -> file_models.File:
        """Make a finished upload a file of a paper, an agenda item or a meeting."""
        work = info.context.work
        named = [
            (model, id)
            for model, id in (
                (models.Paper, input.paper),
                (AgendaItem, input.agenda_item),
                (Meeting, input.meeting),
            )
            if id is not None
        ]
        if len(named) != 1:
            raise Invalid("paper", "Name one paper, one agenda item or one meeting.")
        (model, id), *_ = named
        thing = await work.find(model, id)
        places = await places_of(work, thing)
        file = await attach_upload(work, input.upload, thing, input.use, input.name, places)
        return await info.context.written(files_by_id, file.id)

    @does(bool)
    async def withdraw_file(
        self,
        info: Info,
        uuid: Wanted,
        paper: Annotated[
            UUID | None, argument("The paper whose file it is, if it is one's.")
        ] = None,
    ) -> bool:
        """Take a file out of everybody's sight; what was public leaves a tombstone."""
        if paper is None:
            await withdraw_file(info.context.work, uuid)
        else:
            await services.withdraw_file_of_paper(info.context.work, paper, uuid)
        return True


async def places_of(work: Work, thing: Readable) -> tuple[UUID, ...]:
    """Whose members may give files to a thing, beside those of its body."""
    if not isinstance(thing, models.Paper):
        return ()
    await services.own_paper(work, thing.id)
    return await services.places_of_paper(work, thing)
