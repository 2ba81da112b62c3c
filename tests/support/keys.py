"""Passwords of people in tests, made once into what is kept of them: that is slow on purpose."""

from functools import cache

from rostra.people.passwords import HASHER


@cache
def password_hash(password: str) -> str:
    """The password as an account keeps it."""
    return HASHER.hash(password)
