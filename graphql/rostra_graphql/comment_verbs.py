"""What can be done with comments in the API."""

import datetime as dt
from typing import Annotated
from uuid import UUID

from rostra.admission.entering import Sender
from rostra.comments import answering, changing, closing, models, queries, services, supporting
from rostra.comments.writing import Words
from rostra.posts.models import Post
from rostra_graphql.admission import VisitInput, visit_of
from rostra_graphql.comments import Comment, StanceName, Thread
from rostra_graphql.context import Info
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class CommentInput:
    """What somebody wants to say to a published thing."""

    thing_kind: str = told("The kind of the thing, such as `post` or `paper`.", default=Post.kind)
    thing: UUID | None = told("The bare id of the thing.", default=None)
    post: UUID | None = told("The post, as a shorter way to name the thing.", default=None)
    text: str = told("What is to be said, as plain text.")
    author_name: str | None = told(
        "A name or pseudonym; the account's name unless given.", default=None
    )
    email: str | None = told(
        "For the letter; never shown. Not needed when logged in.", default=None
    )
    parent: UUID | None = told("The comment that it answers.", default=None)
    stance: StanceName | None = told(  # type: ignore[valid-type]
        "Where one stands, where it is asked.", default=None
    )
    quoted: UUID | None = told("The comment that it quotes.", default=None)
    quote: str | None = told("The words that it quotes.", default=None)
    key: str | None = told("Sent with each try of one form: it is said once.", default=None)
    visit: VisitInput | None = told("What the form brought along.", default=None)


@described_input
class OfficialAnswerInput:
    """What the city answers."""

    thing_kind: str = told("The kind of the thing.")
    thing: UUID = told("The bare id of the thing.")
    text: str = told("The answer, as plain text.")
    parent: UUID | None = told("The comment that it answers.", default=None)
    organization: UUID | None = told(
        "The department that answers; that of the thing unless given.", default=None
    )


Which = Annotated[UUID, argument("The bare id of the comment.")]
Thing = Annotated[UUID, argument("The bare id of the thing.")]
ThingKind = Annotated[str, argument("The kind of the thing, such as `post`.")]
Text = Annotated[str, argument("The words from now on, as plain text.")]


@described
class CommentMutations:
    """What can be done with comments."""

    @does(Comment)
    async def write_comment(
        self, info: Info, input: Annotated[CommentInput, argument("What is said.")]
    ) -> models.Comment:
        """Say something; its state tells what it waits for: a letter, a moderator, or nothing."""
        stance = input.stance.value if input.stance is not None else None
        words = Words(input.text, input.parent, stance, input.quoted, input.quote)
        sender = Sender(
            input.author_name or "", input.email or "", input.key or "",
            visit=visit_of(info, input.visit),
        )  # fmt: skip
        kind = Post.kind if input.post else input.thing_kind
        thing = input.post or input.thing
        comment = await services.write_comment(
            info.context.work, kind, thing or UUID(int=0), words, sender
        )
        return await info.context.written(queries.comments_by_id, comment.id) or comment

    @does(Comment)
    async def edit_comment(self, info: Info, comment: Which, text: Text) -> models.Comment:
        """Change the words of one's own comment within ten minutes; those before stay readable."""
        changed = await changing.edit_comment(info.context.work, comment, text)
        return await info.context.written(queries.comments_by_id, changed.id)

    @does(Comment)
    async def rewrite_comment(self, info: Info, comment: Which, text: Text) -> models.Comment:
        """Write anew what a moderator asked to be changed."""
        changed = await changing.rewrite_comment(info.context.work, comment, text)
        return await info.context.written(queries.comments_by_id, changed.id)

    @does(UUID)
    async def delete_comment(self, info: Info, comment: Which) -> UUID:
        """Take one's own comment back; where there are answers a trace stays."""
        await changing.delete_comment(info.context.work, comment)
        return comment

    @does(Comment)
    async def support_comment(
        self,
        info: Info,
        comment: Which,
        visit: Annotated[VisitInput | None, argument("What the form brought along.")] = None,
    ) -> models.Comment:
        """Support somebody else's comment; a second time changes nothing."""
        work = info.context.work
        supported = await supporting.support_comment(work, comment, visit_of(info, visit))
        return await info.context.written(queries.comments_by_id, supported.id)

    @does(Comment)
    async def withdraw_support(self, info: Info, comment: Which) -> models.Comment:
        """Take one's support back."""
        taken = await supporting.withdraw_support(info.context.work, comment)
        return await info.context.written(queries.comments_by_id, taken.id)

    @does(Comment)
    async def answer_officially(
        self, info: Info, input: Annotated[OfficialAnswerInput, argument("What is answered.")]
    ) -> models.Comment:
        """Answer in the name of a department."""
        words = Words(input.text, input.parent)
        answer = await answering.answer_officially(
            info.context.work, input.thing_kind, input.thing, words, input.organization
        )
        return await info.context.written(queries.comments_by_id, answer.id)

    @does(Comment)
    async def promise_answer(
        self,
        info: Info,
        comment: Which,
        by: Annotated[dt.date, argument("The day by which it is answered.")],
        organization: Annotated[UUID | None, argument("The department that answers.")] = None,
    ) -> models.Comment:
        """Promise that the city answers a comment by a day."""
        promised = await answering.promise_answer(info.context.work, comment, by, organization)
        return await info.context.written(queries.comments_by_id, promised.id)

    @does(Thread)
    async def close_thread(
        self,
        info: Info,
        thing_kind: ThingKind,
        thing: Thing,
        reason: Annotated[str, argument("Why, for everybody to read.")],
    ) -> models.Thread:
        """Let nothing more be said to a thing; what stands stays."""
        return await closing.close_thread(info.context.work, thing_kind, thing, reason)

    @does(Thread)
    async def reopen_thread(self, info: Info, thing_kind: ThingKind, thing: Thing) -> models.Thread:
        """Let things be said to a thing again."""
        return await closing.reopen_thread(info.context.work, thing_kind, thing)

    @does(Comment)
    async def pin_comment(
        self,
        info: Info,
        comment: Which,
        pinned: Annotated[bool, argument("Whether it stands above the others.")],
    ) -> models.Comment:
        """Show a comment above the others of its thread, or no more."""
        changed = await answering.pin_comment(info.context.work, comment, pinned)
        return await info.context.written(queries.comments_by_id, changed.id)
