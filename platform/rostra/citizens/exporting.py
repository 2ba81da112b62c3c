"""What the house holds about somebody, whole and in a form that machines read (DP-2)."""

import datetime as dt
import io
import zipfile
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa

from rostra.access import Permission
from rostra.citizens.holdings import HOLDINGS, SECRETS, Fate, Holding, Subject
from rostra.errors import NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.files.storage import Storage
from rostra.people.models import Account
from rostra.work import Work

FATES = {
    Fate.DELETED: "deleted on erasure",
    Fate.CHOSEN: "deleted or put under a pseudonym on erasure, as you choose",
    Fate.DETACHED: "an act of the office: stays on erasure, without you",
    Fate.STAYS: "public record of the council: stays on erasure",
}
EXPIRING = (
    "Failed logins and deeds at the door are kept hashed for fifteen minutes and one hour; "
    "web requests are logged without address or name. None of it can be found by your name."
)
BYTES = {"report_photos": "content_hash", "uploads": "content_hash"}
"""The tables whose rows name bytes in the store that are exported beside."""


@dataclass(frozen=True)
class Held:
    """The rows of one table that are somebody's."""

    holding: Holding
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class Dossier:
    """All that the house holds about somebody."""

    account: Account
    held: list[Held]
    deeds: list[dict[str, Any]]
    """What they did, from the event log: names, moments and ids."""

    def written(self, moment: dt.datetime) -> dict[str, Any]:
        """The dossier as it is exported."""
        return {
            "account": str(self.account.id),
            "exported": moment,
            "about_what_expires": EXPIRING,
            "held": {
                one.holding.table: {"fate": FATES[one.holding.fate], "rows": one.rows}
                for one in self.held
            },
            "events": self.deeds,
        }

    def digests(self) -> set[str]:
        """The digests of the bytes in the store that belong to it."""
        return {
            row[BYTES[one.holding.table]]
            for one in self.held
            if one.holding.table in BYTES
            for row in one.rows
            if row[BYTES[one.holding.table]]
        }


async def dossier_of(work: Work, account_id: UUID) -> Dossier:
    """All that the house holds about an account and its person; for its owner and nobody else."""
    if work.actor.account_id != account_id:
        work.authorize_within(Permission.ACCOUNT_ERASE)
    house = await work.as_the_system()
    account = await house.first(sa.select(Account).where(Account.id == account_id))
    if account is None:
        raise NotFound
    subject = Subject(account.id, account.person_id)
    found = [await held_in(house, holding, subject) for holding in HOLDINGS]
    deeds = await house.rows(
        sa.select(LoggedEvent.name, LoggedEvent.at, LoggedEvent.payload)
        .where(LoggedEvent.actor == f"account:{account.id}")
        .order_by(LoggedEvent.position)
    )
    told = [{"name": name, "at": at, "things": payload} for name, at, payload in deeds]
    return Dossier(account, [one for one in found if one.rows], told)


async def own_dossier(work: Work) -> Dossier:
    """All that the house holds about whoever is logged in."""
    if work.actor.account_id is None:
        raise NotPermitted("Please log in.")
    return await dossier_of(work, work.actor.account_id)


async def held_in(work: Work, holding: Holding, subject: Subject) -> Held:
    """The rows of a table that are somebody's, without what would open doors."""
    if holding.fate == Fate.EXPIRES:
        return Held(holding, [])
    columns = [one for one in holding.records.columns if one.name not in SECRETS]
    rows = await work.rows(sa.select(*columns).where(holding.of(subject)))
    return Held(holding, [dict(row._mapping) for row in rows])


async def packed(dossier: Dossier, storage: Storage, moment: dt.datetime) -> bytes:
    """The dossier as a ZIP: everything as JSON, and the pictures and files beside it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        written = orjson.dumps(
            dossier.written(moment), default=str, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS
        )
        archive.writestr("data.json", written)
        for digest in sorted(dossier.digests()):
            try:
                content = b"".join([block async for block in storage.stream(digest)])
            except NotFound:
                continue
            archive.writestr(f"files/{digest[:32]}", content)
    return target.getvalue()
