"""An account for each role of the demo city, and a link with which to become that person.

The links are made anew each time the demo starts and are known only to who started it.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import sqlalchemy as sa

from rostra.access import system
from rostra.database import Database
from rostra.errors import NotFound
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.people.models import Account
from rostra.people.services import create_account
from rostra.settings import Settings
from rostra.work import Work
from rostra_frontend.demo.founding import body_id, email_of, id_of
from rostra_frontend.demo.stories import People

DOMAIN = "lerchenroda.example"
LINKS = "demo-logins.json"


@dataclass(frozen=True, slots=True)
class Guise:
    """A role to try out: what it is called, and who in the city has it."""

    role: str
    address: str
    name: str
    person: str | None = None

    @property
    def email(self) -> str:
        """The address of the account."""
        return f"{self.address}@{DOMAIN}"


GUISES = (
    Guise("Stadtratsmitglied", "rat", "Inga Hollmann", "hollmann"),
    Guise("Ausschussvorsitz", "vorsitz", "Katrin Vogelsang", "vogelsang"),
    Guise("Bürgermeisterin", "buergermeisterin", "Dr. Henrike Amling", "amling"),
    Guise("Ratsbüro", "ratsbuero", "Sabine Rauch", "rauch"),
    Guise("Fachdienst", "fachdienst", "Manuela Krause", "krause"),
    Guise("Moderation", "moderation", "Clara Hempel", "hempel"),
    Guise("Zweite Moderation", "moderation2", "Bernd Uhlig", "uhlig"),
    Guise("Administration", "administration", "Marek Sobotta", "sobotta"),
    Guise("Bürgerin", "buergerin", "Rosalinde Fink"),
)


def hash_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


async def open_all(database: Database, guises: Sequence[Guise] = GUISES) -> None:
    """Open the accounts; without a password, so that only a link leads into them."""
    async with database.work(system) as work:
        for guise in guises:
            person_id = id_of("person", guise.person) if guise.person else None
            account = await create_account(
                work, guise.email, guise.name, person_id=person_id, body_id=body_id()
            )
            account.confirmed = work.now


async def open_for_members(database: Database, people: People, keys: set[str]) -> None:
    """An account for everybody else who is invited; nobody can log in with it."""
    known = {one.person for one in GUISES}
    async with database.work(system) as work:
        for figure in people.everybody:
            if figure.key in keys - known:
                person_id = id_of("person", figure.key)
                await create_account(work, email_of(figure), figure.name, person_id=person_id)


async def are_open(work: Work) -> bool:
    """Whether the accounts of the demo are there, down to the one that is opened last."""
    last = sa.select(Account.id).where(Account.email == GUISES[-1].email)
    return await work.first(last) is not None


def exist(settings: Settings) -> bool:
    """Whether links are honoured at all: in the demo alone."""
    return settings.environment == "demo"


def make_links(settings: Settings) -> dict[Guise, str]:
    """Fresh links for this run of the demo; those of the run before lead nowhere."""
    tokens = {guise: secrets.token_urlsafe(18) for guise in GUISES}
    path = settings.folder / LINKS
    path.unlink(missing_ok=True)
    kept = {hash_of(token): guise.email for guise, token in tokens.items()}
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.encode(kept))
    return {guise: f"{settings.base_url}/demo/login/{token}" for guise, token in tokens.items()}


def drop_links(settings: Settings) -> None:
    """Let no link lead anywhere any more."""
    (settings.folder / LINKS).unlink(missing_ok=True)


def email_behind(folder: Path, token: str) -> str | None:
    """The account to which a link leads, as long as the demo that made it runs."""
    try:
        kept = msgspec.json.decode((folder / LINKS).read_bytes(), type=dict[str, str])
    except FileNotFoundError:
        return None
    wanted = hash_of(token)
    return next(
        (email for known, email in kept.items() if hmac.compare_digest(known, wanted)), None
    )


async def enter(database: Database, settings: Settings, token: str, terms: Terms) -> str:
    """A login for who holds a link; NotFound outside the demo and for any other token."""
    email = email_behind(settings.folder, token) if exist(settings) else None
    if email is None:
        raise NotFound
    async with database.work(system) as work:
        account = await work.first(sa.select(Account).where(Account.email == email))
        if account is None or not account.active:
            raise NotFound
        return await logins.issue(work, account, terms)
