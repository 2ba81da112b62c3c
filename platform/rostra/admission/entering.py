"""The door: what a stranger or a citizen writes passes here before anything is kept."""

import datetime as dt
import hmac
from dataclasses import dataclass

from rostra.access import EVERY_ACCOUNT
from rostra.admission import proof, rates
from rostra.admission.keys import OPENED_FORMS, key_named, signature
from rostra.admission.models import Deed
from rostra.errors import NotPermitted
from rostra.people.models import Account
from rostra.work import Work

SOONEST = dt.timedelta(seconds=3)
"""Nobody reads and fills a form faster."""
LATEST = dt.timedelta(days=1)
"""How long an opened form can be sent."""
AGAIN = "Please wait a moment and send again."
"""The one sentence for every check: a bot does not learn which of them it failed."""
KEY = OPENED_FORMS


@dataclass(frozen=True, slots=True)
class Visit:
    """How somebody came to the door: from where, and what their form brought along."""

    address: str
    website: str = ""
    """A field that people do not see; who fills it in is no human."""
    opened: str = ""
    """The signed moment at which the form was opened."""
    proof: str = ""
    """The solved challenge; empty without JavaScript."""


async def opened_now(work: Work) -> str:
    """This moment, signed, for a form that is being opened."""
    moment = str(int(work.now.timestamp()))
    return f"{moment}.{signature(await key_named(work, KEY), moment)}"


async def admit(work: Work, deed: Deed, visit: Visit, account: Account | None = None) -> None:
    """Let somebody do a deed, and count it; NotPermitted with a sentence that says what to do.

    Those with an office and those logged in and confirmed need no proof; a stranger without
    one passes at a much stricter rate, for then the letter is the proof.
    """
    own = account is not None and work.actor.account_id == account.id
    known = own and (holds_office(work) or (account is not None and account.is_confirmed))
    proven = known
    if not known:
        if visit.website.strip() or not await opened_in_time(work, visit.opened):
            raise NotPermitted(AGAIN)
        if visit.proof:
            if not await proof.accept(work, visit.proof):
                raise NotPermitted(AGAIN)
            proven = True
    await rates.count(work, deed, visit.address, account, own=own, proven=proven, known=known)


async def admit_picture(work: Work, address: str) -> None:
    """Let somebody send a picture, before a byte of it is looked at; counted by where they are.

    The form that it comes with is proven by what it makes; those who are known do not use up
    what their neighbours may send.
    """
    mine = work.actor.account_id
    account = await work.db.get(Account, mine) if mine else None
    known = account is not None and (holds_office(work) or account.is_confirmed)
    await rates.count(work, Deed.PICTURE, address, account, own=True, proven=known, known=known)


def holds_office(work: Work) -> bool:
    """Whether the actor was granted more than what every account may do."""
    return any(granted - EVERY_ACCOUNT for granted in work.actor.grants.values())


async def opened_in_time(work: Work, opened: str) -> bool:
    """Whether the house signed this moment, and it lies neither just now nor long ago."""
    moment, _, signed = opened.partition(".")
    expected = signature(await key_named(work, KEY), moment)
    if not hmac.compare_digest(expected.encode(), signed.encode()):
        return False
    age = work.now - dt.datetime.fromtimestamp(int(moment), dt.UTC)
    return SOONEST <= age <= LATEST


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends a form, as they say: a name for everybody and an address for the letter."""

    name: str = ""
    email: str = ""
    key: str = ""
    """Sent with each try of the same form: sent twice, it is taken once."""
    language: str = "de"
    visit: Visit = Visit("")
