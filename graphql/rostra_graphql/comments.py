"""Comments and their threads in the API."""

import datetime as dt
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import strawberry

from rostra.access import PUBLIC, Permission
from rostra.comments import answering, models, queries
from rostra.comments.changing import may_be_edited
from rostra.comments.models import CommentState
from rostra.comments.things import COMMENTABLE
from rostra.comments.writing import asks_stance, says
from rostra.organizations.models import Organization
from rostra.organizations.queries import organizations_by_id
from rostra.posts.models import Post
from rostra.posts.queries import posts_by_id
from rostra.records import Readable
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, order_of
from rostra_graphql.context import Info
from rostra_graphql.following import is_followed
from rostra_graphql.nodes import TYPE_NAMES, Node
from rostra_graphql.paging import Connection, connected_below, connection_type
from rostra_graphql.telling import answers, argument, described, told

StateName = strawberry.enum(
    CommentState, name="CommentState", description="How far a comment is, and what became of it."
)
StanceName = strawberry.enum(
    models.Stance, name="Stance", description="Where somebody stands, where it is asked."
)


@strawberry.enum(description="How comments are sorted.")
class CommentOrder(Enum):
    """How comments are sorted."""

    OLDEST_FIRST = strawberry.enum_value(
        queries.FIRST_SAID_FIRST, description="What was said first comes first."
    )
    NEWEST_FIRST = strawberry.enum_value(
        queries.LAST_SAID_FIRST, description="What was said last comes first."
    )
    MOST_SUPPORTED_FIRST = strawberry.enum_value(
        queries.MOST_SUPPORTED_FIRST, description="What most support comes first."
    )


CommentOrdering = Annotated[CommentOrder, argument("How they are sorted.")]
CONNECTION = names.COMMENTS


@described
class CommentVersion:
    """The words that a comment had until they were edited."""

    number: int = told("Counts up from 1.")
    text: str = told("What was said, as plain text.")
    until: dt.datetime = told("Until when it said so.")


@described
class Quotation:
    """What a comment quotes from another one of its thread."""

    text: str = told("The words.")
    comment: UUID = told("The bare id of the comment from which they are.")
    author_name: str = told("Who said them.")


@described
class Comment(Node):
    """What somebody says to a published thing; words out of sight leave a trace without them."""

    author_name: str = told("The name or pseudonym under which it stands.")
    text: str = told("What was said, as plain text; empty where the words are out of sight.")
    language: str | None = told("The language of the text, where it is known.")
    said: dt.datetime | None = told("When it appeared for everybody.")
    edited: dt.datetime | None = told("When its author last changed the words.")
    official: bool = told("Whether the city says it.")
    pinned: dt.datetime | None = told("Since when it stands above the others.")
    answer_by: dt.date | None = told("The day by which the city promised to answer it.")
    answered: dt.datetime | None = told("When the city kept that promise.")
    support_count: int = told("How many support it.")
    depth: int = told("0 for the first level, 2 for the third, which is the last.")
    thing_kind: str = told("The kind of the thing to which it was said, such as `post`.")
    thing_id: UUID = told("The bare id of that thing.")
    parent_id: UUID | None = told("The bare id of the comment that it answers.")
    root_id: UUID | None = told("The bare id of the comment of the first level above it.")

    @answers(StateName)
    def state(self, comment: strawberry.Parent[models.Comment]) -> CommentState:
        """How far it is, and what became of it."""
        return CommentState(comment.state)

    @answers(StanceName | None)
    def stance(self, comment: strawberry.Parent[models.Comment]) -> models.Stance | None:
        """Where its author stands, where that was asked."""
        return models.Stance(comment.stance) if comment.stance else None

    @answers(int)
    def answer_count(self, comment: strawberry.Parent[models.Comment]) -> int:
        """How many published comments stand below it."""
        return comment.answer_count

    @answers(CONNECTION)
    async def replies(
        self,
        info: Info,
        comment: strawberry.Parent[models.Comment],
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """What stands below a comment of the first level, on all levels, oldest first."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info, comment.id, queries.answer_sheets, queries.answer_counts,
            queries.FIRST_SAID_FIRST, wanted,
        )  # fmt: skip

    @answers(Quotation | None)
    async def quotation(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> Quotation | None:
        """What it quotes; null when those words are out of sight."""
        if comment.quote is None or comment.state != CommentState.PUBLISHED:
            return None
        quoted = await info.context.one(queries.comments_by_id, comment.quoted_id)
        if quoted is None or quoted.state != CommentState.PUBLISHED:
            return None
        if not says(quoted.text, comment.quote):
            return None
        return Quotation(text=comment.quote, comment=quoted.id, author_name=quoted.author_name)

    @answers(list[CommentVersion])
    async def versions(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> list[models.CommentVersion]:
        """The words before each change, as far as the viewer may read them."""
        found: list[models.CommentVersion] = await info.context.many(
            queries.versions_of_comments, comment.id
        )
        return found

    @answers(names.ORGANIZATION | None)
    async def organization(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> Organization | None:
        """The department that says it, or that promised to answer it."""
        return await info.context.one(organizations_by_id, comment.organization_id)

    @answers(list[names.COMMENT])
    async def official_answers(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> list[models.Comment]:
        """What the city answered to it, the earliest first."""
        found: list[models.Comment] = await info.context.many(queries.official_answers, comment.id)
        return found

    @answers(names.COMMENT | None)
    async def parent(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> models.Comment | None:
        """The comment that it answers, or its trace."""
        found: models.Comment | None = await info.context.one(
            queries.comments_by_id, comment.parent_id
        )
        return found

    @answers(names.COMMENT | None)
    async def root(
        self, info: Info, comment: strawberry.Parent[models.Comment]
    ) -> models.Comment | None:
        """The comment of the first level above it, or its trace; null on the first level."""
        found: models.Comment | None = await info.context.one(
            queries.comments_by_id, comment.root_id
        )
        return found

    @answers(bool)
    async def supported(self, info: Info, comment: strawberry.Parent[models.Comment]) -> bool:
        """Whether the viewer supports it."""
        return bool(await info.context.one(queries.supported_by_viewer, comment.id))

    @answers(bool)
    def own(self, info: Info, comment: strawberry.Parent[models.Comment]) -> bool:
        """Whether the viewer wrote it."""
        viewer = info.context.work.actor.account_id
        return viewer is not None and comment.author_id == viewer

    @answers(bool)
    def editable(self, info: Info, comment: strawberry.Parent[models.Comment]) -> bool:
        """Whether the viewer can still change its words."""
        work = info.context.work
        own = work.actor.account_id is not None and comment.author_id == work.actor.account_id
        return own and may_be_edited(comment, work.now)

    @answers(names.POST | None)
    async def post(self, info: Info, comment: strawberry.Parent[models.Comment]) -> Post | None:
        """The post to which it was said, if it was one."""
        if comment.thing_kind != Post.kind:
            return None
        return await info.context.one(posts_by_id, comment.thing_id)

    @answers(Node | None)
    async def thing(self, info: Info, comment: strawberry.Parent[models.Comment]) -> Any:
        """What it was said to."""
        return await found_thing(info, comment.thing_kind, comment.thing_id)


CommentConnection = connection_type("Comment", Comment, "comments")


@described
class Thread:
    """What is said to one published thing, with its numbers."""

    comment_count: int = told("How many comments were published in it, on all levels.")
    asks_stance: bool = told("Whether it is asked where one stands.")
    for_count: int = told("How many of them are for it.")
    against_count: int = told("How many are against it.")
    neutral_count: int = told("How many are neutral.")
    closed: dt.datetime | None = told("Since when nothing more can be said.")
    closed_for: str | None = told("Why nothing more can be said.")
    said_last: dt.datetime | None = told("When something last appeared.")

    @answers(CommentConnection)
    async def comments(
        self,
        info: Info,
        thread: strawberry.Parent[models.Thread],
        order_by: CommentOrdering = CommentOrder.OLDEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """Its first level, with the traces of what stood there."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info, thread.id, queries.root_sheets, queries.root_counts, order_of(order_by), wanted
        )

    @answers(bool)
    async def viewer_may_answer(self, info: Info, thread: strawberry.Parent[models.Thread]) -> bool:
        """Whether the viewer may answer the thing as a whole in the name of a department."""
        return answering.may_answer(info.context.work, thread)

    @answers(bool)
    async def viewer_may_close(self, info: Info, thread: strawberry.Parent[models.Thread]) -> bool:
        """Whether the viewer may end the discussion, and open it again."""
        actor = info.context.work.actor
        return actor.may_within(Permission.COMMENT_MODERATE, thread.body_id)

    @answers(list[Comment])
    async def pinned(
        self, info: Info, thread: strawberry.Parent[models.Thread]
    ) -> list[models.Comment]:
        """What stands above the others: the answers of the city first of all."""
        found: list[models.Comment] = await info.context.many(queries.pinned_in, thread.id)
        return found


@strawberry.interface(description="A published thing to which something can be said.")
class Commented:
    """A published thing to which something can be said."""

    @answers(CommentConnection)
    async def comments(
        self,
        info: Info,
        thing: strawberry.Parent[Readable],
        order_by: CommentOrdering = CommentOrder.OLDEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """What was said to it, on all levels in one list."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info, thing.id, queries.comment_sheets, queries.comment_counts,
            order_of(order_by), wanted,
        )  # fmt: skip

    @answers(int)
    async def comment_count(self, info: Info, thing: strawberry.Parent[Readable]) -> int:
        """How many comments there are."""
        return int(await info.context.one(queries.comment_counts, thing.id))

    @answers(Thread | None)
    async def thread(self, info: Info, thing: strawberry.Parent[Readable]) -> models.Thread | None:
        """The discussion below it; null until somebody says something."""
        found: models.Thread | None = await info.context.one(queries.threads_of, thing.id)
        return found

    @answers(bool)
    def commentable(self, thing: strawberry.Parent[Readable]) -> bool:
        """Whether something can be said to it: it is published."""
        return thing.kind in COMMENTABLE and thing.audience_id == PUBLIC

    @answers(bool)
    async def followed(self, info: Info, thing: strawberry.Parent[Readable]) -> bool:
        """Whether the viewer follows it."""
        return await is_followed(info, thing)

    @answers(bool)
    def asks_stance(self, thing: strawberry.Parent[Readable]) -> bool:
        """Whether it is asked where one stands."""
        return asks_stance(thing)

    @classmethod
    def resolve_type(cls, thing: Readable, *_: object) -> str:
        """The name of the thing's type."""
        return TYPE_NAMES[thing.kind]


@described
class CommentQueries:
    """Asking for comments."""

    @answers(Comment | None)
    async def comment(
        self, info: Info, uuid: Annotated[UUID, argument("The bare id.")]
    ) -> models.Comment | None:
        """A comment, or its trace."""
        found: models.Comment | None = await info.context.one(queries.comments_by_id, uuid)
        return found

    @answers(Commented | None)
    async def commented(
        self,
        info: Info,
        kind: Annotated[str, argument("The kind of the thing, such as `post`.")],
        uuid: Annotated[UUID, argument("The bare id of the thing.")],
    ) -> Any:
        """A thing to which something can be said."""
        return await found_thing(info, kind, uuid)

    @answers(list[Comment])
    async def my_comments(self, info: Info) -> list[models.Comment]:
        """What the viewer wrote, the latest 100, whatever became of it."""
        work = info.context.work
        if work.actor.account_id is None:
            return []
        rows = await work.rows(queries.own_comments(work).limit(100))
        return [queries.COMMENT.one(row) for row in rows]


async def found_thing(info: Info, kind: str, id: UUID) -> Any:
    """A thing of a kind that can be commented, or None where it is not for the viewer."""
    from rostra_graphql.schema import THINGS

    if kind not in COMMENTABLE:
        return None
    return await info.context.one(THINGS[TYPE_NAMES[kind]][1], id)
