"""The opinion polls of the demo city: one that is over, and one that runs."""

import datetime as dt
import random
from pathlib import Path

import msgspec
import sqlalchemy as sa

from rostra.access import system
from rostra.admission.entering import Sender, Visit
from rostra.database import Database
from rostra.people.models import Account
from rostra.polls.answering import answer_poll
from rostra.polls.models import OpenTo, Poll, QuestionType, Showing
from rostra.polls.questions import Question
from rostra.polls.services import Asking, draft_poll, end_poll, publish_poll
from rostra.posts.models import Post
from rostra.projects.models import Project
from rostra_frontend.demo.publishing import day_at, writer_of
from rostra_frontend.demo.stories import Story

TEXTS = Path(__file__).parent / "texts" / "polls.toml"
MODELS: dict[str, type[Post] | type[Project]] = {"post": Post, "project": Project}


class QuestionText(Story, frozen=True):
    """A question, and how those who answer are inclined."""

    type: QuestionType
    text: str
    options: list[str] = []
    most: int | None = None
    low: str = ""
    high: str = ""
    weights: list[int] = []
    words: list[str] = []

    @property
    def asked(self) -> Question:
        """The question as its department writes it."""
        return Question(self.type, self.text, tuple(self.options), self.most, self.low, self.high)

    def answered(self, chance: random.Random) -> list[str]:
        """What somebody answers; not everybody has something to add in words."""
        if self.type == QuestionType.TEXT:
            return [chance.choice(self.words)] if chance.random() < 0.4 else []
        wanted = chance.choices(self.asked.keys, self.weights, k=self.most or 1)
        return list(dict.fromkeys(wanted))


class PollText(Story, frozen=True):
    """A poll, and how many answer it."""

    kind: str
    about: str
    title: str
    introduction: str
    open_to: OpenTo
    showing: Showing
    opens: int
    closes: int
    answers: int
    question: list[QuestionText]


class Polls(Story, frozen=True):
    """All polls of the city."""

    poll: list[PollText]


async def ask_everybody(database: Database) -> None:
    """Publish the polls, let people answer, and end what is over."""
    told = msgspec.toml.decode(TEXTS.read_bytes(), type=Polls)
    async with database.reading(system) as work:
        named = Account.email.startswith("kommentar-")
        accounts = await work.fetch(sa.select(Account).where(named).order_by(Account.email))
    for number, text in enumerate(told.poll):
        poll = await published(database, text)
        await let_answer(database, poll, text, accounts, random.Random(number))
        if text.closes < 0:
            await over(database, poll, text)


async def published(database: Database, text: PollText) -> Poll:
    """The poll as its department puts it to everybody."""
    model = MODELS[text.kind]
    async with database.work(system) as work:
        thing = await work.first(sa.select(model).where(model.title == text.about))
        opens, closes = day_at(work, text.opens, 9), day_at(work, max(text.closes, 1), 18)
        assert opens is not None
        assert closes is not None
        asking = Asking(
            text.title, text.introduction, tuple(one.asked for one in text.question),
            text.open_to, opens, closes, text.showing,
        )  # fmt: skip
        poll = await draft_poll(work, text.kind, thing.id, asking)
        return await publish_poll(work, poll.id)


async def let_answer(
    database: Database, poll: Poll, text: PollText, accounts: list[Account], chance: random.Random
) -> None:
    """So many people answer, each once."""
    for account in accounts[: text.answers]:
        answers = {n: one.answered(chance) for n, one in enumerate(text.question)}
        given = {number: chosen for number, chosen in answers.items() if chosen}
        async with database.work(await writer_of(database, account)) as work:
            await answer_poll(work, poll.id, given, Sender(visit=Visit("127.0.0.1")), "demo")


async def over(database: Database, poll: Poll, text: PollText) -> None:
    """End a poll, as if that had happened on its day."""
    async with database.work(system) as work:
        ended = await end_poll(work, poll.id)
        closed: dt.datetime | None = day_at(work, text.closes, 18)
        assert closed is not None
        ended.closes = closed
