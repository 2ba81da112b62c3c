"""The secrets with which the house signs what it hands out at the door and will see again."""

import hashlib
import hmac
import secrets

import sqlalchemy as sa

from rostra.access import system
from rostra.admission.models import SigningKey
from rostra.database import Database
from rostra.work import Work

OPENED_FORMS = "opened forms"
CHALLENGES = "challenges"
LASTING = frozenset({OPENED_FORMS, CHALLENGES})
"""The secrets that every form needs, and that stay."""
KEYS_READ = "signing keys"


async def keys_are_made(work: Work) -> bool:
    """Whether the secrets that every form needs are there, so that reading suffices."""
    kept = sa.select(SigningKey).where(SigningKey.name.in_(LASTING))
    return await work.count(kept) == len(LASTING)


async def make_keys(database: Database) -> None:
    """Make the secrets that every form needs, once for the house."""
    async with database.work(system) as work:
        for name in sorted(LASTING):
            await key_named(work, name)


async def key_named(work: Work, name: str) -> bytes:
    """The house's secret of this name, made on first use; two at once get the same one.

    Within a transaction it is read once: at the door each limit asks for the same few.
    """
    read: dict[str, bytes] = work.db.info.setdefault(KEYS_READ, {})
    if name in read:
        return read[name]
    kept = sa.select(SigningKey.key).where(SigningKey.name == name)
    key: str | None = await work.first(kept)
    if key is None:  # what is made here may be undone by a savepoint: it is read again
        made = work.insert(SigningKey).values(name=name, key=secrets.token_hex(32))
        await work.change(made.on_conflict_do_nothing(index_elements=["name"]))
        key = await work.first(kept)
    else:
        read[name] = bytes.fromhex(key)
    assert key is not None
    return bytes.fromhex(key)


def signature(key: bytes, text: str) -> str:
    """The signature of a text under a key, in hexadecimal digits."""
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
