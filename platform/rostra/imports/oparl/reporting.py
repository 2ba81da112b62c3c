"""The report of an import: what came, what it changed, and what did not fit the standard."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from rostra.rich_text import cleaned_text

EXAMPLES = 5
"""How many examples are kept of each deviation."""

LONGEST = 160
"""Characters of a value that an example shows."""


@dataclass(slots=True)
class Deviation:
    """Something that does not fit the standard: how often it came, and where, for example."""

    count: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Report:
    """What an import did, by kind, with everything that did not fit."""

    source: str
    started: dt.datetime = field(default_factory=lambda: dt.datetime.now(dt.UTC))
    seconds: float = 0.0
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    deviations: dict[tuple[str, str], Deviation] = field(default_factory=dict)
    dangling: dict[str, Deviation] = field(default_factory=dict)

    def count(self, kind: str, outcome: str, number: int = 1) -> None:
        """Count objects of a kind: read, new, changed, unchanged, withdrawn, repeated, failed."""
        if number:
            self.counts.setdefault(kind, Counter())[outcome] += number

    def problem(self, kind: str, what: str, where: str, value: object = None) -> None:
        """Note a deviation and, of the first few, an example."""
        deviation = self.deviations.setdefault((kind, what), Deviation())
        deviation.count += 1
        if len(deviation.examples) < EXAMPLES:
            deviation.examples.append(example(where, value))

    def merge(self, other: "Report") -> None:
        """Take in what a part of the import had to report."""
        for kind, counter in other.counts.items():
            self.counts.setdefault(kind, Counter()).update(counter)
        for key, deviation in other.deviations.items():
            mine = self.deviations.setdefault(key, Deviation())
            mine.count += deviation.count
            mine.examples = (mine.examples + deviation.examples)[:EXAMPLES]

    def dangles(self, reference: str, number: int, examples: list[tuple[str, str]]) -> None:
        """Note how many references of a field have no target yet."""
        self.dangling[reference] = Deviation(
            number, [example(where, target) for where, target in examples[:EXAMPLES]]
        )

    def total(self, *outcomes: str) -> int:
        """How many objects had one of these outcomes."""
        return sum(counter[outcome] for counter in self.counts.values() for outcome in outcomes)

    @property
    def changed_nothing(self) -> bool:
        """Whether the city is exactly as it was before."""
        return self.total("new", "changed", "withdrawn", "completed") == 0

    def as_json(self) -> dict[str, Any]:
        """The report as it is saved."""
        return {
            "source": self.source,
            "started": self.started.isoformat(timespec="seconds"),
            "seconds": round(self.seconds, 1),
            "changed_nothing": self.changed_nothing,
            "counts": {kind: dict(counter) for kind, counter in self.counts.items()},
            "deviations": [
                {"kind": kind, "what": what, "count": one.count, "examples": one.examples}
                for (kind, what), one in sorted(self.deviations.items())
            ],
            "references_without_target": [
                {"reference": name, "count": one.count, "examples": one.examples}
                for name, one in sorted(self.dangling.items())
            ],
        }

    def save(self, folder: Path) -> Path:
        """Write the report into the folder, under the time at which the import began."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"report-{self.started:%Y%m%dT%H%M%S%f}.json"
        path.write_bytes(orjson.dumps(self.as_json(), option=orjson.OPT_INDENT_2))
        return path


def example(where: object, value: object) -> dict[str, str]:
    """An example as plain text, short and without characters that act on a terminal."""
    shown = {"where": where} if value is None else {"where": where, "value": value}
    return {
        key: cleaned_text(str(one)[:LONGEST]).encode("utf-8", "replace").decode("utf-8")
        for key, one in shown.items()
    }
