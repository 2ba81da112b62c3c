"""Proof of work: a small sum that a browser does before it sends, and that counts once."""

import datetime as dt
import hashlib
from typing import Any

import altcha.v2
import sqlalchemy as sa

from rostra.admission.keys import CHALLENGES, key_named
from rostra.admission.models import SolvedChallenge
from rostra.work import Work

ALGORITHM = "PBKDF2/SHA-256"
COST = 1_000
"""Rounds for each of the some 256 tries that a browser needs: below a second of its time."""
LASTS = dt.timedelta(hours=1)
"""How long a challenge can be solved and shown."""
LONGEST_PROOF = 4_096
KEY = CHALLENGES


async def challenge(work: Work, cost: int = COST) -> dict[str, Any]:
    """A challenge signed by the house, as the browser's solver takes it."""
    made = altcha.v2.create_challenge(
        ALGORITHM, cost, expires_at=work.now + LASTS, hmac_secret=await key_named(work, KEY)
    )
    return dict(made.to_dict())


async def accept(work: Work, proof: str) -> bool:
    """Whether this solves a challenge of the house that was never shown before; it is used up.

    The library accepts a proof again and again: what was shown is remembered here.
    """
    key = await key_named(work, KEY)
    shown = payload_in(proof)
    if shown is None or not verified(shown, key):
        return False
    parameters = shown.challenge.parameters
    await work.change(sa.delete(SolvedChallenge).where(SolvedChallenge.ends < work.now - LASTS))
    remembered = work.insert(SolvedChallenge).values(
        challenge_hash=hashlib.sha256(str(parameters.nonce).encode()).hexdigest(),
        ends=work.now + LASTS,
    )
    kept = await work.change(
        remembered.on_conflict_do_nothing(index_elements=["challenge_hash"]).returning(
            SolvedChallenge.challenge_hash
        )
    )
    return kept.first() is not None


def payload_in(proof: str) -> altcha.v2.Payload | None:
    """What somebody showed as a proof, or None when it is nothing of the kind."""
    if len(proof) > LONGEST_PROOF:
        return None
    try:
        return altcha.v2.Payload.from_base64(proof)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def verified(shown: altcha.v2.Payload, key: bytes) -> bool:
    """Whether the house signed the challenge, it has not ended, and the solution is right."""
    try:
        return bool(altcha.v2.verify_solution(shown, key).verified)
    except (ValueError, TypeError, AttributeError, OverflowError):
        return False
