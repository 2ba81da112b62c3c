"""Projects are found by their words, by those who may read them, and not once they are gone."""

from rostra.access import ANYBODY
from rostra.projects import services
from rostra.relay import Relay
from rostra_search.entry import Kind
from rostra_search.index import SearchIndex
from rostra_search.indexing import Indexer
from rostra_search.searching import Question, Search
from support import actors
from support.make.projects import make_department, writing


async def test_projects_are_found_as_they_are_now(database, tmp_path):
    department = await make_department(database)
    editor = actors.editor_of(department)
    index = SearchIndex.open(tmp_path / "index", "whoosh")
    relay = Relay(database, [Indexer(database, index, "Europe/Berlin")])
    search = Search(index, "Europe/Berlin")

    async def found(who, words):
        await relay.drain()
        async with database.reading(who) as work:
            results = await search.search(work, Question(words, (Kind.PROJECT,)))
            return [hit.id for hit in results.hits]

    async with database.work(editor) as work:
        words = writing(place="Quittenwiese", topics=("Streuobst",))
        project = await services.draft_project(work, department.id, words)
    assert await found(ANYBODY, "Quittenwiese") == []
    assert await found(editor, "Quittenwiese") == [project.id]

    async with database.work(editor) as work:
        await services.publish_project(work, project.id)
    for words in ("Quittenwiese", "Streuobst", "Spielplatz", "spielen"):
        assert await found(ANYBODY, words) == [project.id], words

    async with database.work(editor) as work:
        await services.edit_project(work, project.id, 2, writing(place="Anger"), "Verlegt.")
    assert await found(ANYBODY, "Quittenwiese") == []
    async with database.work(editor) as work:
        await services.withdraw_project(work, project.id, "Irrtum.")
    assert await found(ANYBODY, "Spielplatz") == []
    assert await found(editor, "Spielplatz") == []
