"""The cells of a table on their way out and back in: no program may take one for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from rostra.rich_text import cleaned_text

BYTE_ORDER_MARK = "\ufeff"
DELIMITER = ";"
LEADS = "=+\\-@\\t\\r\\n＝＋－＠"
"""What a cell begins with that a spreadsheet works out."""
ALIVE = re.compile(f"'*[{LEADS}]")
DEFUSED = re.compile(f"'+[{LEADS}]")


def defused(cell: str) -> str:
    """The cell so that a spreadsheet shows it and works nothing out."""
    return "'" + cell if ALIVE.match(cell) else cell


def undone(cell: str) -> str:
    """The cell as it was before it was defused."""
    return cell[1:] if DEFUSED.match(cell) else cell


def flat(cell: str) -> str:
    """The cell on one line as the house keeps it: what two cells are compared by."""
    return " ".join(cleaned_text(cell).split())


def written(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table as CSV as a German spreadsheet opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + text.getvalue()
