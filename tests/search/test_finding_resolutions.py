"""The register is found by its words and numbers, by those who may read it."""

from rostra.access import ANYBODY
from rostra.relay import Relay
from rostra.resolutions.services import enter_resolutions
from rostra_search.entry import Kind
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Question, Search
from support.afterwards import CANARY, ZONE, hall


async def test_resolutions_are_found_by_those_who_may_read_them(database, tmp_path):
    here = await hall(database)
    index = SearchIndex.open(tmp_path / "index", "whoosh")
    relay = Relay(database, [Indexer(database, index, "Europe/Berlin")])
    search = Search(index, "Europe/Berlin")
    async with database.work(here.who("clerk")) as work:
        entered = {one.agenda_item_id: one for one in await enter_resolutions(
            work, here.meeting.id, ZONE
        )}  # fmt: skip
    await relay.drain()

    async def found(who, words):
        async with database.reading(who) as work:
            results = await search.search(work, Question(words, (Kind.RESOLUTION,)))
            return [hit.id for hit in results.hits]

    public, inner = entered[here.item.id], entered[here.secret.id]
    assert await found(ANYBODY, "Radweg") == [public.id]
    assert await found(ANYBODY, "26/0042-BV") == [public.id]
    assert await found(ANYBODY, CANARY) == []
    assert await found(here.who("member"), CANARY) == [inner.id]
