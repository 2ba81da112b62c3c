"""Reports of another system are taken in completely, and again only where they have changed."""

import json
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, system
from rostra.errors import Invalid
from rostra.events import LoggedEvent
from rostra.imports.open311.taking_in import import_open311
from rostra.reports.hiding import hide
from rostra.reports.models import Report, ReportCategory, ReportEntry, ReportState
from support.make.organizations import make_body
from support.real_cities import DATA

BERLIN = ZoneInfo("Europe/Berlin")
KOELN = DATA / "open311" / "koeln-sagsuns-2016.json"
ONE = {
    "service_request_id": "7", "status": "open", "service_code": "017", "service_name": "Ampel",
    "description": "Die Ampel ist verdreht.", "requested_datetime": "2016-02-16T21:26:17+01:00",
    "updated_datetime": "2016-02-16T21:26:17+01:00", "address": "Schillerstr. 1",
    "lat": 50.93, "long": 6.83, "media_url": "https://example.org/a.jpg",
}  # fmt: skip


async def taken(database, path, *objects):
    if objects:
        path.write_text(json.dumps(objects), "utf-8")
    outcome = await import_open311(database, str(path), "koeln", BERLIN)
    return {name: count for name, count in outcome.counts.items() if count}


async def reports(database):
    async with database.reading(ANYBODY) as work:
        return await work.fetch(work.readable(Report).order_by(Report.received, Report.number))


@pytest.mark.skipif(not KOELN.exists(), reason="the real data is not here")
async def test_all_fifty_of_a_real_city_come_in_once(database):
    await make_body(database, name="Köln")
    assert await taken(database, KOELN) == {"new": 50}
    assert await taken(database, KOELN) == {"unchanged": 50}
    source = {one["service_request_id"]: one for one in json.loads(KOELN.read_text("utf-8"))}
    found = await reports(database)
    assert len(found) == 50
    by_text = {one.text for one in found}
    for one in source.values():
        if one.get("description"):
            assert one["description"].replace("\r\n", "\n").strip() in by_text
    assert [one.number for one in found] == list(range(1, 51))
    placed = {(one.latitude, one.longitude) for one in found}
    assert placed == {(one["lat"], one["long"]) for one in source.values()}
    pictured = sorted(one.media_url for one in found if one.media_url)
    assert pictured == sorted(one["media_url"] for one in source.values() if one.get("media_url"))
    async with database.reading(ANYBODY) as work:
        known = await work.fetch(work.readable(ReportCategory))
        assert {one.code for one in known} == {one["service_code"] for one in source.values()}
        assert await work.count(work.readable(ReportEntry)) >= 50
    async with database.reading(system) as work:
        names = await work.fetch(sa.select(LoggedEvent.name))
    assert names == ["ReportsImported"]


async def test_what_changed_there_changes_here(database, tmp_path):
    await make_body(database)
    path = tmp_path / "list.json"
    assert await taken(database, path, ONE) == {"new": 1}
    closed = {**ONE, "status": "closed", "updated_datetime": "2016-03-01T08:00:00+01:00",
              "status_notes": "Gerichtet.", "description": "Neu."}  # fmt: skip
    assert await taken(database, path, closed) == {"changed": 1}
    (report,) = await reports(database)
    assert (report.state, report.text) == (ReportState.RESOLVED, "Neu.")
    assert report.closed.isoformat() == "2016-03-01T07:00:00+00:00"
    assert await taken(database, path, ONE) == {"changed": 1}
    (report,) = await reports(database)
    assert (report.state, report.closed) == (ReportState.REOPENED, None)


async def test_what_a_moderator_hid_stays_hidden(database, tmp_path):
    await make_body(database)
    path = tmp_path / "list.json"
    await taken(database, path, ONE)
    async with database.work(system) as work:
        (report,) = await work.fetch(work.readable(Report))
        await hide(work, report.id)
    await taken(database, path, {**ONE, "description": "Noch einmal."})
    (report,) = await reports(database)
    assert (report.text, report.address, report.media_url) == ("", None, None)


async def test_one_useless_request_does_not_stop_the_others(database, tmp_path):
    await make_body(database)
    path = tmp_path / "list.json"
    broken = [{**ONE, "service_request_id": ""}, {**ONE, "lat": 95}, {"x": 1}]
    late = {**ONE, "service_request_id": "8", "requested_datetime": None}
    assert await taken(database, path, *broken, late, ONE) == {"new": 1, "failed": 4}


async def test_the_same_list_as_xml(database, tmp_path):
    await make_body(database)
    path = tmp_path / "list.xml"
    fields = "".join(f"<{name}>{value}</{name}>" for name, value in ONE.items())
    path.write_text(
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY f SYSTEM 'file:///etc/hostname'>]>"
        f"<service_requests><request>{fields}<status_notes>&f;</status_notes></request>"
        "</service_requests>",
        "utf-8",
    )
    assert await taken(database, path) == {"new": 1}
    (report,) = await reports(database)
    assert (report.text, report.latitude) == (ONE["description"], 50.93)
    assert report.reason is None


@pytest.mark.parametrize("content", ["", "{", "<x", "[1]", "7"])
async def test_what_is_no_list_is_refused(sqlite_database, tmp_path, content):
    await make_body(sqlite_database)
    path = tmp_path / "list.json"
    path.write_text(content, "utf-8")
    with pytest.raises(Invalid):
        await taken(sqlite_database, path)


async def test_two_cities_must_be_told_apart(sqlite_database, tmp_path):
    await make_body(sqlite_database)
    await make_body(sqlite_database)
    with pytest.raises(Invalid) as refused:
        await taken(sqlite_database, tmp_path / "list.json", ONE)
    assert refused.value.field == "body"
