"""A poll on the site: drafted, answered without scripts, counted, and had as a table."""

import re

import pytest

from rostra.access import system
from rostra.admission import entering
from rostra.admission.keys import key_named, signature
from rostra.polls.services import end_poll
from support.make.polls import make_poll
from support.town_hall import town_hall


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def opened(hall):
    async with hall.database.work(system) as work:
        moment = str(int(work.now.timestamp()) - 60)
        return f"{moment}.{signature(await key_named(work, entering.KEY), moment)}"


async def test_a_stranger_answers_once_and_sees_the_count(hall):
    poll = await make_poll(hall.database)
    path = f"/polls/{poll.id}"
    async with hall.visitor() as stranger:
        page = (await stranger.get(path)).text
        assert "Nicht repräsentativ" in page
        assert "0 Personen haben teilgenommen" in page
        sent = {"q0": "1", "q1": ["0", "2"], "q3": "yes", "opened": await opened(hall)}
        done = await stranger.post(f"{path}/answer", sent)
        assert (done.status_code, done.headers["Location"]) == (303, f"{path}?answer=counted")
        again = await stranger.post(f"{path}/answer", sent)
        assert again.status_code == 409
        assert "wurde schon geantwortet" in again.text
        table = (await stranger.get(f"{path}/results.csv")).text
        assert "Welcher Belag?;Pflaster;1;1;1" in table
        assert f'href="{path}"' in (await stranger.get("/polls")).text
        assert f'href="{path}"' in (await stranger.get(f"/posts/{poll.thing_id}")).text


async def test_results_are_nowhere_before_their_time(hall):
    poll = await make_poll(hall.database, showing="at_end")
    path = f"/polls/{poll.id}"
    async with hall.visitor() as stranger:
        sent = {"q4": "Zaunkoenig", "q3": "yes", "opened": await opened(hall)}
        await stranger.post(f"{path}/answer", sent)
        page = await stranger.get(path)
        assert "wenn das Meinungsbild beendet ist" in page.text
        assert "Zaunkoenig" not in page.text
        assert (await stranger.get(f"{path}/results.csv")).status_code == 404
        async with hall.database.work(system) as work:
            await end_poll(work, poll.id)
        table = await stranger.get(f"{path}/results.csv")
        assert table.status_code == 200
        assert "Zaunkoenig" not in table.text


async def test_an_editor_asks_and_publishes(hall):
    async with hall.visitor() as editor, hall.visitor() as stranger:
        await editor.log_in(hall.emails["editor"])
        form = await editor.get(f"/polls/new?kind=post&thing={hall.post}")
        token = re.search(r'name="form_token" value="([^"]+)"', form.text)[1]
        fields = {
            "form_token": token, "kind": "post", "thing": str(hall.post), "title": "Der Markt",
            "openTo": "CONFIRMED", "showing": "AT_END", "from": "2026-01-01",
            "until": "2099-01-01", "text0": "Welcher Belag?", "type0": "ONE",
            "options0": "Asphalt\nPflaster",
        }  # fmt: skip
        wrong = await editor.post("/polls/new", {**fields, "until": "2020-01-01"})
        assert wrong.status_code == 422
        assert "Welcher Belag?" in wrong.text
        done = await editor.post("/polls/new", fields)
        path = done.headers["Location"]
        assert (await stranger.get(path)).status_code == 404
        token = await editor.token(path)
        assert (await editor.post(f"{path}/publish", {"form_token": token})).status_code == 303
        page = await stranger.get(path)
        assert page.status_code == 200
        assert 'type="email"' in page.text
        sent = {"q0": "0", "email": "neu@example.org", "opened": await opened(hall)}
        answer = await stranger.post(f"{path}/answer", sent)
        assert answer.headers["Location"].endswith("answer=sent")
