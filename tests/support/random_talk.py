"""What a random city says and decides about it, and what is not out yet, each with a canary."""

import datetime as dt
from typing import Any

from rostra.comments.models import (
    Comment,
    CommentState,
    CommentVersion,
    ParticipationSummary,
    ParticipationVersion,
    Stance,
    Thread,
)
from rostra.moderation.models import (
    Appeal,
    Decision,
    DecisionState,
    Measure,
    Notice,
    NoticeReason,
    Source,
)
from rostra.people.models import Account
from rostra.posts.models import Post, PostPicture, PostVersion
from rostra.projects.models import Project, ProjectState

NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)
COUNTS = {
    "comment": 3, "held_comment": 2, "comment_version": 2, "notice": 2, "decision": 2,
    "appeal": 2, "post_draft": 2, "post_picture": 2, "post_version": 2, "project_draft": 2,
}  # fmt: skip


def as_the_house_makes_them(readers: dict[str, tuple]) -> dict[str, tuple]:
    """The plan's readers, where a published comment is for those for whom its post is."""
    posts = readers["post"]
    return readers | {"comment": tuple(posts[n % 2] for n in range(COUNTS["comment"]))}


async def build_talk(builder: Any) -> None:
    """Threads below the posts, what waits, former words, notices, decisions and appeals."""
    posts = builder.city.ids["post"]
    for number, (id, whose) in enumerate(zip(posts, builder.plan.readers["post"], strict=True)):
        said = len(range(number, COUNTS["comment"], len(posts)))
        builder.work.add(
            Thread(
                body_id=builder.body_id, thing_kind="post", thing_id=id, comment_count=said,
                audience_id=await builder.audience(whose),
            )
        )  # fmt: skip
    await build_participation(builder)
    await build_comments(builder, posts)
    await build_moderation(builder)


async def build_participation(builder: Any) -> None:
    """What is said to a paper, as its item sums it up, and as it summed it up before."""
    item, paper = builder.city.ids["agenda_item"][0], builder.city.ids["paper"][0]
    whose_item, whose_paper = (builder.plan.readers[kind][0] for kind in ("agenda_item", "paper"))
    now, before, said = "kanariesummaryvork", "kanariebeforevork", "kanariespokenvork"
    builder.work.add(
        ParticipationSummary(agenda_item_id=item, text=f"Gesagt wurde {now}"),
        ParticipationVersion(
            agenda_item_id=item, number=1, text=f"Gesagt war {before}", until=NOON
        ),
    )  # fmt: skip
    about = {
        "body_id": builder.body_id, "thing_kind": "paper", "thing_id": paper,
        "audience_id": await builder.audience(whose_paper),
    }  # fmt: skip
    thread = Thread(**about, comment_count=1, for_count=1, asks_stance=True)
    builder.work.add(thread)
    await builder.work.flush()
    builder.work.add(
        Comment(
            **about, thread_id=thread.id, author_name="Jemand", text=f"Dafür, sagt {said}",
            stance=Stance.FOR, state=CommentState.PUBLISHED, said=NOON,
        )
    )  # fmt: skip
    builder.city.joint |= {
        now: (whose_item, whose_paper), before: (whose_item, whose_paper), said: (whose_paper,)
    }  # fmt: skip


async def build_comments(builder: Any, posts: list) -> None:
    """Comments that appeared, that wait, and the words that they had before."""
    threads = {one.thing_id: one.id for one in await builder.work.fetch(
        builder.work.readable(Thread))}  # fmt: skip

    def said(n: int, word: str, state: CommentState) -> Comment:
        post = posts[n % 2]
        return Comment(
            body_id=builder.body_id, thing_kind="post", thing_id=post, thread_id=threads[post],
            author_name=word, text=f"Meinung {word}", state=state,
            said=NOON if state == CommentState.PUBLISHED else None,
        )  # fmt: skip

    comments = await builder.keep("comment", lambda n, word: said(n, word, CommentState.PUBLISHED))
    waiting = (CommentState.HELD, CommentState.UNCONFIRMED)
    await builder.keep("held_comment", lambda n, word: said(n, word, waiting[n]))
    await builder.keep(
        "comment_version",
        lambda n, word: CommentVersion(
            comment_id=comments[n].id, number=1, text=f"Zuvor {word}", until=NOON
        ),
    )


async def build_moderation(builder: Any) -> None:
    """Notices of the comments, what was decided, and who does not accept it."""
    about = [
        {"body_id": builder.body_id, "thing_kind": "comment", "thing_id": id}
        for id in builder.city.ids["comment"]
    ]
    author = Account(email="einspruch@example.org", display_name="Jemand")
    builder.work.add(author)
    await builder.work.flush()
    await builder.keep(
        "notice",
        lambda n, word: Notice(
            **about[n], year=2026, number=n + 1, reason=NoticeReason.ILLEGAL, law=word,
            words=f"Es stört {word}", name=word, given=NOON,
        ),
    )  # fmt: skip
    decisions = await builder.keep(
        "decision",
        lambda n, word: Decision(
            **about[n], measure=Measure.HIDE, source=Source.NOTICE,
            state=(DecisionState.IN_FORCE, DecisionState.PROPOSED)[n],
            ground=f"Regel {word}", facts=f"Befund {word}", words=f"Wortlaut {word}",
            decided=NOON,
        ),
    )  # fmt: skip
    await builder.keep(
        "appeal",
        lambda n, word: Appeal(
            decision_id=decisions[n].id, body_id=builder.body_id, account_id=author.id,
            words=f"Einspruch {word}", made=NOON,
        ),
    )  # fmt: skip


async def build_drafts(builder: Any) -> None:
    """Posts and projects that are not out yet, and pictures and former words of posts."""
    place = {
        "body_id": builder.body_id,
        "organization_id": builder.city.organization_ids[0],
    }
    below = [{"body_id": builder.body_id, "post_id": id} for id in builder.city.ids["post"]]
    await builder.keep(
        "post_draft",
        lambda n, word: Post(
            **place, title=f"Entwurf {word}", teaser=word, text=f"<p>{word}</p>",
            note=f"Bitte anders {word}", submitted=NOON,
        ),
    )  # fmt: skip
    await builder.keep(
        "post_picture",
        lambda n, word: PostPicture(
            **below[n], content_hash="ab" * 32, width=1, height=1, alternative=f"Bild {word}",
            caption=word, credit=word,
        ),
    )  # fmt: skip
    await builder.keep(
        "post_version",
        lambda n, word: PostVersion(
            **below[n], revision=2, reason=f"Grund {word}", before=f"vorher {word}",
            after=f"nachher {word}",
        ),
    )  # fmt: skip
    await builder.keep(
        "project_draft",
        lambda n, word: Project(
            **place, state=ProjectState.DRAFT, title=f"Plan {word}", aim=f"Ziel {word}",
            place=word, cost_note=word, steps=[], contact_name=word,
        ),
    )  # fmt: skip
