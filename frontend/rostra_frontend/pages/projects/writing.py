"""What is typed into the form of a project, as the API takes it."""

import re
from collections.abc import Mapping
from typing import Any

from rostra_frontend.page import Inputs

PLAIN = (
    "title", "aim", "place", "district", "costNote", "participationHow", "participationFrom",
    "participationUntil", "contactName", "contactEmail", "contactPhone",
)  # fmt: skip
STEPS = {
    "title": "stepTitle",
    "plannedFrom": "plannedFrom",
    "plannedUntil": "plannedUntil",
    "actualFrom": "actualFrom",
    "actualUntil": "actualUntil",
}
"""The fields of a step, each of which stands in the form once for every step."""
THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
NO_AMOUNT = "NaN"
"""What the house refuses with a sentence beside the field."""
NOWHERE = 999.0

Fields = Mapping[str, list[str]]


def arranged(typed: Fields, _inputs: Inputs) -> dict[str, Any]:
    """The project as it was typed, and the revision that the writer has seen."""
    revision = first(typed, "seen")
    said = {"input": input_of(typed)}
    return said if revision is None else {**said, "revision": int_of(revision)}


def input_of(typed: Fields) -> dict[str, Any]:
    """The project as it was typed."""
    said: dict[str, Any] = {name: first(typed, name) for name in PLAIN}
    cost = first(typed, "cost")
    return {
        **said,
        "title": said["title"] or "",
        "aim": said["aim"] or "",
        "phase": first(typed, "phase") or "IDEA",
        "topics": [one.strip() for one in (first(typed, "topics") or "").split(",")],
        "participation": first(typed, "participation") is not None,
        "cost": amount(cost) if cost else None,
        "latitude": degrees(first(typed, "latitude")),
        "longitude": degrees(first(typed, "longitude")),
        "steps": steps_of(typed),
        "papers": (first(typed, "papers") or "").splitlines(),
        "resolutions": (first(typed, "resolutions") or "").splitlines(),
    }


def first(typed: Fields, name: str) -> str | None:
    """What stands in a field; None where it is empty."""
    text = (typed.get(name) or [""])[0].replace("\x00", "").strip()
    return text or None


def int_of(text: str) -> int:
    """A whole number; one that nothing has for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def amount(text: str) -> str:
    """An amount as people write it, with either separator, as the API reads it."""
    plain = re.sub(r"[\s€]|EUR", "", text)
    if THOUSANDS.fullmatch(plain):
        return re.sub(r"[.,]", "", plain)
    whole, separator, rest = max(plain.rpartition(","), plain.rpartition("."), key=behind)
    digits = re.sub(r"[.,]", "", whole) + (f".{rest}" if separator else rest)
    return digits if re.fullmatch(r"\d{1,15}(\.\d{1,4})?", digits) else NO_AMOUNT


def behind(parts: tuple[str, str, str]) -> int:
    """How far on in a text its last separator stands; before everything where it has none."""
    whole, separator, _ = parts
    return len(whole) if separator else -1


def degrees(text: str | None) -> float | None:
    """A coordinate, with a comma or a point."""
    if text is None:
        return None
    plain = text.replace(",", ".").rstrip("°")
    return float(plain) if re.fullmatch(r"-?\d{1,3}(\.\d{1,12})?", plain) else NOWHERE


def steps_of(typed: Fields) -> list[dict[str, Any]]:
    """The steps of the timeline, row by row; the house leaves out those that say nothing."""
    columns = [typed.get(field, []) for field in STEPS.values()]
    rows = max((len(column) for column in columns), default=0)
    return [
        {
            name: (column[row].strip() if row < len(column) else "") or blank(name)
            for name, column in zip(STEPS, columns, strict=True)
        }
        for row in range(rows)
    ]


def blank(name: str) -> str | None:
    """What an empty cell of a step stands for."""
    return "" if name == "title" else None


def rows_to_write(
    steps: list[dict[str, Any]], typed: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    """The rows of the timeline to write in: what was typed, or what stands there and empty ones."""
    if typed.get("stepTitle"):
        return steps_of(typed)
    empty = {name: None for name in STEPS}
    return [*steps, *(empty for _ in range(3 if steps else 5))]
