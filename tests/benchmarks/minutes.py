"""How long printing takes and what it costs: run by hand, prints a table.

.venv/bin/python tests/benchmarks/minutes.py
"""

import asyncio
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from rostra_documents.meetings.model import AgendaLine, SittingSheet
from rostra_documents.meetings.printing import print_invitation
from rostra_documents.minutes.model import MinutesSheet
from rostra_documents.minutes.printing import print_minutes
from rostra_documents.press import PRESS
from rostra_documents.printing import Document
from support.printed import faults, pages_of
from support.sheets import STATIONERY, minutes

RUNS = 5
GOAL_SECONDS = 2.0


def invitation(sheet: MinutesSheet) -> SittingSheet:
    """The invitation to the meeting of the minutes."""
    lines = tuple(AgendaLine(one.number, one.name, one.depth) for one in sheet.public_items)
    return SittingSheet(
        sheet.organization, sheet.name, sheet.number, sheet.term, sheet.start, sheet.end,
        sheet.place, sheet.chair, public_lines=lines, dated=sheet.dated,
    )  # fmt: skip


def processor_seconds() -> float:
    """The processor time that the printing processes have used so far."""
    stats = [
        Path(f"/proc/{child.pid}/stat").read_text("utf-8")
        for child in PRESS._children
        if child.poll() is None
    ]
    times = [stat.rpartition(")")[2].split()[11:13] for stat in stats]
    return sum(int(one) for pair in times for one in pair) / os.sysconf("SC_CLK_TCK")


async def measured(
    name: str, print_: Callable[[], Awaitable[Document]], goal: float | None = None
) -> None:
    """Print a row: pages, size, the median and the worst of some runs, validity."""
    took = []
    used = processor_seconds()
    for _ in range(RUNS):
        started = time.perf_counter()
        document = await print_()
        took.append(time.perf_counter() - started)
    used = (processor_seconds() - used) / RUNS
    median = statistics.median(took)
    valid = "valid" if not faults(document.content) else "INVALID"
    pages, size = len(pages_of(document.content)), len(document.content) / 1024
    fits = "" if goal is None else f"goal {goal:.1f} s: {'met' if median <= goal else 'missed'}"
    print(
        f"{name:<34}{pages:>6}{size:>8.0f} kB{median:>9.2f} s"
        f"{max(took):>9.2f} s{used:>9.2f} s  {valid}  {fits}"
    )


def memory() -> str:
    """What each printing process holds, and what it has for itself alone, in MB."""
    found = []
    for child in (one for one in PRESS._children if one.poll() is None):
        rollup = Path(f"/proc/{child.pid}/smaps_rollup").read_text("utf-8").splitlines()
        sizes = {line.split(":")[0]: line.split()[1] for line in rollup if line.endswith("kB")}
        found.append(f"{int(sizes['Rss']) // 1024} MB ({int(sizes['Pss']) // 1024} MB of its own)")
    return ", ".join(found)


async def main() -> None:
    """Measure a first sheet, small and large documents, and two printers at once."""
    twenty = minutes(items=10, paragraphs=4)
    started = time.perf_counter()
    await print_invitation(invitation(minutes(4, 1)), STATIONERY)
    print(f"first document of a cold press: {time.perf_counter() - started:.2f} s\n")
    print(f"{'document':<34}{'pages':>6}{'size':>11}{'median':>11}{'worst':>11}{'CPU':>11}")
    await asyncio.gather(*(print_minutes(minutes(1, 1), STATIONERY) for _ in range(2)))
    await measured("invitation", lambda: print_invitation(invitation(minutes(4)), STATIONERY))
    await measured("minutes, short", lambda: print_minutes(minutes(2, 1), STATIONERY))
    await measured("minutes, 20 pages", lambda: print_minutes(twenty, STATIONERY), GOAL_SECONDS)
    await measured("minutes, large", lambda: print_minutes(minutes(30, 6), STATIONERY))
    started = time.perf_counter()
    await asyncio.gather(*(print_minutes(twenty, STATIONERY) for _ in range(8)))
    rate = 8 / (time.perf_counter() - started)
    print(f"\neight at once: {rate:.2f} documents a second")
    print(f"printing processes: {memory()}")
    await asyncio.to_thread(PRESS.close)


if __name__ == "__main__":
    asyncio.run(main())
