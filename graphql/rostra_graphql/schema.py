"""The schema: which types, queries and mutations the world sees, in explicit lists."""

import asyncio
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig

from rostra.comments.queries import comments_by_id
from rostra.errors import Invalid
from rostra.files.queries import files_by_id
from rostra.meetings.queries import agenda_items_by_id, meetings_by_id
from rostra.minutes.queries import (
    absences_by_id,
    minutes_by_id,
    minutes_entries_by_id,
    objections_by_id,
    statements_by_id,
)
from rostra.organizations.queries import (
    bodies_by_id,
    locations_by_id,
    organizations_by_id,
    terms_by_id,
)
from rostra.papers.queries import consultations_by_id, papers_by_id
from rostra.people.queries import memberships_by_id, persons_by_id
from rostra.polls.queries import poll_texts_by_id, polls_by_id
from rostra.posts.queries import pictures_by_id as post_pictures_by_id
from rostra.posts.queries import posts_by_id
from rostra.posts.queries import versions_by_id as post_versions_by_id
from rostra.projects.queries import project_changes_by_id, projects_by_id
from rostra.reports.queries import categories_by_id as report_categories_by_id
from rostra.reports.queries import entries_by_id as report_entries_by_id
from rostra.reports.queries import photos_by_id as report_photos_by_id
from rostra.reports.queries import reports_by_id as defect_reports_by_id
from rostra.resolutions.queries import reports_by_id, resolutions_by_id
from rostra.voting.queries import ballots_by_id, motions_by_id
from rostra_graphql.admission import DoorQueries
from rostra_graphql.agenda_verbs import AgendaMutations
from rostra_graphql.agendas import AgendaQueries
from rostra_graphql.balloting import BallotMutations
from rostra_graphql.citizens import CitizenMutations, CitizenQueries
from rostra_graphql.comment_verbs import CommentMutations
from rostra_graphql.comments import Comment, CommentQueries
from rostra_graphql.confirming import ConfirmationMutations, ConfirmationQueries
from rostra_graphql.context import Info
from rostra_graphql.due import DueQueries
from rostra_graphql.files import File, FileQueries
from rostra_graphql.filing import FilingMutations
from rostra_graphql.following import FollowingMutations
from rostra_graphql.invitation_verbs import InvitationMutations
from rostra_graphql.inviting import InvitationQueries
from rostra_graphql.keeping import KeepingMutations, KeepingQueries
from rostra_graphql.lecterns import LecternQueries
from rostra_graphql.live.messages import LiveQueries, Subscription
from rostra_graphql.live.scenes import SceneQueries
from rostra_graphql.logins import LoginMutations
from rostra_graphql.meetings import AgendaItem, Meeting, MeetingMutations, MeetingQueries
from rostra_graphql.minutes import (
    Absence,
    Minutes,
    MinutesEntry,
    MinutesQueries,
    Objection,
    Statement,
)
from rostra_graphql.minutes_verbs import MinutesMutations
from rostra_graphql.moderation import ModerationQueries
from rostra_graphql.moderation_desk import ModerationDeskQueries
from rostra_graphql.moderation_verbs import ModerationMutations
from rostra_graphql.motions import Motion, MotionMutations
from rostra_graphql.nodes import Node, read_global_id
from rostra_graphql.notifications import NotificationMutations, NotificationQueries
from rostra_graphql.organizations import (
    Body,
    LegislativeTerm,
    Location,
    Organization,
    OrganizationQueries,
)
from rostra_graphql.own_account import OwnAccountMutations, OwnAccountQueries
from rostra_graphql.papers import Consultation, Paper, PaperQueries
from rostra_graphql.participation import ParticipationMutations
from rostra_graphql.people import Membership, PeopleQueries, Person
from rostra_graphql.polls import Poll, PollMutations, PollQueries, PollText
from rostra_graphql.post_verbs import PostMutations
from rostra_graphql.posts import Post, PostPicture, PostQueries, PostVersion
from rostra_graphql.project_verbs import ProjectMutations
from rostra_graphql.projects import Project, ProjectChange, ProjectQueries
from rostra_graphql.quickening import quickened
from rostra_graphql.refusals import TooMuch
from rostra_graphql.report_keeping import ReportKeepingMutations, ReportKeepingQueries
from rostra_graphql.report_verbs import ReportMutations
from rostra_graphql.reports import (
    Report,
    ReportCategory,
    ReportEntry,
    ReportPhoto,
    ReportQueries,
)
from rostra_graphql.resolutions import (
    ProgressReport,
    Resolution,
    ResolutionMutations,
    ResolutionQueries,
)
from rostra_graphql.searching import SearchQueries
from rostra_graphql.seats import SeatMutations, SeatQueries
from rostra_graphql.sitting_verbs import SittingMutations
from rostra_graphql.standing_orders import StandingOrdersQueries
from rostra_graphql.tables import TableMutations, TableQueries
from rostra_graphql.telling import answers, argument, described
from rostra_graphql.voting import Ballot
from rostra_graphql.voting_records import VotingQueries

SCHEMA_FILE = Path(__file__).parents[1] / "schema.graphql"
MOST_NODES = 100

THINGS: dict[str, tuple[type, Any]] = {
    "Body": (Body, bodies_by_id),
    "LegislativeTerm": (LegislativeTerm, terms_by_id),
    "Location": (Location, locations_by_id),
    "Organization": (Organization, organizations_by_id),
    "Membership": (Membership, memberships_by_id),
    "Person": (Person, persons_by_id),
    "Meeting": (Meeting, meetings_by_id),
    "AgendaItem": (AgendaItem, agenda_items_by_id),
    "Motion": (Motion, motions_by_id),
    "Ballot": (Ballot, ballots_by_id),
    "Minutes": (Minutes, minutes_by_id),
    "MinutesEntry": (MinutesEntry, minutes_entries_by_id),
    "Absence": (Absence, absences_by_id),
    "Objection": (Objection, objections_by_id),
    "Statement": (Statement, statements_by_id),
    "Resolution": (Resolution, resolutions_by_id),
    "ProgressReport": (ProgressReport, reports_by_id),
    "Paper": (Paper, papers_by_id),
    "Consultation": (Consultation, consultations_by_id),
    "File": (File, files_by_id),
    "Post": (Post, posts_by_id),
    "PostPicture": (PostPicture, post_pictures_by_id),
    "PostVersion": (PostVersion, post_versions_by_id),
    "Poll": (Poll, polls_by_id),
    "PollText": (PollText, poll_texts_by_id),
    "Project": (Project, projects_by_id),
    "ProjectChange": (ProjectChange, project_changes_by_id),
    "Comment": (Comment, comments_by_id),
    "Report": (Report, defect_reports_by_id),
    "ReportCategory": (ReportCategory, report_categories_by_id),
    "ReportEntry": (ReportEntry, report_entries_by_id),
    "ReportPhoto": (ReportPhoto, report_photos_by_id),
}
"""Every type with a global id, and how its things are found by their ids."""


async def found(info: Info, id: str, field: str) -> Any:
    """The thing with a global id, or None where it is absent or not for the viewer."""
    type_name, uuid = read_global_id(id, field)
    if type_name not in THINGS:
        raise Invalid(field, "This is not the id of anything here.")
    return await info.context.one(THINGS[type_name][1], uuid)


@described
class NodeQueries:
    """Fetching things by their global ids."""

    @answers(Node | None)
    async def node(self, info: Info, id: Annotated[strawberry.ID, argument("A global id.")]) -> Any:
        """The thing with this id, whatever its kind; null where there is nothing to read."""
        return await found(info, id, "id")

    @answers(list[Node | None])
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], argument("Global ids, 100 at most.")],
    ) -> list[Any]:
        """The things with these ids, in the same order, null where there is nothing to read."""
        if len(ids) > MOST_NODES and not info.context.trusted:
            sentence = f"{len(ids)} ids are given; at most {MOST_NODES} are allowed."
            raise TooMuch("ids", sentence, MOST_NODES, len(ids))
        return list(await asyncio.gather(*(found(info, id, "ids") for id in ids)))


@described
class Query(
    NodeQueries,
    OrganizationQueries,
    PeopleQueries,
    MeetingQueries,
    PaperQueries,
    FileQueries,
    PostQueries,
    ProjectQueries,
    SearchQueries,
    NotificationQueries,
    LiveQueries,
    SceneQueries,
    InvitationQueries,
    AgendaQueries,
    ResolutionQueries,
    MinutesQueries,
    LecternQueries,
    VotingQueries,
    KeepingQueries,
    SeatQueries,
    DueQueries,
    StandingOrdersQueries,
    TableQueries,
    ReportQueries,
    ReportKeepingQueries,
    DoorQueries,
    CommentQueries,
    ModerationQueries,
    ModerationDeskQueries,
    ConfirmationQueries,
    CitizenQueries,
    OwnAccountQueries,
    PollQueries,
):
    """What can be asked."""


@described
class Mutation(
    LoginMutations,
    ConfirmationMutations,
    CitizenMutations,
    OwnAccountMutations,
    PollMutations,
    MeetingMutations,
    PostMutations,
    ProjectMutations,
    CommentMutations,
    ModerationMutations,
    ParticipationMutations,
    FollowingMutations,
    NotificationMutations,
    FilingMutations,
    InvitationMutations,
    AgendaMutations,
    MotionMutations,
    BallotMutations,
    MinutesMutations,
    ResolutionMutations,
    SittingMutations,
    KeepingMutations,
    SeatMutations,
    TableMutations,
    ReportMutations,
    ReportKeepingMutations,
):
    """What can be done; all that one operation does is done together or not at all."""


def read_uuid(written: object) -> UUID:
    """The id that is written in a document or a variable."""
    try:
        return UUID(str(written))
    except ValueError:
        raise GraphQLError("An id is written as it stands in the addresses of the site.") from None


UUID_SCALAR = strawberry.scalar(
    name="UUID",
    description="An id as it stands in the addresses of the site.",
    serialize=str,
    parse_value=read_uuid,
)


def build() -> strawberry.Schema:
    """The schema."""
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        types=[thing for thing, _ in THINGS.values()],
        config=StrawberryConfig(scalar_map={UUID: UUID_SCALAR}),
    )


schema = build()
executable = quickened(schema)


def exported() -> str:
    """The schema in the schema definition language, as it is kept beside the package."""
    return schema.as_str() + "\n"
