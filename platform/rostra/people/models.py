"""Persons as OParl has them, and the accounts and logins behind them."""

import datetime as dt
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Described, Record, list_by_body, now, reference


class Person(Record, Described):
    """Somebody with a mandate or an office, as the council publishes it."""

    __tablename__ = "persons"
    kind = "person"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    family_name: Mapped[str | None]
    given_name: Mapped[str | None]
    form_of_address: Mapped[str | None]
    affix: Mapped[str | None]
    title: Mapped[list[str] | None]
    gender: Mapped[str | None]
    phone: Mapped[list[str] | None]
    email: Mapped[list[str] | None]
    status: Mapped[list[str] | None]
    life: Mapped[str | None]
    life_source: Mapped[str | None]
    location_id: Mapped[UUID | None] = reference("locations.id")


class Account(Record):
    """What somebody logs in with; not published, and read by the people services alone."""

    __tablename__ = "accounts"
    kind = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case."""
    password_hash: Mapped[str | None]
    display_name: Mapped[str]
    language: Mapped[str] = mapped_column(default="de")
    person_id: Mapped[UUID | None] = reference("persons.id")
    active: Mapped[bool] = mapped_column(default=True)
    confirmed: Mapped[dt.datetime | None]
    """When its owner showed that the address is theirs; a password was given by such a link."""
    created: Mapped[dt.datetime] = mapped_column(default=now)
    modified: Mapped[dt.datetime] = mapped_column(default=now)

    @property
    def is_confirmed(self) -> bool:
        """Whether somebody has shown that the address is theirs."""
        return self.confirmed is not None or self.password_hash is not None


class Login(Record):
    """A cookie that we issued: kept as a hash, with the time at which it ends."""

    __tablename__ = "logins"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    created: Mapped[dt.datetime] = mapped_column(default=now)
    seen: Mapped[dt.datetime] = mapped_column(default=now)
    ends: Mapped[dt.datetime]
    device: Mapped[str | None] = mapped_column(sa.String(60))
    """From what kind of device, in two words."""
    powers_hash: Mapped[str]
    """What the account might do when the cookie was issued; another one follows when it changes."""


class AccountInvitation(Record):
    """A link with which somebody takes an account into use and chooses a password, once."""

    __tablename__ = "account_invitations"
    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    created: Mapped[dt.datetime] = mapped_column(default=now)
    ends: Mapped[dt.datetime]
    used: Mapped[dt.datetime | None]


class Confirmation(Record):
    """A link with which somebody shows that an address is theirs, for one thing that waits.

    Each names the one thing that it releases: who opens a link never releases what somebody
    else wrote under the same address.
    """

    __tablename__ = "confirmations"
    kind = "confirmation"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    token_hash: Mapped[str | None] = mapped_column(index=True)
    """Set when the letter is composed, which alone holds the token."""
    thing_kind: Mapped[str | None] = mapped_column(sa.String(32))
    """What it releases; none where somebody only wants to log in."""
    thing_id: Mapped[UUID | None]
    path: Mapped[str]
    """Where it leads afterwards, within the site."""
    created: Mapped[dt.datetime] = mapped_column(default=now)
    ends: Mapped[dt.datetime]
    used: Mapped[dt.datetime | None]


class LoginAttempt(Record):
    """A failed try to log in, by hashed account and hashed address prefix, for a stated time."""

    __tablename__ = "login_attempts"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    source_hash: Mapped[str] = mapped_column(index=True)
    at: Mapped[dt.datetime] = mapped_column(default=now, index=True)


class Consent(Record):
    """That somebody agreed to a text: which version, when, and when it was withdrawn (DP-4)."""

    __tablename__ = "consents"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    text_name: Mapped[str]
    text_version: Mapped[str]
    given: Mapped[dt.datetime] = mapped_column(default=now)
    withdrawn: Mapped[dt.datetime | None]
    details: Mapped[dict[str, Any] | None]


sa.Index("ix_login_attempts_source_hash_at", LoginAttempt.source_hash, LoginAttempt.at)

list_by_body(Person)
