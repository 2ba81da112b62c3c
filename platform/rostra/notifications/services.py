"""Choosing how often letters come, ending them, and noting that one came back."""

from uuid import UUID

from rostra.access import Permission
from rostra.errors import Invalid, NotFound
from rostra.notifications.events import LetterBounced, RhythmChosen
from rostra.notifications.models import Letter, LetterState, Preference, Rhythm
from rostra.notifications.queries import letter_with_token
from rostra.notifications.topics import CHOOSABLE, Topic
from rostra.people.services import own_account
from rostra.work import Work


async def choose_rhythm(work: Work, topic: Topic, rhythm: Rhythm) -> Preference:
    """Choose how often the actor's account gets letters about a topic."""
    account = await own_account(work)
    return await _set_rhythm(work, account.id, topic, rhythm)


async def end_letters(work: Work, token: str) -> Topic:
    """End the letters about a topic in one click, with the token of one of them (RFC 8058).

    Whoever holds the letter may do it: no login is asked for.
    """
    letter = await letter_with_token(work, token)
    if letter is None:
        raise NotFound
    await _set_rhythm(work, letter.account_id, Topic(letter.topic), Rhythm.NEVER)
    return Topic(letter.topic)


async def _set_rhythm(work: Work, account_id: UUID, topic: Topic, rhythm: Rhythm) -> Preference:
    """Keep how often an account gets letters about a topic; official ones are never ended."""
    if topic not in CHOOSABLE:
        raise Invalid("topic", "These letters are sent because the law asks for them.")
    chosen = work.insert(Preference).values(account_id=account_id, topic=topic, rhythm=rhythm)
    await work.change(
        chosen.on_conflict_do_update(
            index_elements=[Preference.account_id, Preference.topic], set_={"rhythm": rhythm}
        )
    )
    preference = await work.db.get_one(Preference, (account_id, topic), populate_existing=True)
    work.record(RhythmChosen(account_id))
    return preference


async def note_bounce(work: Work, letter_id: UUID, reason: str) -> Letter:
    """Note that a letter came back after the mail server had taken it (RFC 3464)."""
    work.authorize_within(Permission.ACCOUNT_CREATE)
    letter = await work.db.get(Letter, letter_id)
    if letter is None:
        raise NotFound
    letter.state, letter.failure, letter.bounced = LetterState.BOUNCED, reason[:500], work.now
    work.record(LetterBounced(letter.id))
    return letter
