"""Where each thing is found: its OParl address, its lists, its page on the site."""

import re
from dataclasses import dataclass
from uuid import UUID

from rostra_frontend.addresses import PLACES, address

PATH = "/oparl/v1.1"
SCHEMA = "https://schema.oparl.org/1.1/"

TYPES = {
    "system": "System",
    "body": "Body",
    "legislative_term": "LegislativeTerm",
    "location": "Location",
    "organization": "Organization",
    "person": "Person",
    "membership": "Membership",
    "meeting": "Meeting",
    "agenda_item": "AgendaItem",
    "paper": "Paper",
    "consultation": "Consultation",
    "file": "File",
}
"""The OParl type of each kind of thing."""

KINDS = {name.lower(): kind for kind, name in TYPES.items() if kind != "system"}
"""The kind for each first part of an object's path."""

WEB_ADDRESS = re.compile(r"https?://[^\s/<>\"{}|\\^`]+[^\s<>\"{}|\\^`]*", re.IGNORECASE)


@dataclass(frozen=True)
class Addresses:
    """The addresses under one site, such as `https://rat.example.org`."""

    site: str

    @property
    def root(self) -> str:
        """What every OParl address begins with."""
        return self.site + PATH

    @property
    def system(self) -> str:
        """The entry to everything."""
        return f"{self.root}/system"

    def of(self, kind: str, id: UUID | None) -> str | None:
        """The one canonical address of a thing; None for nothing."""
        return None if id is None else f"{self.root}/{TYPES[kind].lower()}/{id}"

    def each(self, kind: str, ids: list[UUID]) -> list[str]:
        """The canonical addresses of several things of a kind."""
        start = f"{self.root}/{TYPES[kind].lower()}/"
        return [f"{start}{id}" for id in ids]

    def page(self, kind: str, id: UUID) -> str | None:
        """The page of a thing on the site, where it has one."""
        return self.site + address(kind, id) if kind in PLACES else None

    def view(self, file_id: UUID) -> str:
        """Where the bytes of a file that we hold are shown."""
        return f"{self.site}/files/{file_id}/view"

    def download(self, file_id: UUID) -> str:
        """Where the bytes of a file that we hold are saved from."""
        return f"{self.site}/files/{file_id}/download"


def web_address(value: str | None) -> str | None:
    """The value when it is an absolute address on the web, as the standard's `url` wants it."""
    return value if value and WEB_ADDRESS.fullmatch(value) else None
