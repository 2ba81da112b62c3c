"""Passwords: kept as argon2id, never as they are, and checked as slowly for strangers."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from rostra.errors import Invalid

SHORTEST = 12
LONGEST = 200

HASHER = PasswordHasher()
NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$pBfHv/5EdBvuCOhk7hxJuA"
    "$DltGmwMMhitx8GGl/5KD7T1h22Bu/wzCQ044PjzYWGY"
)
"""What a try at an unknown account is checked against, so that it takes as long."""

CHECKING = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")
"""Each check takes 64 MiB for a moment: a crowd must not take all of them."""


def refuse_weak(password: str, *known: str) -> None:
    """Refuse a password that is too short, too long or made of what everybody knows."""
    if len(password) < SHORTEST:
        raise Invalid("password", f"A password has at least {SHORTEST} characters.")
    if len(password) > LONGEST:
        raise Invalid("password", f"A password has at most {LONGEST} characters.")
    plain = password.casefold()
    told = [word for one in known for word in one.casefold().replace("@", " ").split()]
    if len(set(plain)) < 5 or any(len(word) > 3 and word in plain for word in told):
        raise Invalid("password", "This password is too easy to guess.")


async def hashed(password: str) -> str:
    """The password as it is kept."""
    return await asyncio.get_running_loop().run_in_executor(CHECKING, HASHER.hash, password)


async def fits(password: str, kept: str | None) -> bool:
    """Whether this is the password; takes as long when nothing is kept."""
    right = await asyncio.get_running_loop().run_in_executor(
        CHECKING, verified, password[: LONGEST + 1], kept or NOBODYS
    )
    return right and kept is not None


def verified(password: str, kept: str) -> bool:
    """Whether the password belongs to what is kept."""
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


def outdated(kept: str) -> bool:
    """Whether the password should be kept anew, with what counts as enough today."""
    return HASHER.check_needs_rehash(kept)
