"""Opinion polls for tests."""

import datetime as dt
from typing import Any

from rostra.organizations.models import Organization
from rostra.polls.models import Poll
from rostra.polls.questions import Question, QuestionType
from rostra.posts.models import Post
from support.make.organizations import make_organization
from support.make.posts import make_post
from support.making import Place, kept

QUESTIONS = (
    Question(QuestionType.ONE, "Welcher Belag?", ("Asphalt", "Pflaster")),
    Question(QuestionType.SEVERAL, "Was fehlt?", ("Bänke", "Bäume", "Licht"), most=2),
    Question(QuestionType.SCALE, "Wie gefällt es?", low="gar nicht", high="sehr"),
    Question(QuestionType.YES_NO, "Soll gebaut werden?"),
    Question(QuestionType.TEXT, "Was noch?"),
)


async def make_poll(
    place: Place, post: Post | None = None, department: Organization | None = None, **values: Any
) -> Poll:
    """A poll that runs, about a post, for everybody."""
    department = department or await make_organization(place, name="Stadtplanung")
    post = post or await make_post(place, department)
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    usual = {
        "title": "Der Markt der Zukunft",
        "introduction": "Was meinen Sie?",
        "questions": [question.written() for question in QUESTIONS],
        "state": "published",
        "open_to": "all",
        "opens": moment - dt.timedelta(hours=1),
        "closes": moment + dt.timedelta(days=1),
        "showing": "at_once",
    }
    return await kept(
        place, Poll, body_id=department.body_id, organization_id=department.id,
        thing_kind="post", thing_id=post.id, **{**usual, **values},
    )  # fmt: skip
