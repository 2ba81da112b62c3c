"""In random cities with a canary in every text, each actor finds exactly what is theirs."""

import asyncio
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from rostra.database import Database
from rostra.people.actors import actor_of
from rostra.people.models import Account
from rostra_search.entry import Kind
from rostra_search.index import ENGINES, SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Question, Search
from support.random_city import TODAY, built, may_read, plans


def seen(results) -> str:
    """Everything that a result shows, as one text."""
    pieces = [piece.text for hit in results.hits for piece in (*hit.title, *hit.snippet)]
    return " ".join([*pieces, *(hit.entry.reference for hit in results.hits)])


async def compare(city, plan, search: Search, database: Database) -> None:
    """Ask for every canary, whole, by its beginning and misspelled, and for everything."""

    async def who(db):
        account = await db.get(Account, city.account_id) if city.account_id else None
        return await actor_of(db, account, TODAY)

    allowed = city.allowed(plan)
    forbidden = city.forbidden(plan)
    async with database.reading(who) as work:
        for kind in Kind:
            for number, id in enumerate(city.ids.get(kind.value, ())):
                word = city.canaries[kind.value][number]
                expected = {id} if may_read(plan, plan.readers[kind.value][number]) else set()
                for question in (word, f'"{word}"', f"{word[:-1]}*"):
                    results = await search.search(work, Question(question, kinds=[kind]))
                    assert {hit.id for hit in results.hits} == expected
                    assert results.total == len(expected)
                    assert sum(results.facets.years.values()) <= len(expected)
                swapped = word[:-2] + word[-1] + word[-2]
                suggestion = (await search.search(work, Question(swapped))).suggestion
                assert suggestion is None or suggestion in allowed
        everything = await search.search(work, Question(limit=100))
        assert everything.total == len(everything.hits) == sum(everything.facets.kinds.values())
        assert not [word for word in forbidden if word in seen(everything)]
        readable = {*city.organization_ids, *city.ids["organization"]}
        assert set(everything.facets.organizations) <= readable
        secret = city.ids["organization"][0]
        if not may_read(plan, plan.readers["organization"][0]):
            assert secret not in everything.facets.organizations


@pytest.mark.long
@pytest.mark.parametrize("engine", sorted(ENGINES))
@given(plan=plans())
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_each_actor_finds_exactly_what_is_theirs(
    sqlite_template: Path, tmp_path: Path, engine: str, plan
):
    async def run():
        path = tmp_path / "city.db"
        path.unlink(missing_ok=True)
        shutil.copy(sqlite_template, path)
        shutil.rmtree(tmp_path / "index", ignore_errors=True)
        database = Database(f"sqlite+aiosqlite:///{path}")
        index = SearchIndex.open(tmp_path / "index", engine)
        try:
            city = await built(database, plan)
            await Indexer(database, index).catch_up()
            await compare(city, plan, Search(index), database)
        finally:
            index.close()
            await database.close()

    asyncio.run(run())
