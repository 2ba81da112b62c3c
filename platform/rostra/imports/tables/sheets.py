"""Reading a table: whichever encoding and separator a spreadsheet has chosen."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rostra.errors import Invalid
from rostra.imports.tables.cells import BYTE_ORDER_MARK, undone
from rostra.imports.tables.columns import Column, column_of
from rostra.imports.tables.reports import Remark

MOST_LINES = 5_000
LARGEST = 1_500_000
"""Bytes of a table, or characters of its text."""
DELIMITERS = ";,\t"
UNFIT = re.compile("[\x00\ud800-\udfff]")
ANNOUNCED = re.compile(r'"?sep=(.)"?\n')
"""The first line with which some spreadsheets say how they separate."""

TOO_LARGE = f"A table has {LARGEST} characters at most; send it in parts."


@dataclass(frozen=True)
class Row:
    """One line of a table: where it begins, and its cells by the names of their columns."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A table as it was read."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    remarks: tuple[Remark, ...]
    broken: tuple[tuple[int, Remark], ...]
    """Lines that do not fit the heading."""
    digest: str
    """What its text is recognised by, however its lines end."""


def decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with its mark, UTF-8 without, or else Windows-1252."""
    if len(content) > LARGEST:
        raise Invalid("text", TOO_LARGE)
    encodings = ["utf-8-sig", "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not UNFIT.search(text):
            return text
    raise Invalid("text", "This is no text that a spreadsheet has saved as CSV.")


def sheet_of(text: str, columns: Sequence[Column]) -> Sheet:
    """The table in a text; Invalid where none can be made out."""
    if len(text) > LARGEST:
        raise Invalid("text", TOO_LARGE)
    if UNFIT.search(text):
        raise Invalid("text", "This is no text that a spreadsheet has saved as CSV.")
    text = text.removeprefix(BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
    digest = hashlib.sha256(text.encode()).hexdigest()
    announced = ANNOUNCED.match(text)
    skipped = 1 if announced else 0
    if announced:
        text = text[announced.end() :]
    delimiter = announced[1] if announced else delimiter_of(text, columns)
    lines = [(number + skipped, cells) for number, cells in lines_of(text, delimiter)]
    if not lines:
        raise Invalid("text", "There is no line in this table.")
    heading, rows = lines[0][1], lines[1:]
    if len(rows) > MOST_LINES:
        raise Invalid("text", f"A table has {MOST_LINES} lines at most; send it in parts.")
    known = [column_of(cell, columns) for cell in heading]
    remarks = remarks_on(heading, known)
    return Sheet(
        tuple(one for one in known if one),
        tuple(
            Row(number, cells_of(known, cells)) for number, cells in rows if fits(cells, heading)
        ),
        tuple(remarks),
        tuple(
            (number, unfit(cells, heading)) for number, cells in rows if not fits(cells, heading)
        ),
        digest,
    )


def delimiter_of(text: str, columns: Sequence[Column]) -> str:
    """The separator with which the most headings are known; a semicolon where none is better."""
    first = text.lstrip("\n").partition("\n")[0]

    def known(delimiter: str) -> int:
        cells = next(csv.reader([first], delimiter=delimiter), [])
        return sum(column_of(undone(cell), columns) is not None for cell in cells)

    try:
        return max(DELIMITERS, key=known)
    except csv.Error:
        return DELIMITERS[0]


def lines_of(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, each with the number at which it begins."""
    begins = 1
    try:
        reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter, strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, [undone(cell) for cell in cells]
            begins = reader.line_num + 1
    except (csv.Error, TypeError, ValueError):
        raise Invalid(
            "text", f"Line {begins} has a quotation mark that is not closed, or one too many."
        ) from None


def remarks_on(heading: list[str], known: list[Column | None]) -> list[Remark]:
    """What is to be said about the headings; Invalid where nothing can be done with them."""
    if not any(one and one.takes for one in known):
        raise Invalid("text", "The first line names none of the columns of this table.")
    found = [one.name for one in known if one]
    if len(set(found)) != len(found):
        raise Invalid("text", "Two headings mean the same column.")
    return [
        Remark(cell, "This column is not known and was passed over.")
        for cell, one in zip(heading, known, strict=True)
        if one is None and cell.strip()
    ]


def fits(cells: list[str], heading: list[str]) -> bool:
    """Whether a line has as many cells as the heading; more may follow if they are empty."""
    return len(cells) >= len(heading) and not any(one.strip() for one in cells[len(heading) :])


def unfit(cells: list[str], heading: list[str]) -> Remark:
    """That a line does not fit the heading."""
    return Remark("", f"This line has {len(cells)} cells, and the first line has {len(heading)}.")


def cells_of(known: list[Column | None], cells: list[str]) -> dict[str, str]:
    """The cells of a line by the names of their columns."""
    return {one.name: cell for one, cell in zip(known, cells, strict=False) if one}
