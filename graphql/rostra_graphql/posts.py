"""Posts in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.organizations import queries as organizations
from rostra.organizations.models import Body, Organization
from rostra.papers import queries as papers
from rostra.papers.models import Paper
from rostra.posts import models, queries, services
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, Wanted
from rostra_graphql.comments import Commented
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@described
class Post(Node, Commented):
    """Something that a department tells the city."""

    post_type: str = told(
        "news, press_release, announcement, resolution, event, consultation or project."
    )
    title: str = told("Its title.")
    teaser: str | None = told("What it is about, in a sentence or two.")
    text: str = told("The words, as cleaned HTML.")
    language: str = told("The language in which it is written.")
    published: dt.datetime | None = told("When it was published; null for a draft.")

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


PostConnection = connection_type("Post", Post, "posts")


@described_input
class PostFilter:
    """Which posts are wanted; what is left out narrows nothing."""

    body: UUID | None = told("Those of this body.", default=None)
    organizations: list[UUID] | None = told("Those of one of these departments.", default=None)
    types: list[str] | None = told("Those of one of these types.", default=None)


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
        """The published posts, newest first."""
        wanted = filter or PostFilter()
        found = queries.posts(
            info.context.work, wanted.body, wanted.organizations or (), wanted.types or ()
        )
        return await connected(
            info, queries.POST, found, queries.LATEST_FIRST,
            first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(PostConnection)
    async def drafts(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """The posts not yet published that the viewer may read, the last changed first."""
        return await connected(
            info, queries.POST, queries.posts(info.context.work, drafts=True),
            queries.LAST_CHANGED_FIRST, first=first, after=after, last=last, before=before,
        )  # fmt: skip

    @answers(Post | None)
    async def post(self, info: Info, uuid: Wanted) -> models.Post | None:
        """One post."""
        return await info.context.one(queries.posts_by_id, uuid)


@described_input
class PostInput:
    """What a department writes."""

    organization: UUID = told("The department.")
    title: str = told("The title.")
    text: str = told("The words, as HTML; what could act in them is taken out.")
    teaser: str | None = told("What it is about, in a sentence or two.", default=None)
    post_type: str = strawberry.field(
        default="news",
        description="news, press_release, announcement, resolution, event, consultation, project.",
    )
    language: str = strawberry.field(default="de", description="de, en or de-simple.")
    paper: UUID | None = told("The paper that it is about.", default=None)


@described
class PostMutations:
    """What can be done with posts."""

    @does(Post)
    async def write_post(
        self, info: Info, input: Annotated[PostInput, argument("What is written.")]
    ) -> models.Post:
        """Draft a post of a department; until it is published only the department reads it."""
        post = await services.write_post(
            info.context.work, input.organization, input.title, input.text, input.teaser,
            input.post_type, input.language, input.paper,
        )  # fmt: skip
        return await info.context.written(queries.posts_by_id, post.id)

    @does(Post)
    async def publish_post(self, info: Info, uuid: Wanted) -> models.Post:
        """Show the post to everybody."""
        post = await services.publish_post(info.context.work, uuid)
        return await info.context.written(queries.posts_by_id, post.id)
