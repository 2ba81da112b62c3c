"""How long the API takes for about 500 result fields, in one process on an imported city.

    ROSTRA_DATA_DIR=… .venv/bin/python tests/benchmarks/api.py [rounds]

The data folder holds a city with at least ten meetings with agendas; nothing in it is changed.
"""

import asyncio
import cProfile
import os
import pstats
import statistics
import sys
import time
from typing import Any

from rostra.database import Database
from rostra.settings import load_settings
from rostra_frontend.app import calm_memory
from rostra_graphql.context import House
from rostra_graphql.execution import Api

MEETINGS = """
query Meetings($first: Int!) {
  meetings(first: $first, filter: {until: "2025-06-30"}) {
    nodes {
      id
      name
      start
      organizations { id name }
      agendaItems {
        id
        number
        name
        result
        consultation { role paper { id reference name paperType auxiliaryFiles { name } } }
      }
    }
  }
}
"""
PAPERS = """
query Papers {
  papers(first: 50, filter: {until: "2025-06-30"}) {
    pageInfo { hasNextPage endCursor }
    nodes { id name reference date paperType originators { ... on Organization { name } } }
  }
}
"""
SMALL = "{ __typename }"
COUNT = "{ papers(first: 1) { totalCount } }"


def fields_in(data: Any) -> int:
    """How many fields an answer has."""
    if isinstance(data, dict):
        return sum(1 + fields_in(value) for value in data.values())
    return sum(map(fields_in, data)) if isinstance(data, list) else 0


async def sized(api: Api, wanted: int) -> int:
    """How many meetings make about so many fields."""
    for first in range(1, 60):
        answer = await api.execute(MEETINGS, {"first": first})
        if fields_in(answer.data) >= wanted:
            return first
    return 60


async def measured(api: Api, text: str, variables: dict[str, Any], rounds: int) -> str:
    """A line of the table: fields, p50, p95 and CPU time in milliseconds."""
    answer = await api.execute(text, variables)
    assert answer.errors is None, answer.errors
    for _ in range(5):
        await api.execute(text, variables)
    taken, began = [], time.process_time()
    for _ in range(rounds):
        start = time.perf_counter()
        await api.execute(text, variables)
        taken.append((time.perf_counter() - start) * 1000)
    cpu = (time.process_time() - began) * 1000 / rounds
    taken.sort()
    p50, p95 = statistics.median(taken), taken[int(len(taken) * 0.95)]
    return f"{fields_in(answer.data):>7} {p50:>9.1f} {p95:>9.1f} {cpu:>9.1f}"


async def main(rounds: int) -> None:
    """Print the table."""
    settings = load_settings()
    database = Database(settings.database)
    api = Api(House(settings, database))
    calm_memory()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {rounds} rounds each")
    print(f"{'':<28}{'fields':>7} {'p50 ms':>9} {'p95 ms':>9} {'CPU ms':>9}")
    few, many = await sized(api, 500), await sized(api, 5_000)
    for title, text, variables in (
        ("nothing", SMALL, {}),
        ("50 papers", PAPERS, {}),
        ("total count of papers", COUNT, {}),
        (f"{few} meetings, all below", MEETINGS, {"first": few}),
        (f"{many} meetings, all below", MEETINGS, {"first": many}),
    ):
        print(f"{title:<28}{await measured(api, text, variables, rounds)}")
    if "--profile" in sys.argv:
        profile = cProfile.Profile()
        profile.enable()
        for _ in range(50):
            await api.execute(MEETINGS, {"first": few})
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(45)
    await database.close()


if __name__ == "__main__":
    numbers = [word for word in sys.argv[1:] if word.isdigit()]
    asyncio.run(main(int(numbers[0]) if numbers else 100))
