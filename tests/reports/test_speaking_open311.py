"""Open311 GeoReport v2: a stock client reads it, and what the standard asks for is answered."""

import datetime as dt

import httpx
import pytest
from georeport import GeoReport
from lxml import etree

from rostra.access import ANYBODY, NOBODY, PUBLIC, system
from rostra.admission.models import Screen, ScreeningRule
from rostra.database import Database
from rostra.errors import Invalid, NotPermitted
from rostra.reports.attributes import Attribute, Choice, keep_attribute, remove_attribute
from rostra.reports.handling import Step, move_report
from rostra.reports.hiding import hide, publish_held, restore
from rostra.reports.models import ApiKey, Report, ReportContact, ReportPhoto, ReportState
from rostra.reports.programmes import MOST_AN_HOUR, issue_api_key
from support import actors
from support.apart import apart
from support.make.reports import make_depot, make_report
from support.making import kept
from support.served import served
from support.town_hall import HERE, serving, settings_for

V2 = "/open311/v2"
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
SENT = {
    "service_code": "lamp", "description": "Zwei Laternen sind dunkel.", "lat": "50.98",
    "long": "11.03", "address_string": "Am Anger 3", "email": "mara@example.org",
    "first_name": "Mara", "last_name": "Muster", "phone": "111",
    "device_id": "tt222111", "media_url": "http://127.0.0.1/secret.jpg",
}  # fmt: skip


@pytest.fixture
async def depot(database):
    return await make_depot(database)


@pytest.fixture
async def key(database, depot):
    """The key of a programme."""
    async with database.work(actors.clerk_of(depot.body)) as work:
        return (await issue_api_key(work, depot.body.id, "App"))[1]


@pytest.fixture
async def client(database_url, depot, tmp_path):
    async with serving(settings_for(database_url, tmp_path / "data")) as app:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            yield client


async def numbered(database, depot, number, **values):
    usual = {"year": 2026, "number": number}
    return await make_report(database, depot, **{**usual, **values})


async def listed(client, **asked):
    reply = await client.get(f"{V2}/requests.json", params=asked)
    assert reply.status_code == 200, reply.text
    return [int(one["service_request_id"][-5:]) for one in reply.json()]


async def story(url):
    """A city with two reports: an open one with a photo, a resolved one."""
    database = Database(url)
    depot = await make_depot(database)
    first = await numbered(database, depot, 1, due=dt.date(2026, 12, 1))
    await kept(
        database, ReportPhoto, body_id=depot.body.id, report_id=first.id, content_hash="a" * 128,
        width=4, height=3,
    )  # fmt: skip
    second = await numbered(database, depot, 2, category_id=depot.roads.id)
    async with database.work(system) as work:
        await move_report(work, second.id, Step(ReportState.RESOLVED, "Geflickt."))
    await database.close()


def test_a_stock_client_reads_it_as_json_and_as_xml(sqlite_url, tmp_path):
    folder = tmp_path / "city"
    folder.mkdir()
    (folder / "rostra.db").symlink_to(sqlite_url.partition("///")[2])
    apart(story(sqlite_url))
    with served(folder, "Brunnfeld") as url:
        for form in ("json", "xml"):
            client = GeoReport(f"{url}{V2}", output_format=form)
            services = client.get_service_list()
            assert {one["service_code"] for one in services} == {"lamp", "road"}
            assert client.get_service_definition("lamp")["service_code"] == "lamp"
            found = client.get_service_requests()
            assert [one["service_request_id"] for one in found] == ["2026-00002", "2026-00001"]
            assert [one["status"] for one in found] == ["closed", "open"]
            one = client.get_service_request("2026-00001")
            assert one["description"] == "Die Laterne brennt nicht."
            assert float(one["lat"]) == 50.98
            assert one["media_url"].startswith(f"{url}/reports/photos/")
            assert one["expected_datetime"] == "2026-12-01T23:59:59+01:00"
            assert client.get_service_requests(status="closed", service_code="road")


async def test_every_documented_filter_narrows(client, database, depot):
    await numbered(database, depot, 1)
    await numbered(database, depot, 2, category_id=depot.roads.id, state="resolved")
    old = NOW - dt.timedelta(days=120)
    await numbered(database, depot, 3, received=old)
    await make_report(database, depot, state="unconfirmed", audience_id=NOBODY)
    assert sorted(await listed(client)) == [1, 2]
    assert await listed(client, status="open") == [1]
    assert await listed(client, status="closed") == [2]
    assert sorted(await listed(client, status="open,closed")) == [1, 2]
    assert await listed(client, service_code="road,none") == [2]
    assert sorted(await listed(client, service_code="road,lamp")) == [1, 2]
    assert sorted(await listed(client, service_request_id="2026-00003,2026-00001")) == [1, 3]
    span = {"start_date": (old - dt.timedelta(days=1)).isoformat()}
    assert await listed(client, **span) == [3]
    until = {"end_date": (old + dt.timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")}
    assert await listed(client, **until) == [3]
    assert await listed(client, **span, **until) == [3]
    assert await listed(client, q="laterne", status="closed") == [2]
    assert len(await listed(client, page_size="1")) == 1
    both = await listed(client, page_size="1") + await listed(client, page_size="1", page="2")
    assert sorted(both) == [1, 2]


REFUSED = [
    ("requests.json?status=late", 400),
    ("requests.xml?start_date=yesterday", 400),
    ("requests.json?start_date=2026-01-01T00:00:00Z&end_date=2026-06-01T00:00:00Z", 400),
    ("requests.json?start_date=2026-02-01T00:00:00Z&end_date=2026-01-01T00:00:00Z", 400),
    ("requests.json?start_date=0001-01-01T00:00:00Z", 200),
    ("requests.json?end_date=0001-01-01T00:00:00Z", 400),
    ("requests.json?page=0", 400),
    ("requests.json?page_size=5000", 400),
    ("requests.json?jurisdiction_id=elsewhere.example", 404),
    ("requests/2026-99999.xml", 404),
    ("services/none.xml", 404),
    ("tokens/none.json", 404),
    ("nothing.json", 404),
    ("requests", 404),
]


async def test_refusals_have_the_form_of_the_standard(client):
    for path, status in REFUSED:
        reply = await client.get(f"{V2}/{path}")
        assert reply.status_code == status, (path, reply.text)
        if ".json" in path and status != 200:
            (error,) = reply.json()
            assert set(error) == {"code", "description"}
            assert error["code"] == status
        elif status != 200:
            found = etree.fromstring(reply.content)
            assert found.tag == "errors"
            assert found.findtext("error/code") == str(status)
            assert found.findtext("error/description")


async def test_it_says_where_it_is(client):
    told = (await client.get(f"{V2}/discovery.json")).json()
    (endpoint,) = told["endpoints"]
    assert endpoint["url"] == f"{HERE}{V2}"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    found = etree.fromstring((await client.get(f"{V2}/discovery.xml")).content)
    assert found.findtext("endpoints/endpoint/specification").endswith("GeoReport_v2")


async def test_a_programme_with_a_key_reports_for_others(client, database, depot, key):
    reply = await client.post(f"{V2}/requests.json", data={**SENT, "api_key": key})
    assert reply.status_code == 201, reply.text
    (made,) = reply.json()
    shown = (await client.get(f"{V2}/requests/{made['service_request_id']}.json")).json()
    assert shown[0]["description"] == SENT["description"]
    assert "mara" not in str(shown).lower()
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(ReportContact)) == []
    async with database.reading(depot.editor) as work:
        (contact,) = await work.fetch(work.readable(ReportContact))
    assert (contact.name, contact.email, contact.phone) == ("Mara Muster", SENT["email"], "111")


NOT_TAKEN = [
    ({"api_key": ""}, 403),
    ({"api_key": "wrong"}, 403),
    ({"service_code": ""}, 400),
    ({"service_code": "none"}, 400),
    ({"description": " "}, 400),
    ({"lat": "north"}, 400),
    ({"lat": "nan"}, 400),
    ({"lat": "95"}, 400),
    ({"lat": "", "long": "", "address_string": ""}, 400),
]


async def test_what_cannot_be_taken_is_refused(client, database, depot, key):
    for changed, status in NOT_TAKEN:
        sent = {**SENT, "api_key": key, **changed}
        reply = await client.post(f"{V2}/requests.xml", data=sent)
        assert reply.status_code == status, (changed, reply.text)
        assert etree.fromstring(reply.content).findtext("error/code") == str(status)
    async with database.reading(system) as work:
        assert await work.fetch(work.readable(Report)) == []


async def test_what_a_rule_holds_gets_a_token_until_it_has_a_number(client, database, depot, key):
    await kept(
        database, ScreeningRule, body_id=depot.body.id, screen=Screen.WORDS,
        terms={"words": ["Laternen"]}, audience_id=NOBODY,
    )  # fmt: skip
    sent = {**SENT, "api_key": key}
    (made,) = (await client.post(f"{V2}/requests.json", data=sent)).json()
    token = made["token"]
    assert (await client.get(f"{V2}/tokens/{token}.json")).status_code == 404
    async with database.work(system) as work:
        await publish_held(work, (await work.fetch(work.readable(Report)))[0].id)
    (known,) = (await client.get(f"{V2}/tokens/{token}.json")).json()
    assert known["service_request_id"].endswith("-00001")


async def test_no_programme_floods_the_city(client, database, depot, key):
    async with database.work(system) as work:
        (known,) = await work.fetch(work.readable(ApiKey))
        for _ in range(MOST_AN_HOUR):
            await make_report(work, depot, api_key_id=known.id)
    reply = await client.post(f"{V2}/requests.json", data={**SENT, "api_key": key})
    assert reply.status_code == 403


async def test_pages_of_others_may_read_it_and_not_write(client, depot, key):
    reply = await client.get(f"{V2}/services.json")
    assert reply.headers["access-control-allow-origin"] == "*"
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    sent = {**SENT, "api_key": key}
    reply = await client.post(f"{V2}/requests.json", data=sent, headers=foreign)
    assert reply.status_code == 403
    assert depot.lamps.audience_id == PUBLIC


QUESTIONS = (
    Attribute("since", "Seit wann?", "datetime", "Tag genügt.", order=3),
    Attribute(
        "colour", "Welche Farbe hat der Mast?", "singlevaluelist", required=True, order=1,
        choices=(Choice("g", "Grün"), Choice("s", "Schwarz")),
    ),
    Attribute(
        "seen", "Was sehen Sie?", "multivaluelist", order=2,
        choices=(Choice("dark", "Dunkel"), Choice("bent", "Verbogen & lose")),
    ),
    Attribute("number", "Nummer am Mast", "number", order=4),
    Attribute("plate", "Schild", "string", order=5),
    Attribute("more", "Was noch?", "text", order=6),
    Attribute("hint", "Bei Funken: 112.", variable=False, required=True, order=0),
)  # fmt: skip
ANSWERS = {
    "attribute[colour]": "s", "attribute[seen]": ["bent", "dark"], "attribute[number]": "17,5",
    "attribute[since]": "2026-11-01", "attribute[plate]": "A\n7",
    "attribute[more]": "<b>Lose</b>\nSchrauben", "attribute[unknown]": "x",
}  # fmt: skip


@pytest.fixture
async def asking(database, depot):
    """The category of lamps, which asks something of every kind."""
    async with database.work(actors.clerk_of(depot.body)) as work:
        for one in QUESTIONS:
            await keep_attribute(work, depot.lamps.id, one)


async def test_a_service_tells_what_it_asks(client, depot, asking):
    services = (await client.get(f"{V2}/services.json")).json()
    assert {one["service_code"]: one["metadata"] for one in services} == {
        "lamp": True, "road": False,
    }  # fmt: skip
    told = (await client.get(f"{V2}/services/lamp.json")).json()
    assert told["service_code"] == "lamp"
    assert [one["code"] for one in told["attributes"]] == [
        "hint", "colour", "seen", "since", "number", "plate", "more",
    ]  # fmt: skip
    assert told["attributes"][1] == {
        "variable": True, "code": "colour", "datatype": "singlevaluelist", "required": True,
        "datatype_description": None, "order": 1, "description": "Welche Farbe hat der Mast?",
        "values": [{"key": "g", "name": "Grün"}, {"key": "s", "name": "Schwarz"}],
    }  # fmt: skip
    assert (told["attributes"][0]["variable"], told["attributes"][0]["required"]) == (False, False)
    found = etree.fromstring((await client.get(f"{V2}/services/lamp.xml")).content)
    assert found.tag == "service_definition"
    assert found.findall("attributes/attribute")[2].findtext("values/value[2]/name") == (
        "Verbogen & lose"
    )
    assert found.findtext("attributes/attribute[4]/datatype_description") == "Tag genügt."
    assert (await client.get(f"{V2}/services/road.json")).json()["attributes"] == []


async def test_what_is_answered_stands_with_the_report(client, depot, asking, key):
    sent = {**SENT, "api_key": key, **ANSWERS}
    reply = await client.post(f"{V2}/requests.json", data=sent)
    assert reply.status_code == 201, reply.text
    number = reply.json()[0]["service_request_id"]
    (shown,) = (await client.get(f"{V2}/requests/{number}.json")).json()
    assert {one["code"]: one["values"] for one in shown["attributes"]} == {
        "colour": ["Schwarz"], "seen": ["Dunkel", "Verbogen & lose"], "since": ["2026-11-01"],
        "number": ["17,5"], "plate": ["A 7"], "more": [ANSWERS["attribute[more]"]],
    }  # fmt: skip
    page = (await client.get(f"/reports/{number}")).text
    assert "Welche Farbe hat der Mast?" in page
    assert "Verbogen &amp; lose" in page
    assert "&lt;b&gt;Lose" in page
    listed = (await client.get(f"{V2}/requests.xml")).content
    assert etree.fromstring(listed).findtext("request/attributes/attribute/values/value") == (
        "Schwarz"
    )


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"attribute[colour]": ""}, "attribute[colour]: Please answer this question."),
        ({"attribute[colour]": "Schwarz"}, "Please choose from the list."),
        ({"attribute[colour]": ["s", "g"]}, "attribute[colour]: One answer is enough here."),
        ({"attribute[seen]": ["dark", "none"]}, "Please choose from the list."),
        ({"attribute[number]": "viel"}, "Please give a number"),
        ({"attribute[number]": "nan"}, "Please give a number"),
        ({"attribute[number]": "1.000,50"}, "without dots for thousands"),
        ({"attribute[number]": "1_000"}, "Please give a number"),
        ({"attribute[since]": "gestern"}, "Please give a day"),
        ({"attribute[plate]": "x" * 301}, "at most 300 fit"),
        ({"attribute[more]": "x" * 2_001}, "2000 characters at most"),
    ],
)
async def test_wrong_answers_are_refused(client, database, depot, asking, key, changed, sentence):
    sent = {**SENT, "api_key": key, **ANSWERS, **changed}
    reply = await client.post(f"{V2}/requests.json", data=sent)
    assert (reply.status_code, reply.json()[0]["code"]) == (400, 400)
    assert sentence in reply.json()[0]["description"]
    async with database.reading(system) as work:
        assert await work.fetch(work.readable(Report)) == []


async def test_answers_are_screened_hidden_and_restored_like_all_words(
    client, database, depot, asking, key
):
    await kept(
        database, ScreeningRule, body_id=depot.body.id, screen=Screen.WORDS,
        terms={"words": ["Schrauben"]}, audience_id=NOBODY,
    )  # fmt: skip
    sent = {**SENT, "api_key": key, **ANSWERS}
    (held,) = (await client.post(f"{V2}/requests.json", data=sent)).json()
    assert held["token"]
    async with database.work(system) as work:
        (report,) = await work.fetch(work.readable(Report))
        await publish_held(work, report.id)
    for verb, wanted in ((hide, 0), (restore, 6)):
        async with database.work(system) as work:
            await verb(work, report.id)
        async with database.reading(ANYBODY) as work:
            found = await work.find(Report, report.id)
            assert len(found.attributes) == wanted
        reply = await client.get(f"{V2}/requests/{found.reference}.json")
        assert len(reply.json()[0]["attributes"]) == wanted


async def test_the_questions_of_a_category_are_kept_by_who_keeps_it(database, depot, asking):
    async with database.work(actors.clerk_of(depot.body)) as work:
        await keep_attribute(work, depot.lamps.id, Attribute("plate", "Aufschrift", order=9))
        kept_now = await remove_attribute(work, depot.lamps.id, "more")
        assert [one["code"] for one in kept_now.attributes][-2:] == ["number", "plate"]
    wrong = [
        (Attribute("a b", "Was?"), "attributeCode"),
        (Attribute("a", " "), "question"),
        (Attribute("a", "Was?", "colour"), "datatype"),
        (Attribute("a", "Was?", order=-1), "order"),
        (Attribute("a", "Was?", "singlevaluelist"), "choices"),
        (Attribute("a", "Was?", "singlevaluelist", choices=(Choice("x", "X"),) * 2), "choices"),
    ]
    for one, field in wrong:
        with pytest.raises(Invalid) as refused:
            async with database.work(actors.clerk_of(depot.body)) as work:
                await keep_attribute(work, depot.lamps.id, one)
        assert refused.value.field == field
    with pytest.raises(NotPermitted):
        async with database.work(depot.citizen) as work:
            await keep_attribute(work, depot.lamps.id, QUESTIONS[0])
