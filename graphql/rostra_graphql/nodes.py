"""Global ids: every thing of the city can be fetched again by one id, whatever its kind."""

import base64
import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.access import Permission
from rostra.errors import Invalid
from rostra.kinds import READABLE
from rostra.reading import Times, times_of
from rostra.records import Readable
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described_interface

TYPE_NAMES = {
    "body": "Body",
    "legislative_term": "LegislativeTerm",
    "location": "Location",
    "organization": "Organization",
    "membership": "Membership",
    "person": "Person",
    "meeting": "Meeting",
    "agenda_item": "AgendaItem",
    "motion": "Motion",
    "ballot": "Ballot",
    "minutes": "Minutes",
    "minutes_entry": "MinutesEntry",
    "absence": "Absence",
    "objection": "Objection",
    "statement": "Statement",
    "resolution": "Resolution",
    "progress_report": "ProgressReport",
    "paper": "Paper",
    "consultation": "Consultation",
    "file": "File",
    "post": "Post",
    "post_picture": "PostPicture",
    "post_version": "PostVersion",
    "poll": "Poll",
    "poll_text": "PollText",
    "project": "Project",
    "project_change": "ProjectChange",
    "comment": "Comment",
    "report": "Report",
    "report_category": "ReportCategory",
    "report_entry": "ReportEntry",
    "report_photo": "ReportPhoto",
}
"""The name of the type for each kind of record."""

PermissionName = strawberry.enum(
    Permission, name="Permission", description="Something that can be done."
)


def global_id(thing: Readable) -> str:
    """The id of a thing for everybody: its type and its UUID, opaque."""
    written = f"{TYPE_NAMES[thing.kind]}:{thing.id}"
    return base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")


def read_global_id(id: str, field: str = "id") -> tuple[str, UUID]:
    """The type and the UUID in a global id, or a refusal that names the field."""
    try:
        padded = id + "=" * (-len(id) % 4)
        type_name, _, written = (
            base64.b64decode(padded, "-_", validate=True).decode().partition(":")
        )
        return type_name, UUID(written)
    except ValueError:
        raise Invalid(field, "This is not the id of anything here.") from None


async def with_times(info: Info, thing: Readable, wanted: str) -> Readable | Times:
    """Where a time of a thing is: on itself, or read for all things side by side."""
    if hasattr(thing, wanted):
        return thing
    return await info.context.one(times_of, thing.id, model=READABLE[thing.kind])


@described_interface
class Node:
    """A thing of the city with an id of its own."""

    @answers(strawberry.ID)
    def id(self, thing: strawberry.Parent[Readable]) -> str:
        """The id by which the thing can be fetched again, whatever its kind."""
        return global_id(thing)

    @answers(UUID)
    def uuid(self, thing: strawberry.Parent[Readable]) -> UUID:
        """The bare id, as it stands in the addresses of the site."""
        return thing.id

    @answers(dt.datetime)
    async def created(self, info: Info, thing: strawberry.Parent[Readable]) -> dt.datetime:
        """When it was first entered."""
        return (await with_times(info, thing, "created")).created

    @answers(dt.datetime)
    async def modified(self, info: Info, thing: strawberry.Parent[Readable]) -> dt.datetime:
        """When it last changed."""
        return (await with_times(info, thing, "modified")).modified

    @answers(bool)
    def viewer_may(
        self,
        info: Info,
        thing: strawberry.Parent[Readable],
        permission: Annotated[PermissionName, argument("What is to be done with it.")],
    ) -> bool:
        """Whether the viewer may do this with the thing: the answer its action would give."""
        return info.context.work.may(permission, thing)

    @classmethod
    def resolve_type(cls, thing: Readable, *_: object) -> str:
        """The name of the thing's type."""
        return TYPE_NAMES[thing.kind]
