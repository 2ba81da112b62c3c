"""A live server is asked politely, page by page, and every of its moods is borne."""

import datetime as dt

import httpx
import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY
from rostra.database import Database
from rostra.errors import Conflict, Invalid
from rostra.files.models import File
from rostra.files.storage import Folder
from rostra.imports.oparl.crawling import Crawler
from rostra.imports.oparl.importing import Progress
from rostra.imports.oparl.journal import Journal
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.spooling import Spool
from rostra.imports.services import Wishes, import_oparl
from rostra.papers.models import Paper
from rostra.settings import Settings
from support import oparl
from support.council_server import council_server
from support.documents import pdf
from support.oparl import deviations


@pytest.fixture
def server():
    """A live server with the small city."""
    with council_server() as running:
        running.publish(*oparl.city())
        yield running


@pytest.fixture
def settings(tmp_path):
    return Settings(data_dir=str(tmp_path / "data"))


def crawl(server, tmp_path, start="/system", since=None):
    """The pages that a crawl brings, the report, and the pauses that were made."""
    report, pauses = Report(server.address), []
    journal = Journal(tmp_path, "crawl")
    with httpx.Client() as client:
        crawler = Crawler(server.address + start, report, journal, client, since, pauses.append)
        return list(crawler.documents()), report, pauses


def papers_in(documents):
    return [
        one["id"].rpartition("/")[2]
        for document in documents
        for one in document.payload.get("data", [document.payload])
        if one["type"].endswith("Paper")
    ]


@pytest.mark.parametrize("start", ["/system", "/bodies", "/body/1/papers"])
def test_every_list_is_followed_to_its_end(server, tmp_path, start):
    documents, report, _ = crawl(server, tmp_path, start)

    assert papers_in(documents) == ["1", "2"]
    assert deviations(report) == {}
    assert set(server.asked.values()) == {1}


def test_a_tired_server_is_given_time(server, tmp_path):
    server.moods["/body/1/papers"] = [503, 429, 500]
    documents, report, pauses = crawl(server, tmp_path)

    assert papers_in(documents) == ["1", "2"]
    assert pauses == [0.0, 2.0, 7.0, 4.0, 0.0, 8.0]
    assert deviations(report) == {}


def test_a_page_that_cannot_be_had_costs_only_itself(server, tmp_path):
    server.moods["/body/1/meetings"] = [500] * 9
    server.moods["/body/1/persons"] = [403]
    server.pages["/body/1/organizations"] = b"<html>no JSON</html>"
    documents, report, _ = crawl(server, tmp_path)

    assert papers_in(documents) == ["1", "2"]
    assert deviations(report) == {("page", "cannot be had"): 3}
    assert server.asked["/body/1/meetings"] == 5
    assert server.asked["/body/1/persons"] == 1


def test_a_server_that_is_not_there_is_reported(tmp_path):
    report, journal = Report("x"), Journal(tmp_path, "crawl")
    with httpx.Client() as client:
        start = "http://127.0.0.1:1/system"
        crawler = Crawler(start, report, journal, client, pause=lambda _: None)
        assert list(crawler.documents()) == []
    assert deviations(report) == {("page", "cannot be had"): 1}


def test_other_hosts_are_not_asked(server, tmp_path):
    with council_server() as stranger:
        server.pages["/bodies"]["data"][0]["paper"] = f"{stranger.address}/papers"
        server.pages["/body/1/persons"] = f"{stranger.address}/persons"
        _, report, _ = crawl(server, tmp_path)

        assert stranger.asked == {}
    assert deviations(report) == {
        ("page", "cannot be had"): 1,
        ("page", "on another host, not followed"): 1,
    }


def test_redirects_on_the_same_host_are_followed(server, tmp_path):
    server.pages["/old"] = server.address + "/system"
    assert papers_in(crawl(server, tmp_path, "/old")[0]) == ["1", "2"]


def test_lists_that_lead_in_circles_end(server, tmp_path):
    server.pages["/body/1/papers/1"]["links"]["next"] = f"{server.address}/body/1/papers"
    server.pages["/loop"] = server.address + "/loop"
    assert papers_in(crawl(server, tmp_path)[0]) == ["1", "2"]
    assert deviations(crawl(server, tmp_path, "/loop")[1]) == {("page", "cannot be had"): 1}


def test_only_lists_are_asked_for_what_was_modified(server, tmp_path):
    crawl(server, tmp_path, since="2024-05-01T00:00:00+02:00")

    asked = [query for query in server.queries if query]
    assert asked == [{"modified_since": ["2024-05-01T00:00:00+02:00"]}] * 4


def test_a_broken_off_crawl_asks_only_for_the_rest(server, tmp_path):
    journal = Journal(tmp_path, "crawl")
    with httpx.Client() as client:
        crawler = Crawler(server.address + "/system", Report("x"), journal, client)
        begun = crawler.documents()
        first = [next(begun) for _ in range(4)]
    asked_before = sum(server.asked.values())
    half_written = next(tmp_path.glob("crawl-*"))
    half_written.write_bytes(half_written.read_bytes() + b'{"address": "half')

    documents, _, _ = crawl(server, tmp_path)

    assert documents[:4] == first
    assert papers_in(documents) == ["1", "2"]
    assert sum(server.asked.values()) == len(documents)
    assert asked_before == 4


async def test_a_live_server_is_imported(server, settings, sqlite_url):
    database = Database(sqlite_url)
    source = server.address + "/system"
    report, path = await import_oparl(database, settings, source, Wishes(), Progress())

    assert path.is_file()
    assert report.total("failed") == 0
    async with database.reading(ANYBODY) as work:
        assert await work.count(work.readable(Paper)) == 2
    assert list((settings.folder / "imports").glob("crawl-*")) == []
    again, _ = await import_oparl(database, settings, source, Wishes(), Progress())
    assert again.changed_nothing
    await database.close()


async def test_bytes_come_only_when_they_are_wished_for(server, database, settings):
    content = pdf("Beschlussvorlage")
    shared = {"downloadUrl": f"{server.address}/f/p1", "accessUrl": f"{server.address}/f/p1"}
    server.publish(oparl.paper(1, mainFile=oparl.file("p1", **shared)), oparl.paper(2))
    server.pages["/f/p1"] = content
    source = server.address + "/system"

    await import_oparl(database, settings, source, Wishes(), Progress())
    assert server.asked["/f/p1"] == 0
    report, _ = await import_oparl(database, settings, source, Wishes(files=True), Progress())

    assert report.counts["bytes"] == {"new": 1, "failed": 1}
    async with database.reading(ANYBODY) as work:
        file = await work.first(work.readable(File).where(File.content_hash.is_not(None)))
    assert (file.mime_type, file.size) == ("application/pdf", len(content))
    stored = Folder(settings.folder / "files")
    assert b"".join([part async for part in stored.stream(file.content_hash)]) == content

    server.pages["/body/1/f/p2"] = pdf("Anlage")
    report, _ = await import_oparl(database, settings, source, Wishes(files=True), Progress())
    assert report.counts["bytes"] == {"new": 1}
    assert server.asked["/f/p1"] == 1


async def test_what_we_found_out_about_bytes_stays(server, database, settings):
    shared = {"downloadUrl": f"{server.address}/f/p1"}
    paper = oparl.paper(1, mainFile=oparl.file("p1", **shared))
    server.publish(paper)
    server.pages["/f/p1"] = pdf("Beschlussvorlage")
    source = server.address + "/system"
    await import_oparl(database, settings, source, Wishes(files=True), Progress())
    paper["mainFile"] |= {"name": "Anderer Name", "modified": oparl.LATE}
    server.publish(paper | {"modified": oparl.LATE})

    await import_oparl(database, settings, source, Wishes(), Progress())

    async with database.reading(ANYBODY) as work:
        file = await work.first(work.readable(File))
    assert (file.name, file.mime_type) == ("Anderer Name", "application/pdf")
    assert file.size
    assert file.content_hash == file.sha512_checksum


async def test_bytes_that_changed_at_their_source_are_fetched_again(server, database, settings):
    shared = {"downloadUrl": f"{server.address}/f/p1"}
    paper = oparl.paper(1, mainFile=oparl.file("p1", **shared))
    source = server.address + "/system"
    server.publish(paper)
    server.pages["/f/p1"] = pdf("Entwurf")
    await import_oparl(database, settings, source, Wishes(files=True), Progress())
    again, _ = await import_oparl(database, settings, source, Wishes(files=True), Progress())
    assert again.changed_nothing
    assert server.asked["/f/p1"] == 1

    server.pages["/f/p1"] = pdf("Endfassung", "mit Anlage")
    paper["mainFile"]["modified"] = oparl.LATE
    server.publish(paper | {"modified": oparl.LATE})
    await import_oparl(database, settings, source, Wishes(files=True), Progress())

    async with database.reading(ANYBODY) as work:
        file = await work.first(work.readable(File))
    stored = Folder(settings.folder / "files")
    kept = b"".join([part async for part in stored.stream(file.content_hash)])
    assert kept == server.pages["/f/p1"]
    assert (file.size, file.text_state) == (len(kept), "pending")
    await import_oparl(database, settings, source, Wishes(files=True), Progress())
    assert server.asked["/f/p1"] == 2


async def test_files_inside_our_own_network_are_not_fetched(server, settings, sqlite_url, tmp_path):
    inside = oparl.file("p1", downloadUrl=f"{server.address}/secret")
    server.pages["/secret"] = pdf("intern")
    source = oparl.written(tmp_path / "city", oparl.paper(1, mainFile=inside))
    database = Database(sqlite_url)
    report, _ = await import_oparl(database, settings, str(source), Wishes(files=True), Progress())
    await database.close()

    assert report.counts["bytes"] == {"failed": 1}
    assert server.asked["/secret"] == 0


async def test_a_file_that_is_too_large_is_left_where_it_is(server, tmp_path, sqlite_url):
    settings = Settings(data_dir=str(tmp_path / "data"), max_upload_bytes=100)
    large = oparl.file("p1", downloadUrl=f"{server.address}/f/p1")
    server.publish(oparl.paper(1, mainFile=large))
    server.pages["/f/p1"] = pdf("x" * 1_000)
    database = Database(sqlite_url)
    report, _ = await import_oparl(
        database, settings, server.address + "/system", Wishes(files=True), Progress()
    )
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(sa.select(File.content_hash)) == [None]
    await database.close()

    assert report.counts["bytes"] == {"failed": 1}
    assert list((settings.folder / "files" / "incoming").iterdir()) == []


async def test_a_source_that_is_not_there_is_refused(settings, sqlite_database, tmp_path):
    with pytest.raises(Invalid):
        await import_oparl(sqlite_database, settings, "/nowhere", Wishes(), Progress())
    with pytest.raises(Invalid):
        wishes = Wishes(texts=tmp_path / "none")
        await import_oparl(sqlite_database, settings, str(tmp_path), wishes, Progress())


async def test_one_import_at_a_time(settings, sqlite_database, tmp_path):
    with Spool(settings.folder / "imports", Report("first")), pytest.raises(Conflict):
        await import_oparl(sqlite_database, settings, str(tmp_path), Wishes(), Progress())


def test_a_point_in_time_reaches_the_server_whole(server, tmp_path):
    since = dt.datetime(2024, 5, 1, tzinfo=dt.UTC).isoformat()
    crawl(server, tmp_path, "/bodies", since)
    assert {"modified_since": ["2024-05-01T00:00:00+00:00"]} in server.queries
