"""The polls of a random city, with a canary in every text and in the words of answers."""

import datetime as dt
from typing import Any

from rostra.polls.models import Poll, PollText, QuestionType
from rostra.polls.questions import Question

NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)


async def build_polls(builder: Any) -> None:
    """Polls that are over about the first post of the city, and words that were answered."""
    place = {
        "body_id": builder.body_id,
        "organization_id": builder.city.organization_ids[0],
    }
    polls = await builder.keep(
        "poll",
        lambda n, word: Poll(
            **place,
            thing_kind="post",
            thing_id=builder.city.ids["post"][0],
            title=f"Meinung {word}",
            introduction=f"Worum {word}",
            questions=[
                Question(QuestionType.ONE, f"Frage {word}", (word, "anders")).written(),
                Question(QuestionType.TEXT, f"Noch etwas {word}").written(),
            ],
            state="ended",
            open_to="all",
            opens=NOON - dt.timedelta(days=3),
            closes=NOON - dt.timedelta(days=1),
            showing="at_end",
        ),
    )
    await builder.keep(
        "poll_text",
        lambda n, word: PollText(**place, poll_id=polls[n].id, question=1, text=f"Worte {word}"),
    )
