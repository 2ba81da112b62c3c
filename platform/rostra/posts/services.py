"""Writing, publishing and withdrawing posts."""

from uuid import UUID

from rostra.access import PUBLIC, Office, Permission, organization_token, role_token
from rostra.errors import Conflict, Invalid
from rostra.organizations.models import Organization
from rostra.papers.models import Paper
from rostra.posts.events import PostDrafted, PostPublished, PostWithdrawn
from rostra.posts.models import Post
from rostra.rich_text import cleaned_html, cleaned_text
from rostra.work import Work

LONGEST_TITLE = 200
LONGEST_POST = 100_000
POST_TYPES = frozenset(
    {"news", "press_release", "announcement", "resolution", "event", "consultation", "project"}
)
LANGUAGES = frozenset({"de", "en", "de-simple"})


async def write_post(
    work: Work,
    organization_id: UUID,
    title: str,
    text: str,
    teaser: str | None = None,
    post_type: str = "news",
    language: str = "de",
    paper_id: UUID | None = None,
) -> Post:
    """Draft a post of a department; until it is published only the department reads it."""
    organization = await work.find(Organization, organization_id)
    work.authorize(Permission.POST_WRITE, organization)
    title, text = cleaned_text(title), cleaned_html(text)
    refuse_unless_sized("title", title, LONGEST_TITLE)
    refuse_unless_sized("text", text, LONGEST_POST)
    refuse_unless_one_of("postType", post_type, POST_TYPES)
    refuse_unless_one_of("language", language, LANGUAGES)
    if paper_id is not None:
        await work.find(Paper, paper_id)

    post = Post(
        body_id=organization.body_id,
        organization_id=organization.id,
        post_type=post_type,
        title=title,
        teaser=cleaned_text(teaser) if teaser else None,
        text=text,
        language=language,
        paper_id=paper_id,
        author_id=work.actor.account_id,
        audience_id=await work.audience(department(organization)),
    )
    work.add(post)
    await work.flush()
    work.record(PostDrafted(post.id))
    return post


def department(organization: Organization) -> set[str]:
    """The tokens of those who read what an organization has not published yet."""
    return {
        organization_token(organization.id),
        role_token(Office.ADMINISTRATOR, organization.body_id),
    }


async def publish_post(work: Work, post_id: UUID) -> Post:
    """Show the post to everybody."""
    post = await work.find(Post, post_id)
    work.authorize(Permission.POST_PUBLISH, post)
    if post.audience_id == PUBLIC:
        raise Conflict("This post is published already.")

    post.audience_id = PUBLIC
    post.published = work.now
    work.record(PostPublished(post.id))
    return post


async def withdraw_post(work: Work, post_id: UUID) -> Post:
    """Take a post back; the comments below it go out of sight with it, and nothing is lost."""
    post = await work.find(Post, post_id)
    work.authorize(Permission.POST_PUBLISH, post)

    work.withdraw(post)
    work.record(PostWithdrawn(post.id))
    return post


def refuse_unless_sized(field: str, text: str, longest: int) -> None:
    """Refuse what is empty or too long, naming the field and the limit."""
    if not text:
        raise Invalid(field, "Please write something.")
    if len(text) > longest:
        raise Invalid(field, f"This is {len(text)} characters long; at most {longest} fit.")


def refuse_unless_one_of(field: str, value: str, known: frozenset[str]) -> None:
    """Refuse a value that is not in the list, naming the field and the list."""
    if value not in known:
        raise Invalid(field, f"This must be one of: {', '.join(sorted(known))}.")
