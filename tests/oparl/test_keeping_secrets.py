"""Whatever the city: OParl tells the world what the public may read, all of it and no more."""

import asyncio
import json
import shutil
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from rostra.access import ANYBODY, Office, role_token, system
from rostra.database import Database
from rostra.minutes.models import Minutes
from support.make.files import make_file
from support.make.meetings import make_agenda_item, make_attendance, make_ballot
from support.make.people import make_person
from support.publishing import ROOT, everything, got, listed, make_council, reading
from support.random_city import built, plans

TOLD = (
    "meeting", "agenda_item", "paper", "consultation", "file", "person", "organization",
    "legislative_term", "membership",
)  # fmt: skip
"""The kinds whose public records are told whatever surrounds them."""

SINCE = "2000-01-01T00:00:00+01:00"


async def told(database, city):
    """All that OParl says: every list in every way, and every thing that there is by its id."""
    async with reading(database) as client:
        found = [await everything(client)]
        for organization in found[0]["organization"]:
            found.append(await listed(client, organization["meeting"]))
            found.append(await listed(client, organization["consultation"], modified_since=SINCE))
        for body in found[0]["body"]:
            found += [await listed(client, f"{body['id']}/{last}", modified_since=SINCE)
                      for last in ("papers", "meetings", "agendaitems")]  # fmt: skip
        for kind, ids in city.ids.items():
            for id in ids:
                reply = await client.get(f"{ROOT}/{kind.replace('_', '')}/{id}")
                if reply.status_code == 200:
                    found.append(reply.json())
                else:
                    assert str(id) not in reply.text
        return json.dumps(found, ensure_ascii=False)


@given(plan=plans())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_tells_what_the_rule_allows_and_nothing_else(sqlite_template, tmp_path, plan):
    public = replace(plan, actor=None)

    async def compare():
        path = tmp_path / "city.db"
        for old in tmp_path.glob("city.db*"):
            old.unlink()
        shutil.copy(sqlite_template, path)
        database = Database(f"sqlite+aiosqlite:///{path}")
        city = await built(database, plan)
        text = await told(database, city)
        allowed = city.allowed(public)
        for word in city.forbidden(public):
            assert word not in text
        for kind in TOLD:
            for word, id in zip(city.canaries[kind], city.ids[kind], strict=True):
                assert (word in text) is (word in allowed)
                assert (str(id) in text) is (word in allowed)
        await database.close()

    asyncio.run(compare())


async def test_drafts_of_minutes_stay_inside_though_the_items_are_public(database):
    council = await make_council(database)
    async with reading(database) as client:
        before = await got(client, council.address("meeting"))
        assert before["rostra:minutes"]["state"] == "published"
        assert before["agendaItem"][2]["rostra:minutesText"]
        async with database.work(system) as work:
            (minutes,) = await work.fetch(work.readable(Minutes))
            minutes.audience_id = await work.audience({role_token(Office.CLERK, council.body.id)})
        after = await got(client, council.address("meeting"))
    assert "rostra:minutes" not in after
    assert "rostra:minutesText" not in after["agendaItem"][2]


async def test_a_closed_item_takes_its_files_and_ballots_with_it(database):
    council = await make_council(database)
    async with database.work(system) as work:
        inside = await work.audience({role_token(Office.CLERK, council.body.id)})
        item = await make_agenda_item(
            work, council.meeting, 8, audience_id=inside, name="Grundstück", public=False
        )
        file = await make_file(work, item, audience_id=inside, name="Kaufvertrag", text="Preis")
        await make_ballot(work, item, audience_id=inside, subject="Ankauf")
    async with reading(database) as client:
        text = json.dumps(await everything(client))
        assert (await client.get(f"{ROOT}/file/{file.id}")).status_code == 404
    for word in ("Grundst", "Kaufvertrag", "Preis", "Ankauf", str(item.id), str(file.id)):
        assert word not in text


async def test_persons_that_are_not_public_are_not_named_in_votes_or_attendance(database):
    council = await make_council(database)
    async with database.work(system) as work:
        inside = await work.audience({role_token(Office.CLERK, council.body.id)})
        guest = await make_person(work, council.body, name="Gast", audience_id=inside)
        await make_attendance(work, council.meeting, guest, position=2)
        await make_ballot(work, council.opening, {guest: "yes", council.klara: "no"})
    async with reading(database) as client:
        meeting = await got(client, council.address("meeting"))
    assert str(guest.id) not in json.dumps(meeting)
    (ballot,) = meeting["agendaItem"][0]["rostra:votes"]
    assert [vote["choice"] for vote in ballot["votes"]] == ["no"]


async def test_an_actor_without_audiences_is_told_nothing(database, monkeypatch):
    council = await make_council(database)
    nobody = replace(ANYBODY, audience_ids=frozenset())
    monkeypatch.setattr("rostra_frontend.oparl.router.ANYBODY", nobody)
    async with reading(database) as client:
        assert (await got(client, f"{ROOT}/bodies"))["data"] == []
        for name in ("body", "meeting", "paper", "klara", "council", "hall", "seat"):
            assert (await client.get(council.address(name))).status_code == 404
