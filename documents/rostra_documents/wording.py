"""The fixed words of printed documents in each language, and how dates and results are put."""

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_currency
from markupsafe import Markup, escape

FOLDER = Path(__file__).parent / "words"
FALLBACK = "de"


@functools.cache
def catalogue(language: str) -> Mapping[str, Any]:
    """The words of a language as they stand in its file."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


def money(amount: Decimal, locale: Locale) -> str:
    """An amount in euros as a language writes it; without cents where there are none."""
    pattern = locale.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace("0.00", "0")
    return str(format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False))


class Wording:
    """The words of one language; a word of a kind of document is asked for as `minutes.title`."""

    def __init__(self, language: str, spoken: str = "") -> None:
        known = (FOLDER / f"{language}.toml").exists()
        self.language = language if known else FALLBACK
        self._words = catalogue(self.language)
        self._spoken = spoken or self.language

    @property
    def own(self) -> Markup:
        """An attribute for the council's own words, where they are in another language."""
        return Markup(f' lang="{escape(self._spoken)}"' if self._spoken != self.language else "")

    def __call__(self, name: str, /, **values: object) -> str:
        """The word or sentence of this name, its gaps filled."""
        found: Any = self._words
        for part in name.split("."):
            found = found[part]
        return found.format(**values) if values else found

    def date(self, day: dt.date | None, length: str = "long") -> str:
        """A day in words, such as 24. September 2026; `full` names the weekday."""
        if day is None:
            return ""
        if length == "numeric":
            return day.strftime("%d.%m.%Y" if self.language == "de" else "%Y-%m-%d")
        return format_date(day, length, locale=self.locale)

    def time(self, moment: dt.datetime | dt.time | None) -> str:
        """A time of day as it is written in minutes, such as 17:04 Uhr."""
        if moment is None:
            return ""
        return self("clock", time=format_time(moment, "HH:mm", locale=self.locale))

    def money(self, amount: Decimal) -> str:
        """An amount in euros."""
        return money(amount, Locale.parse(self.locale))

    def span(self, start: dt.datetime | None, end: dt.datetime | None) -> str:
        """From when to when something took, such as 17:04–17:20 Uhr."""
        if start is None or end is None:
            return self.time(start or end)
        times = (format_time(one, "HH:mm", locale=self.locale) for one in (start, end))
        return self("clock", time="–".join(times))

    def end(self, start: dt.datetime | None, end: dt.datetime | None) -> str:
        """When something ended, with the day where it is not the day on which it began."""
        if start is None or end is None or start.date() == end.date():
            return self.time(end)
        return f"{self.date(end.date())}, {self.time(end)}"

    @property
    def locale(self) -> str:
        """The locale by which days and times are put."""
        return {"en": "en_GB"}.get(self.language, self.language)

    def counts(self, yes: int | None, no: int | None, abstention: int | None) -> str:
        """The numbers of a vote in words: 24 Ja, 5 Nein, 5 Enthaltungen."""
        said = [("yes", yes), ("no", no), (self.plural(abstention), abstention or None)]
        return ", ".join(self(f"result.{word}", n=n) for word, n in said if n is not None)

    @staticmethod
    def plural(abstention: int | None) -> str:
        """The name of the word for so many abstentions."""
        return "abstention" if abstention == 1 else "abstentions"

    def outcome(self, outcome: str, yes: int | None, no: int | None, abstention: int | None) -> str:
        """The result of a vote in words, as councils say it."""
        counts = self.counts(yes, no, abstention)
        if outcome == "accepted":
            return self._accepted(yes, no, abstention, counts)
        if outcome == "rejected":
            return self._rejected(yes, no, abstention, counts)
        return self(f"result.{outcome}" if outcome == "elected" else "result.none")

    def _accepted(
        self, yes: int | None, no: int | None, abstention: int | None, counts: str
    ) -> str:
        if yes is None or no is None:
            return self("result.accepted")
        if no > 0:
            return self("result.majority", counts=counts)
        if abstention:
            said = self(f"result.{self.plural(abstention)}", n=abstention)
            return self("result.unanimous_abstaining", abstention=said)
        return self("result.unanimous")

    def _rejected(
        self, yes: int | None, no: int | None, abstention: int | None, counts: str
    ) -> str:
        if yes is None or no is None:
            return self("result.rejected")
        if yes == 0 and not abstention:
            return self("result.unanimously_rejected")
        if yes == no:
            return self("result.tie", counts=counts)
        return self("result.missed" if yes > no else "result.majority_rejected", counts=counts)
