"""Keeping the rules after which what citizens write is held for a moderator."""

from uuid import UUID

from rostra.access import Office, Permission, role_token
from rostra.admission.events import ScreeningChanged
from rostra.admission.models import Screen, ScreeningRule
from rostra.admission.spelling import plain
from rostra.errors import Invalid
from rostra.organizations.models import Body
from rostra.work import Work

MOST_WORDS = 500
LONGEST_WORD = 100
LARGEST_NUMBER = 1_000


async def keep_screening_rule(
    work: Work,
    body_id: UUID,
    screen: Screen,
    words: list[str] | None = None,
    number: int | None = None,
    active: bool = True,
) -> ScreeningRule:
    """Set what a rule of the city holds; each kind of rule stands once in a body."""
    body = await work.find(Body, body_id)
    work.authorize_within(Permission.SCREENING_KEEP, body.id)
    house = await work.as_the_system()
    rule = await house.first(
        house.readable(ScreeningRule).where(
            ScreeningRule.body_id == body_id, ScreeningRule.screen == screen
        )
    )
    if rule is None:
        readers = await work.audience({role_token(Office.MODERATOR, body_id)})
        rule = ScreeningRule(body_id=body_id, screen=screen, terms={}, audience_id=readers)
        work.add(rule)
    rule.terms, rule.active = terms_of(screen, words or [], number), active
    await work.flush()
    work.record(ScreeningChanged(rule.id))
    kept: ScreeningRule = rule
    return kept


def terms_of(screen: Screen, words: list[str], number: int | None) -> dict[str, object]:
    """What a rule needs, checked: words, or a number."""
    if screen == Screen.WORDS:
        kept = {plain(word): " ".join(word.split()) for word in words if word.strip()}
        if not 1 <= len(kept) <= MOST_WORDS:
            raise Invalid("words", f"Give 1 to {MOST_WORDS} words, one in each line.")
        for spelled, word in kept.items():
            refuse_unfit(spelled, word)
        return {"words": list(kept.values())}
    if number is None or not 0 <= number <= LARGEST_NUMBER:
        raise Invalid("number", f"Give a number from 0 to {LARGEST_NUMBER}.")
    return {"number": number}


def refuse_unfit(spelled: str, word: str) -> None:
    """Refuse what could never be found as a word, and what is no word any more."""
    if not any(letter.isalnum() for letter in spelled):
        raise Invalid("words", f"“{word}” has no letter and no digit by which it could be found.")
    if len(word) > LONGEST_WORD:
        raise Invalid(
            "words", f"“{word[:20]}…” is too long: a word has at most {LONGEST_WORD} characters."
        )
