"""To which body an object belongs, also where it does not say so itself."""

import re
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.imports.models import Imported
from rostra.imports.oparl.batches import MADE, local_id
from rostra.imports.oparl.mapping import table_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.spooling import Spool, addresses, without_query
from rostra.organizations.models import Body
from rostra.records import now
from rostra.work import Work

PREFIX = re.compile(r"^(.*?/(?:body|bodies)/[^/]+)(?:/|$)", re.IGNORECASE)
"""The part of an address that names a body, as in `/bodies/0001/meetings/80`."""


class Bodies:
    """Finds the body of an object, and makes bodies that no source has described."""

    def __init__(self, spool: Spool, report: Report) -> None:
        self.spool = spool
        self.report = report
        self.known: set[str] = set()
        self.candidates: list[str] = []

    async def look_around(self, work: Work) -> None:
        """Learn which bodies of former imports there are."""
        known = sa.select(Imported.source_id).where(Imported.kind == "body")
        self.known = set(await work.fetch(known))
        self.candidates = sorted(self.known | self.spool.bodies, key=len, reverse=True)

    def address_for(self, found: Found) -> str:
        """The address of the body to which the object belongs."""
        if found.body:
            return found.body
        if found.list and (owner := self.spool.lists.get(without_query(found.list))):
            return owner
        for address in addresses(found.object.get("organization")):
            if address in self.spool.seats:
                return self.spool.seats[address]
        for address in self.candidates:
            if found.id.startswith(address.rstrip("/") + "/"):
                return address
        if len(self.candidates) == 1:
            return self.candidates[0]
        return prefix_of(found.id)

    async def provide(self, work: Work, wanted: set[str]) -> list[UUID]:
        """Make the bodies among these that nobody has described; the ids of those made."""
        made = sorted(wanted - self.known)
        for address in made:
            host = urlsplit(address).hostname or address
            self.report.problem("body", "not described, made from its address", address)
            self.report.count("body", "made")
            moment = now()
            row = {"id": local_id(address), "name": host, "audience_id": PUBLIC,
                   "created": moment, "modified": moment}  # fmt: skip
            await work.change(sa.insert(table_of(Body)), [row])
            entry = {"source_id": address, "kind": "body", "local_id": row["id"],
                     "content_hash": MADE, "source_modified": None, "seen": moment}  # fmt: skip
            await work.change(sa.insert(table_of(Imported)), [entry])
        return [local_id(address) for address in made]

    def provided(self, addresses: set[str]) -> None:
        """Remember bodies that are in the database now."""
        self.known |= addresses


def prefix_of(address: str) -> str:
    """The address of the body that an object's own address suggests, or that of its host."""
    matched = PREFIX.match(address)
    if matched:
        return matched.group(1)
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}/"
