"""The columns of a table: under which headings they come, and what their cells mean."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from rostra.errors import Invalid
from rostra.imports.tables.cells import flat

GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
YES = frozenset({"yes", "y", "true", "ja", "j", "wahr", "1", "x"})
NO = frozenset({"no", "n", "false", "nein", "falsch", "0"})


class Form(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    DAY = "day"
    FLAG = "flag"
    KEY = "key"
    """The key of the line's own thing."""
    REFERENCE = "reference"
    """The key or the name of another thing."""
    TOLD = "told"
    """Something for readers alone, that is not taken over."""


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    name: str
    """The heading that is written, and always understood."""
    field: str = ""
    """What it is called in the details that the house takes."""
    headings: tuple[str, ...] = ()
    """Other headings that are understood."""
    form: Form = Form.TEXT
    needed: bool = False
    to: str = ""
    """Of which kind the things are that it refers to."""
    stands_in_for: str = ""
    """The column whose reference it gives where that one is empty."""

    @property
    def known_as(self) -> frozenset[str]:
        """All its headings, without what makes no difference."""
        return frozenset(plain(one) for one in (self.name, *self.headings))

    @property
    def takes(self) -> bool:
        """Whether its cells are values of the line's thing."""
        return self.form not in (Form.KEY, Form.TOLD)


KEY = Column("key", headings=("Schlüssel", "id", "uuid", "Kennung"), form=Form.KEY)


def plain(heading: str) -> str:
    """A heading without capitals, blanks and signs."""
    return "".join(one for one in heading.casefold() if one.isalnum())


def column_of(heading: str, columns: Sequence[Column]) -> Column | None:
    """The column with this heading."""
    known = plain(heading)
    return next((one for one in columns if known and known in one.known_as), None)


def read(column: Column, cell: str) -> str:
    """The one spelling of a cell; Invalid says what is expected."""
    cell = flat(cell)
    if cell and column.form is Form.DAY:
        return day_in(column.name, cell)
    if cell and column.form is Form.FLAG:
        return flag_in(column.name, cell)
    return cell


def day_in(name: str, cell: str) -> str:
    """A day, written 2026-11-23 or 23.11.2026, as the former."""
    german = GERMAN_DAY.fullmatch(cell)
    try:
        if german:
            day, month, year = (int(part) for part in german.groups())
            return dt.date(year, month, day).isoformat()
        if DAY.fullmatch(cell):
            return dt.date.fromisoformat(cell).isoformat()
    except ValueError:
        pass
    raise Invalid(name, "A day is written as 2026-11-23 or 23.11.2026.")


def flag_in(name: str, cell: str) -> str:
    """Yes or no, in German or English, as true or false."""
    word = cell.casefold()
    if word in YES:
        return "true"
    if word in NO:
        return "false"
    raise Invalid(name, "Write yes or no, or nothing.")


def value_of(column: Column, cell: str) -> Any:
    """What a cell in its one spelling means; None for an empty one."""
    if not cell:
        return None
    if column.form is Form.DAY:
        return dt.date.fromisoformat(cell)
    if column.form is Form.FLAG:
        return cell == "true"
    if column.form is Form.REFERENCE:
        return UUID(cell)
    return cell


def spelled(value: Any) -> str:
    """What stands in the cell of a value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
