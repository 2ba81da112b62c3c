"""Posts in the API: what the city publishes, with its pictures, topics and former words."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.meetings import queries as meetings
from rostra.meetings.models import Meeting
from rostra.organizations import queries as organizations
from rostra.organizations.models import Body, Organization
from rostra.papers import queries as papers
from rostra.papers.models import Paper
from rostra.posts import models, portraits, queries
from rostra.posts.reviewing import may_approve
from rostra.posts.states import state_of
from rostra.projects.models import Project
from rostra.projects.queries import projects_by_id
from rostra.resolutions.models import Resolution
from rostra.resolutions.queries import resolutions_by_id
from rostra.rich_text import typed_of
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, Wanted
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, told

TypeName = strawberry.enum(models.PostType, name="PostType", description="What the city tells.")
StateName = strawberry.enum(
    models.PostState, name="PostState", description="How far a post is in its life."
)
LanguageName = strawberry.enum(
    models.PostLanguage, name="PostLanguage", description="The languages in which the city writes."
)
ChangeName = strawberry.enum(
    portraits.Change, name="PostChange", description="What became of some words."
)


@described
class PostTopic:
    """A subject of the city under which its posts are found."""

    name: str = told("What it is called.")
    slug: str = told("The name as an address has it.")


@described
class PostPicture(Node):
    """A picture in a post."""

    width: int = told("In pixels.")
    height: int = told("In pixels.")
    alternative: str = told("What is to be seen; empty where it only decorates.")
    caption: str | None = told("What stands below it.")
    credit: str | None = told("Who made it.")


@described
class PostSegment:
    """Some words of a correction."""

    text: str = told("The words.")

    @answers(ChangeName)
    def change(self, segment: strawberry.Parent[portraits.Segment]) -> portraits.Change:
        """What became of them."""
        return segment.change


@described
class PostVersion(Node):
    """What was corrected in a published post, when and why."""

    revision: int = told("The post's revision since.")
    reason: str = told("Why it was corrected.")
    before: str = told("What everybody read until then, as plain text.")

    @answers(list[PostSegment])
    def differences(
        self, version: strawberry.Parent[models.PostVersion]
    ) -> list[portraits.Segment]:
        """The words that stayed, came and went, in the order in which they are read."""
        return list(portraits.segments(version.before, version.after))


@described
class Post(Node, Commented):
    """Something that a department tells the city."""

    title: str = told("Its title.")
    teaser: str | None = told("What it is about, in a sentence or two.")
    text: str = told("The words, as cleaned HTML.")
    published: dt.datetime | None = told("When it was published; null for a draft.")
    revision: int = told("Counts up with every change; who edits names the one they have seen.")
    web: str | None = told("Where it stands on another site, for what was imported.")
    note: str | None = told("What the second person asks to be changed, for the department.")
    appears: dt.datetime | None = told("When it shall appear, or was to.")
    expires: dt.datetime | None = told("When it leaves the lists.")
    corrected: dt.datetime | None = told("When its words were last corrected in public.")
    starts: dt.datetime | None = told("When an event begins, or a consultation opens.")
    ends: dt.datetime | None = told("When it ends.")
    place: str | None = told("Where it is, in words.")
    latitude: float | None = told("Where it is: degrees north.")
    longitude: float | None = told("Where it is: degrees east.")
    video_url: str | None = told("Where the video is to be seen.")
    transcript: str | None = told("Every word of the video.")
    captions: str | None = told("The captions of the video, as WebVTT.")
    results: str | None = told("What came out of a consultation, as cleaned HTML.")

    @answers(TypeName)
    def post_type(self, post: strawberry.Parent[models.Post]) -> models.PostType:
        """What kind of thing it tells."""
        return models.PostType(post.post_type)

    @answers(str)
    def language(self, post: strawberry.Parent[models.Post]) -> str:
        """The language in which it is written, as a BCP 47 tag: de, en, or de-simple."""
        return post.language

    @answers(str)
    def typed_text(self, post: strawberry.Parent[models.Post]) -> str:
        """The words as they are typed: paragraphs parted by blank lines, or HTML."""
        return typed_of(post.text)

    @answers(str)
    def typed_results(self, post: strawberry.Parent[models.Post]) -> str:
        """The results as they are typed."""
        return typed_of(post.results or "")

    @answers(StateName)
    def state(self, info: Info, post: strawberry.Parent[models.Post]) -> models.PostState:
        """How far it is in its life."""
        return state_of(post, info.context.work.now)

    @answers(bool)
    def may_approve(self, info: Info, post: strawberry.Parent[models.Post]) -> bool:
        """Whether it waits for a second person, and the viewer is none of its writers."""
        return may_approve(info.context.work, post)

    @answers(names.BODY | None)
    async def body(self, info: Info, post: strawberry.Parent[models.Post]) -> Body | None:
        """The body to which it belongs."""
        return await info.context.one(organizations.bodies_by_id, post.body_id)

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, post: strawberry.Parent[models.Post]
    ) -> Organization | None:
        """The department that says it."""
        return await info.context.one(organizations.organizations_by_id, post.organization_id)

    @answers(names.PAPER | None)
    async def paper(self, info: Info, post: strawberry.Parent[models.Post]) -> Paper | None:
        """The paper that it is about."""
        return await info.context.one(papers.papers_by_id, post.paper_id)

    @answers(names.MEETING | None)
    async def meeting(self, info: Info, post: strawberry.Parent[models.Post]) -> Meeting | None:
        """The meeting that it is about."""
        return await info.context.one(meetings.meetings_by_id, post.meeting_id)

    @answers(names.RESOLUTION | None)
    async def resolution(
        self, info: Info, post: strawberry.Parent[models.Post]
    ) -> Resolution | None:
        """The resolution that it is about."""
        return await info.context.one(resolutions_by_id, post.resolution_id)

    @answers(names.PROJECT | None)
    async def project(self, info: Info, post: strawberry.Parent[models.Post]) -> Project | None:
        """The project that it is about."""
        return await info.context.one(projects_by_id, post.project_id)

    @answers(list[PostTopic])
    async def topics(self, info: Info, post: strawberry.Parent[models.Post]) -> list[models.Topic]:
        """The topics under which it stands."""
        return await info.context.many(queries.topics_of, post.id)

    @answers(list[PostPicture])
    async def pictures(
        self, info: Info, post: strawberry.Parent[models.Post]
    ) -> list[models.PostPicture]:
        """Its pictures."""
        return await info.context.many(queries.pictures_of, post.id)

    @answers(list[PostVersion])
    async def versions(
        self, info: Info, post: strawberry.Parent[models.Post]
    ) -> list[models.PostVersion]:
        """What was corrected in it, the latest first."""
        return await info.context.many(queries.versions_of, post.id)

    @answers(list[names.POST])
    async def variants(self, info: Info, post: strawberry.Parent[models.Post]) -> list[models.Post]:
        """The same in other languages."""
        return await info.context.many(queries.variants_of, post.id)


PostConnection = connection_type("Post", Post, "posts")


@described_input
class PostFilter:
    """Which posts are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    organizations: list[UUID] | None = told("Those of one of these departments.", default=None)
    types: list[TypeName] | None = told("Those of one of these types.", default=None)  # type: ignore[valid-type]
    topics: list[str] | None = told("Those under one of these topics, by slug.", default=None)
    year: int | None = told("Those published in this year.", default=None)
    language: str | None = told(
        "Of what stands in several languages, only the one in this language, or else the first.",
        default=None,
    )
    dated: bool = told("Only what has a day: events and consultations.", default=False)
    ending_after: dt.datetime | None = told("Only what is not over by then.", default=None)


def narrowed(filter: PostFilter | None) -> queries.Wanted:
    """What is wanted, as the house takes it."""
    given = filter or PostFilter()
    year = given.year if given.year is not None and 1 <= given.year < 9999 else None
    return queries.Wanted(
        given.body, given.organizations or (), given.types or (), given.topics or (), year,
        given.language, given.dated, given.ending_after,
    )  # fmt: skip


@described
class PostQueries:
    """What can be asked about posts."""

    @answers(PostConnection)
    async def posts(
        self,
        info: Info,
        filter: Annotated[PostFilter | None, argument("Which are wanted.")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The published posts, newest first; what has expired is only found at its address."""
        wanted = narrowed(filter)
        return await connected(
            info, queries.POST, queries.wanted_posts(info.context.work, wanted),
            queries.LATEST_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(PostConnection)
    async def drafts(
        self,
        info: Info,
        state: Annotated[
            StateName | None,  # type: ignore[valid-type]
            argument("Only those that are so far: DRAFT, REVIEW or SCHEDULED."),
        ] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The posts not yet published that the viewer may read, the last changed first."""
        unpublished = queries.posts(info.context.work, drafts=True)
        if state is not None:
            unpublished = unpublished.where(queries.in_state(state, info.context.work.now))
        return await connected(
            info, queries.POST, unpublished,
            queries.LAST_CHANGED_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Post | None)
    async def post(self, info: Info, uuid: Wanted) -> models.Post | None:
        """One post."""
        return await info.context.one(queries.posts_by_id, uuid)

    @answers(list[PostTopic])
    async def topics(self, info: Info) -> list[models.Topic]:
        """The topics under which there are posts, by name."""
        return await queries.topics_in_use(info.context.work)

    @answers(PostTopic | None)
    async def topic(
        self, info: Info, slug: Annotated[str, argument("The name as an address has it.")]
    ) -> models.Topic | None:
        """One topic under which there are posts."""
        used = await queries.topics_in_use(info.context.work)
        return next((one for one in used if one.slug == slug), None)

    @answers(list[int])
    async def post_years(self, info: Info) -> list[int]:
        """The years from the first post to the last, the latest first."""
        return await queries.years_in_use(info.context.work)

    @answers(list[names.ORGANIZATION])
    async def post_organizations(self, info: Info) -> list[Organization]:
        """The departments that have published something, by name."""
        return await queries.organizations_in_use(info.context.work)
