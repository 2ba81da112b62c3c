"""Dates, times, sizes and numbers as people in the city write them."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from rostra_documents.wording import money

UNITS = ("B", "kB", "MB", "GB")


@dataclass(frozen=True)
class Wording:
    """How one language writes a moment of the city's time."""

    locale: Locale
    zone: ZoneInfo

    def moment(self, value: str | dt.datetime) -> dt.datetime:
        """The moment in the city's time zone."""
        read = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        if read.tzinfo is None:
            read = read.replace(tzinfo=dt.UTC)
        return read.astimezone(self.zone)

    def day_of(self, value: str | dt.date | dt.datetime) -> dt.date:
        """The day of a date, or of a moment in the city's time zone."""
        if isinstance(value, dt.datetime) or (isinstance(value, str) and len(value) > 10):
            return self.moment(value).date()
        return dt.date.fromisoformat(value) if isinstance(value, str) else value

    def date(self, value: str | dt.date, style: str = "long") -> str:
        """A day in words: `long`, `medium`, `full`, `short` or a pattern such as `MMMM y`."""
        return str(format_date(self.day_of(value), style, locale=self.locale))

    def skeleton(self, value: str | dt.date, parts: str) -> str:
        """A day with the given parts in the order that the language gives them."""
        moment = dt.datetime.combine(self.day_of(value), dt.time())
        return str(format_skeleton(parts, moment, locale=self.locale))

    def time(self, value: str | dt.datetime) -> str:
        """The time of day, to the minute."""
        return str(format_time(self.moment(value), "HH:mm", locale=self.locale))

    def clock(self, value: str | dt.datetime) -> str:
        """The moment as a machine reads it, in the city's time zone."""
        return self.moment(value).isoformat(timespec="minutes")

    def number(self, value: float) -> str:
        """A number with the language's separators."""
        return str(format_decimal(value, locale=self.locale))

    def money(self, value: str | float) -> str:
        """An amount in euros; without cents where there are none."""
        return money(Decimal(str(value)), self.locale)

    def size(self, value: int) -> str:
        """A file's size in the unit that fits."""
        amount, unit = float(value), 0
        while amount >= 1000 and unit < len(UNITS) - 1:
            amount, unit = amount / 1000, unit + 1
        rounded = round(amount, 1) if unit > 1 and amount < 100 else round(amount)
        return f"{format_decimal(rounded, locale=self.locale)}\u00a0{UNITS[unit]}"
