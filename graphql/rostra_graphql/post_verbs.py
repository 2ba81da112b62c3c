"""What can be done with posts, in the API."""

import datetime as dt
from typing import Annotated, Any
from uuid import UUID

from rostra.posts import models, picturing, queries, services
from rostra.posts.writing import Writing
from rostra.projects.models import Project
from rostra_graphql.arguments import Wanted
from rostra_graphql.context import Info
from rostra_graphql.posts import LanguageName, Post, TypeName
from rostra_graphql.telling import argument, described, described_input, does, told


@described_input
class PostWriting:
    """A post as a department writes it; what is left out is empty."""

    title: str = told("The title.")
    text: str = told("The words, as HTML; what could act in them is taken out.")
    teaser: str | None = told("What it is about, in a sentence or two.", default=None)
    post_type: TypeName = told("What kind of thing it tells.", default=models.PostType.NEWS)  # type: ignore[valid-type]
    language: LanguageName = told("Its language.", default=models.PostLanguage.DE)  # type: ignore[valid-type]
    topics: list[str] | None = told("The topics under which it stands, by name.", default=None)
    appears: dt.datetime | None = told("When it shall appear; at once without.", default=None)
    expires: dt.datetime | None = told("When it leaves the lists.", default=None)
    starts: dt.datetime | None = told("When it begins or opens.", default=None)
    ends: dt.datetime | None = told("When it ends.", default=None)
    place: str | None = told("Where it is, in words.", default=None)
    latitude: float | None = told("Degrees north.", default=None)
    longitude: float | None = told("Degrees east.", default=None)
    video_url: str | None = told("Where a video is to be seen.", default=None)
    transcript: str | None = told("Every word of the video.", default=None)
    captions: str | None = told("Its captions, as WebVTT.", default=None)
    results: str | None = told("What came out of a consultation, as HTML.", default=None)
    paper: UUID | None = told("The paper that it is about.", default=None)
    meeting: UUID | None = told("The meeting that it is about.", default=None)
    resolution: UUID | None = told("The resolution that it is about.", default=None)
    project: UUID | None = told("The project that it is about.", default=None)


@described_input
class PostInput(PostWriting):
    """What a department writes."""

    organization: UUID = told("The department.")
    variant_of: UUID | None = told("The same post in another language.", default=None)


@described_input
class EditPostInput:
    """A post written anew."""

    post: UUID = told("The post.")
    revision: int = told("The revision that the writer has seen.")
    reason: str | None = told(
        "Why; needed once the post is published, and to be read by everybody.", default=None
    )
    writing: PostWriting = told("What it says now.")


LINKS = ("paper", "meeting", "resolution", "project")


async def writing_of(info: Info, input: PostWriting) -> Writing:
    """What is written, as the house takes it; a project that is linked must be there."""
    values: dict[str, Any] = dict(vars(input))
    for name in ("organization", "variant_of"):
        values.pop(name, None)
    for name in LINKS:
        values[f"{name}_id"] = values.pop(name)
    if values["project_id"] is not None:
        await info.context.work.find(Project, values["project_id"])
    return Writing(**{**values, "topics": tuple(values["topics"] or ())})


@described
class PostMutations:
    """What can be done with posts."""

    @does(Post)
    async def write_post(
        self, info: Info, input: Annotated[PostInput, argument("What is written.")]
    ) -> models.Post:
        """Draft a post of a department; until it is published only the department reads it."""
        post = await services.draft_post(
            info.context.work, input.organization, await writing_of(info, input), input.variant_of
        )
        return await info.context.written(queries.posts_by_id, post.id)

    @does(Post)
    async def edit_post(
        self, info: Info, input: Annotated[EditPostInput, argument("What changes.")]
    ) -> models.Post:
        """Write a post anew; refused when somebody else changed it meanwhile."""
        post = await services.edit_post(
            info.context.work, input.post, input.revision,
            await writing_of(info, input.writing), input.reason,
        )  # fmt: skip
        return await info.context.written(queries.posts_by_id, post.id)

    @does(Post)
    async def submit_post(self, info: Info, uuid: Wanted) -> models.Post:
        """Hand a draft to a second person."""
        post = await services.submit_post(info.context.work, uuid)
        return await info.context.written(queries.posts_by_id, post.id)

    @does(Post)
    async def send_back_post(
        self,
        info: Info,
        uuid: Wanted,
        note: Annotated[str | None, argument("What should change.")] = None,
    ) -> models.Post:
        """Give a post back to those who write it; a plan to publish it ends."""
        post = await services.send_back_post(info.context.work, uuid, note)
        return await info.context.written(queries.posts_by_id, post.id)

    @does(Post)
    async def publish_post(self, info: Info, uuid: Wanted) -> models.Post:
        """Approve a post: everybody reads it at once, or when the time comes that it names."""
        post = await services.publish_post(info.context.work, uuid)
        return await info.context.written(queries.posts_by_id, post.id)

    @does(bool)
    async def withdraw_post(self, info: Info, uuid: Wanted) -> bool:
        """Take a post back: it goes out of sight with its comments, and nothing is lost."""
        await services.withdraw_post(info.context.work, uuid)
        return True

    @does(Post)
    async def remove_post_picture(self, info: Info, uuid: Wanted) -> models.Post:
        """Take a picture out of its post."""
        picture = await picturing.remove_picture(info.context.work, uuid)
        return await info.context.written(queries.posts_by_id, picture.post_id)

    @does(bool)
    async def settle_review(
        self,
        info: Info,
        organization: Annotated[UUID, argument("The department.")],
        review: Annotated[bool, argument("Whether a second person reads first.")],
    ) -> bool:
        """Settle whether a second person reads what a department publishes."""
        desk = await services.settle_review(info.context.work, organization, review)
        return desk.review
