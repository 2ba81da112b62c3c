"""How fast everything is indexed and found: `python tests/benchmarks/search.py DATA_FOLDER`.

The folder is that of an installation with an imported city (ROSTRA_DATA_DIR); it is only read.
"""

import argparse
import asyncio
import os
import platform
import random
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from rostra.access import ANYBODY, system
from rostra.database import Database
from rostra_search.engines.engine import Filters, Order
from rostra_search.entries.source import Reading
from rostra_search.entry import Entry, Kind
from rostra_search.index import ENGINES, Request, SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Question, Search
from rostra_search.sources import all_entries
from rostra_search.wanted import FUNCTION_WORDS

EVERYBODY = frozenset({1})
console = Console(width=110)


@dataclass
class Case:
    """Some questions of one sort."""

    name: str
    requests: list[Request]


def milliseconds(times: list[float], share: float) -> str:
    """A percentile of some durations."""
    ranked = sorted(times)
    return f"{1000 * ranked[min(len(ranked) - 1, int(share * len(ranked)))]:.1f}"


def timed(ask: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    ask()
    return clock() - begun


def size_of(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def resident() -> float:
    """The memory of this process in MB."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize() / 1e6


def cases(index_folder: Path, entries: list[Entry], count: int) -> Iterator[Case]:
    """Questions made of the words that the city itself uses."""
    dice = random.Random(7)
    db = sqlite3.connect(index_folder / "vocabulary.db")
    ranked = db.execute("SELECT spelled, word, entries FROM words ORDER BY entries DESC").fetchall()
    telling = [(spelled, number) for spelled, word, number in ranked if word not in FUNCTION_WORDS]
    db.close()
    common = [spelled for spelled, _ in telling[:count]]
    rare = dice.sample([spelled for spelled, number in telling if 1 <= number <= 5], count)
    titled = [entry.title.split() for entry in entries if len(entry.title.split()) > 4]
    texts = [entry.text.split() for entry in entries if len(entry.text) > 400]
    written = dice.sample(titled, count // 2) + dice.sample(texts, count - count // 2)
    pairs = [" ".join(dice.sample(words, 2)) for words in written]
    phrases = [f'"{" ".join(stretch(dice, words))}"' for words in written]
    prefixes = [f"{dice.choice(telling[:20_000])[0][: dice.choice((3, 4, 5))]}*" for _ in rare]
    organizations = sorted({id for entry in entries for id in entry.organization_ids})

    def narrowed(number: int) -> Filters:
        one = frozenset({dice.choice(organizations)})
        year = max(entry.date for entry in dice.sample(entries, 200) if entry.date)
        return (
            Filters(kinds=frozenset({Kind.PAPER, Kind.AGENDA_ITEM})),
            Filters(organization_ids=one),
            Filters(date_from=year.replace(year=year.year - 4)),
        )[number % 3]

    yield Case("rare word", [Request(word, EVERYBODY) for word in rare])
    yield Case("common word", [Request(word, EVERYBODY) for word in common])
    yield Case("two words", [Request(pair, EVERYBODY) for pair in pairs])
    yield Case("either word", [Request(pair.replace(" ", " ODER "), EVERYBODY) for pair in pairs])
    yield Case("phrase", [Request(phrase, EVERYBODY) for phrase in phrases])
    yield Case("prefix", [Request(prefix, EVERYBODY) for prefix in prefixes])
    mixed = [*common[: count // 2], *pairs[: count // 2]]
    yield Case(
        "with filters", [Request(word, EVERYBODY, narrowed(n)) for n, word in enumerate(mixed)]
    )
    yield Case("newest first", [Request(word, EVERYBODY, order=Order.NEWEST) for word in mixed])
    yield Case("misspelled", [Request(misspelled(dice, word), EVERYBODY) for word in rare])
    yield Case("everything", [Request("", EVERYBODY)] * 10)


def stretch(dice: random.Random, words: list[str]) -> list[str]:
    """Two or three words as they stand in a text."""
    start = dice.randrange(len(words) - 3)
    return words[start : start + dice.choice((2, 3))]


def misspelled(dice: random.Random, word: str) -> str:
    at = dice.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1 :]


async def read_all(database: Database, search: Search) -> list[Entry]:
    async with database.reading(system) as work:
        reading = Reading(work, search._zone)
        return [entry async for batch in all_entries(reading) for entry in batch]


async def build(database: Database, index: SearchIndex, name: str) -> None:
    """Index everything and say how long it took."""
    begun, cpu = time.perf_counter(), time.process_time()
    count = await Indexer(database, index).rebuild()
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    folder = index._path
    console.print(
        f"[bold]{name}[/bold]: {count:,} entries in {wall:.1f} s ({count / wall:,.0f}/s, "
        f"CPU {cpu:.1f} s), {size_of(folder / 'engine'):.0f} MB index, "
        f"{size_of(folder) - size_of(folder / 'engine'):.0f} MB vocabulary"
    )


def measure(index: SearchIndex, asked: list[Case], table: Table, name: str) -> None:
    """Fill the table with what each sort of question takes."""
    for case in asked:
        first = [timed(lambda r=r: index.search(r)) for r in case.requests]
        again = [timed(lambda r=r: index.search(r), time.process_time) for r in case.requests]
        totals = sorted(index.search(request).found.total for request in case.requests)
        table.add_row(
            name,
            case.name,
            milliseconds(first, 0.5),
            milliseconds(first, 0.95),
            milliseconds(again, 0.5),
            milliseconds(again, 0.95),
            f"{totals[len(totals) // 2]:,}",
            f"{totals[-1]:,}",
        )


async def measure_whole(database: Database, index: SearchIndex, asked: list[Case]) -> str:
    """What a page waits for: rights checked again, titles and snippets marked."""
    search = Search(index)
    times = []
    for case in asked[:8]:
        for request in case.requests[:40]:
            async with database.reading(ANYBODY) as work:
                begun = time.perf_counter()
                await search.search(work, Question(request.text, order=request.order))
                times.append(time.perf_counter() - begun)
    return f"p50 {milliseconds(times, 0.5)}, p95 {milliseconds(times, 0.95)} ms"


def measure_small_commits(index: SearchIndex, entries: list[Entry]) -> str:
    """How long one entry takes to be found after it has changed, again and again."""
    times = [
        timed(
            lambda entry=entry: (
                index.write([entry], (), 1),
                index.search(Request("Haushalt", EVERYBODY)),
            )
        )
        for entry in entries
    ]
    return f"p50 {milliseconds(times, 0.5)}, p95 {milliseconds(times, 0.95)} ms"


async def run(data: Path, folder: Path, engines: list[str], count: int) -> None:
    database = Database(f"sqlite+aiosqlite:///{data / 'rostra.db'}")
    table = Table(
        title="p50 and p95 in ms, by the clock at first, of the processor when asked again"
    )
    for column in ("engine", "question", "p50", "p95", "CPU p50", "CPU p95", "hits", "most"):
        table.add_column(column, justify="left" if column in ("engine", "question") else "right")
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}"
    )
    for name in engines:
        index = SearchIndex.open(folder / name, name)
        if index.position() is None:
            await build(database, index, name)
        entries = await read_all(database, Search(index))
        asked = list(cases(folder / name, entries, count))
        sample = random.Random(3).sample(entries, 40)
        del entries
        index.search(Request("Haushalt", EVERYBODY))
        measure(index, asked, table, name)
        console.print(f"  {name}, whole answers: {await measure_whole(database, index, asked)}")
        console.print(f"  one change, then a search: {measure_small_commits(index, sample)}")
        console.print(f"  resident memory of this process: {resident():.0f} MB")
        index.close()
    console.print(table)
    await database.close()


def main() -> None:
    """Read what is wanted, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the data folder of an installation")
    parser.add_argument("--engine", choices=sorted(ENGINES), action="append")
    parser.add_argument("--index", type=Path, help="a folder to keep the indexes in")
    parser.add_argument("--questions", type=int, default=60, help="of each sort")
    options = parser.parse_args()
    engines = options.engine or sorted(ENGINES)
    with tempfile.TemporaryDirectory() as passing:
        folder = options.index or Path(passing)
        asyncio.run(run(options.data, folder, engines, options.questions))


if __name__ == "__main__":
    main()
