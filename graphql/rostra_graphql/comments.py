"""Comments in the API."""

from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry

from rostra.comments import models, queries, services
from rostra.posts.models import Post
from rostra.posts.queries import posts_by_id
from rostra.records import Readable
from rostra_graphql import names
from rostra_graphql.arguments import After, Before, First, Last, order_of
from rostra_graphql.context import Info
from rostra_graphql.nodes import Node
from rostra_graphql.paging import Connection, connected_below, connection_type
from rostra_graphql.telling import answers, argument, described, described_input, does, told


@strawberry.enum(description="How comments are sorted.")
class CommentOrder(Enum):
    """How comments are sorted."""

    OLDEST_FIRST = strawberry.enum_value(
        queries.FIRST_SAID_FIRST, description="What was said first comes first."
    )
    NEWEST_FIRST = strawberry.enum_value(
        queries.LAST_SAID_FIRST, description="What was said last comes first."
    )


@described
class Comment(Node):
    """What somebody says to a published thing."""

    author_name: str = told("The name or pseudonym under which it stands.")
    text: str = told("What was said, as plain text.")

    @answers(names.POST | None)
    async def post(self, info: Info, comment: strawberry.Parent[models.Comment]) -> Post | None:
        """The post to which it was said."""
        if comment.thing_kind != Post.kind:
            return None
        return await info.context.one(posts_by_id, comment.thing_id)


CommentConnection = connection_type("Comment", Comment, "comments")


@strawberry.interface(description="A published thing to which something can be said.")
class Commented:
    """A published thing to which something can be said."""

    @answers(CommentConnection)
    async def comments(
        self,
        info: Info,
        thing: strawberry.Parent[Readable],
        order_by: Annotated[
            CommentOrder, argument("How they are sorted.")
        ] = CommentOrder.OLDEST_FIRST,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection:
        """What was said to it."""
        wanted = {"first": first, "after": after, "last": last, "before": before}
        return await connected_below(
            info,
            thing.id,
            queries.comment_sheets,
            queries.comment_counts,
            order_of(order_by),
            wanted,
        )

    @answers(int)
    async def comment_count(self, info: Info, thing: strawberry.Parent[Readable]) -> int:
        """How many comments there are."""
        return await info.context.one(queries.comment_counts, thing.id)


@described_input
class CommentInput:
    """What somebody wants to say to a post."""

    post: UUID = told("The post.")
    text: str = told("What is to be said, as plain text.")
    author_name: str | None = told(
        "A name or pseudonym; the account's name unless given.", default=None
    )


@described
class CommentMutations:
    """What can be done with comments."""

    @does(Comment)
    async def write_comment(
        self, info: Info, input: Annotated[CommentInput, argument("What is said.")]
    ) -> models.Comment:
        """Say something to a post; everybody may read it at once."""
        comment = await services.write_comment(
            info.context.work, "post", input.post, input.text, input.author_name
        )
        return await info.context.written(queries.comments_by_id, comment.id)
