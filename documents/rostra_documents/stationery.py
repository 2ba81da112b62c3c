"""Whose paper it is: the city's name, arms and address, its language and its time zone."""

import base64
import datetime as dt
from dataclasses import dataclass, replace
from typing import overload
from zoneinfo import ZoneInfo

from markupsafe import Markup

from rostra.settings import Settings

ARMS_FILE = "coat-of-arms.svg"
ARMS_LIMIT = 256 * 1024


@dataclass(frozen=True, slots=True)
class Stationery:
    """What every sheet of a city bears."""

    city: str = ""
    coat_of_arms: str | None = None
    """An SVG; without one the name stands alone."""
    office: str | None = None
    """Who sends letters: the council's office."""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    language: str = "de"
    """In which the fixed words are printed."""
    spoken: str = "de"
    """In which the council speaks and writes."""
    time_zone: str = "Europe/Berlin"

    @property
    def arms_source(self) -> Markup | None:
        """The coat of arms as an address that carries the picture itself."""
        if not self.coat_of_arms:
            return None
        encoded = base64.b64encode(self.coat_of_arms.encode()).decode()
        return Markup(f"data:image/svg+xml;base64,{encoded}")

    def of(self, city: str) -> "Stationery":
        """The same with the name under which the council's body is known, where it is known."""
        return replace(self, city=city) if city else self

    @overload
    def local(self, moment: dt.datetime) -> dt.datetime: ...

    @overload
    def local(self, moment: None) -> None: ...

    def local(self, moment: dt.datetime | None) -> dt.datetime | None:
        """A point in time as the city's clocks show it."""
        return moment.astimezone(ZoneInfo(self.time_zone)) if moment else None


def stationery_of(settings: Settings, city: str = "", language: str = "") -> Stationery:
    """The stationery of an installation; the coat of arms lies in its data folder."""
    arms = settings.folder / ARMS_FILE
    picture = None
    if arms.is_file() and arms.stat().st_size <= ARMS_LIMIT:
        picture = arms.read_text("utf-8", errors="replace")
    return Stationery(
        city=settings.city_name or city,
        coat_of_arms=picture,
        office=settings.contact_name or None,
        contact=tuple(one for one in (settings.contact_email,) if one),
        language=language or settings.default_language,
        spoken=settings.default_language,
        time_zone=settings.time_zone,
    )
