"""The rules of a city after which what citizens write is held for a moderator; never deleted."""

import re
from uuid import UUID

import sqlalchemy as sa

from rostra.admission.models import Screen, ScreeningRule
from rostra.admission.rates import done_lately
from rostra.admission.spelling import plain, says
from rostra.people.models import Account
from rostra.work import Work

LINK = re.compile(r"https?://|\bwww\.")


async def reasons_to_hold(
    work: Work, body_id: UUID, account: Account, text: str, published: int = 0
) -> list[str]:
    """The names of the rules that hold this text, in their order; empty: publish.

    `published` is how many contributions of the account are public already, which the rooms
    know that keep them.
    """
    system = await work.as_the_system()
    rules = system.readable(ScreeningRule).where(
        ScreeningRule.body_id == body_id, ScreeningRule.active.is_(sa.true())
    )
    held: set[str] = set()
    lately, spelled = await done_lately(work, account), plain(text)
    for rule in await system.fetch(rules):
        if applies(rule, spelled, lately, published):
            held.add(rule.screen)
    return [screen.value for screen in Screen if screen in held]


def applies(rule: ScreeningRule, spelled: str, lately: int, published: int) -> bool:
    """Whether one rule holds a text in its plain spelling, by its words or its number."""
    number = int(rule.terms.get("number", 0))
    match Screen(rule.screen):
        case Screen.WORDS:
            return says(spelled, rule.terms.get("words", ()))
        case Screen.LINKS:
            return len(LINK.findall(spelled)) > number
        case Screen.RATE:
            return lately > number
        case Screen.NEW_AUTHOR:
            return published < number
