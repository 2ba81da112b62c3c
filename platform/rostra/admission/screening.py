"""The rules of a city after which what citizens write is held for a moderator; never deleted."""

import re
import unicodedata
from uuid import UUID

import sqlalchemy as sa

from rostra.admission.models import Screen, ScreeningRule
from rostra.admission.rates import done_lately
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
    lately = await done_lately(work, account)
    for rule in await system.fetch(rules):
        if applies(rule, text, lately, published):
            held.add(rule.screen)
    return [screen.value for screen in Screen if screen in held]


def applies(rule: ScreeningRule, text: str, lately: int, published: int) -> bool:
    """Whether one rule holds the text: `words` is a list of its terms, `number` its limit."""
    number = int(rule.terms.get("number", 0))
    match Screen(rule.screen):
        case Screen.WORDS:
            return any(says(text, word) for word in rule.terms.get("words", []))
        case Screen.LINKS:
            return len(LINK.findall(plain(text))) > number
        case Screen.RATE:
            return lately > number
        case Screen.NEW_AUTHOR:
            return published < number


def says(text: str, word: str) -> bool:
    """Whether the text has the word or phrase as a whole, in whatever case or spelling."""
    sought = plain(word).strip()
    return bool(sought) and bool(re.search(rf"(?<!\w){re.escape(sought)}(?!\w)", plain(text)))


def plain(text: str) -> str:
    """A text as rules compare it: one spelling of each letter, nothing that nobody sees."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    seen = "".join(letter for letter in folded if unicodedata.category(letter) != "Cf")
    return " ".join(seen.split())
