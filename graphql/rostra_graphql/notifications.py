"""Letters in the API: one's own, and how often one wants them about what."""

import datetime as dt
from typing import Annotated

import strawberry

from rostra.notifications import models, queries, services
from rostra.notifications.models import LetterState as StateOfLetter
from rostra.notifications.models import Rhythm as RhythmOfLetters
from rostra.notifications.topics import Topic as TopicOfLetters
from rostra_graphql.context import Info
from rostra_graphql.telling import answers, argument, described, does, told

Rhythm = strawberry.enum(RhythmOfLetters, name="Rhythm", description="How often letters come.")
Topic = strawberry.enum(TopicOfLetters, name="Topic", description="What letters are about.")
LetterState = strawberry.enum(StateOfLetter, name="LetterState", description="How far a letter is.")


@described
class LetterChoice:
    """How often the viewer gets letters about a topic."""

    topic: Topic = told("What about.")
    rhythm: Rhythm = told("How often.")


@described
class Letter:
    """A letter by e-mail."""

    subject: str = told("What it is about.")
    text: str = told("Its words; empty where they are not kept.")
    topic: str = told("The topic.")
    state: LetterState = told("How far it is.")
    created: dt.datetime = told("When it was written.")
    sent: dt.datetime | None = told("When it went out.")
    failure: str | None = told("Why it did not go out, or came back.")

    @answers(str)
    async def to(self, info: Info, letter: strawberry.Parent[models.Letter]) -> str:
        """To whom it goes."""
        return await info.context.one(queries.names_of_readers, letter.account_id) or ""


@described
class NotificationQueries:
    """What can be asked about letters."""

    @answers(list[LetterChoice])
    async def letter_choices(self, info: Info) -> list[LetterChoice]:
        """How often the viewer gets letters about each topic; empty for the public."""
        account_id = info.context.work.actor.account_id
        if account_id is None:
            return []
        chosen = await queries.rhythms(info.context.work, account_id)
        return [LetterChoice(topic=topic, rhythm=rhythm) for topic, rhythm in chosen]

    @answers(list[Letter])
    async def letters(self, info: Info) -> list[models.Letter]:
        """The last letters to the viewer, newest first."""
        account_id = info.context.work.actor.account_id
        return await queries.letters_to(info.context.work, account_id) if account_id else []

    @answers(list[Letter])
    async def outbox(self, info: Info) -> list[models.Letter]:
        """The last letters to everybody, in the demo; elsewhere there are none."""
        if info.context.house.settings.environment != "demo":
            return []
        return await queries.outbox(info.context.work)

    @answers(Topic | None)
    async def topic_of_letter(
        self,
        info: Info,
        token: Annotated[str, argument("The token that the letter carried.")],
    ) -> TopicOfLetters | None:
        """What a letter is about, for who holds it and wants no more of its kind."""
        letter = await queries.letter_with_token(info.context.work, token)
        return TopicOfLetters(letter.topic) if letter else None


@described
class NotificationMutations:
    """What can be done about letters."""

    @does(LetterChoice)
    async def choose_rhythm(
        self,
        info: Info,
        topic: Annotated[Topic, argument("What about.")],
        rhythm: Annotated[Rhythm, argument("How often.")],
    ) -> LetterChoice:
        """Choose how often the viewer gets letters about a topic."""
        await services.choose_rhythm(info.context.work, topic, rhythm)
        return LetterChoice(topic=topic, rhythm=rhythm)

    @does(Topic)
    async def end_letters(
        self,
        info: Info,
        token: Annotated[str, argument("The token that the letter carried.")],
    ) -> TopicOfLetters:
        """End the letters about a topic, with the token of one of them; no login is asked for."""
        return await services.end_letters(info.context.work, token)
