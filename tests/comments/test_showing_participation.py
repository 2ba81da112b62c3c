"""On the pages of meeting and item: what the public says, and the clerk who sums it up."""

import html
import re
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from rostra.access import Office, members_and_clerks, system
from rostra.comments.models import Stance
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.meetings.models import AgendaItem, Meeting, MeetingState
from rostra.papers.models import Paper
from support.actors import account_holder
from support.keys import password_hash
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.town_hall import HERE, PASSWORD, Visitor, serving, settings_for

SAID = "Endlich ein Radweg <ohne> Scherben."


@dataclass
class Debate:
    """A committee that will debate a paper, and who comes to the house."""

    item: AgendaItem
    meeting: Meeting
    paper: Paper
    clerk: Visitor
    member: Visitor
    anybody: Visitor
    inside: int

    @property
    def page(self) -> str:
        """The address of the item."""
        return f"/agenda-items/{self.item.id}"

    async def sum_up(self, who: Visitor, text: str, **more: str) -> Any:
        """Send the form, as it stands on the page."""
        token = await who.token(self.page)
        fields = {"form_token": token, "text": text, **more}
        return await who.post(f"{self.page}/participation", fields)


@pytest.fixture
async def debate(database, database_url, tmp_path):
    """An item with a paper to which one citizen has said something."""
    body = await make_body(database)
    committee = await make_organization(database, body, name="Bauausschuss")
    meeting = await make_meeting(database, committee, meeting_state=MeetingState.INVITED)
    item = await make_agenda_item(database, meeting, name="Radweg")
    paper = await make_paper(database, body, reference="26/0815")
    await make_consultation(database, paper, item, committee)
    author = await make_account(database, display_name="Speiche")
    async with database.work(account_holder(author)) as work:
        await write_comment(work, "paper", paper.id, Words(SAID, stance=Stance.FOR))
    for office in (Office.CLERK, Office.MEMBER):
        person = await make_person(database, body)
        await make_membership(database, person, committee, office=office)
        email, kept = f"{office}@example.org", password_hash(PASSWORD)
        await make_account(database, person, email=email, password_hash=kept)
    async with database.work(system) as work:
        inside = await work.audience(members_and_clerks(body.id, committee.id))
    async with (
        serving(settings_for(database_url, tmp_path / "data")) as app,
        AsyncExitStack() as all,
    ):
        found = []
        for office in (Office.CLERK, Office.MEMBER, None):
            transport = httpx.ASGITransport(app=app)
            client = httpx.AsyncClient(transport=transport, base_url=HERE)
            found.append(Visitor(await all.enter_async_context(client)))
            if office:
                await found[-1].log_in(f"{office}@example.org")
        yield Debate(item, meeting, paper, *found, inside=inside)


async def change(database, model, id, **values):
    """Other values of a record."""
    async with database.work(system) as work:
        record = await work.db.get(model, id)
        for name, value in values.items():
            setattr(record, name, value)


async def test_the_item_shows_who_stands_where_and_leads_to_the_discussion(debate):
    for who in (debate.anybody, debate.member):
        page = (await who.get(debate.page)).text
        assert "Was die Öffentlichkeit sagt" in page
        assert html.escape(SAID) in page
        assert "Speiche" in page
        assert f'href="/discussions/paper/{debate.paper.id}"' in page
        assert "Zusammenfassung speichern" not in page
    agenda = (await debate.anybody.get(f"/meetings/{debate.meeting.id}")).text
    assert f'href="{debate.page}#participation"' in agenda
    assert "1 Kommentar" in agenda


async def test_the_clerk_sums_it_up_and_mends_it(debate):
    for text in ("Dafür.\nMit Sorgen.", "Alle dafür."):
        assert text not in (await debate.anybody.get(debate.page)).text
        sent = await debate.sum_up(debate.clerk, text)
        assert sent.status_code == 303, sent.text
        assert sent.headers["location"].endswith(f"{debate.page}#participation")
    page = (await debate.anybody.get(debate.page)).text
    assert "Alle dafür." in page
    assert "Frühere Fassung (1)" in page
    assert "Mit Sorgen." in page


async def test_a_refusal_keeps_what_was_typed(database, debate):
    empty = await debate.sum_up(debate.clerk, "  ")
    assert empty.status_code == 422
    assert 'class="wrong"' in empty.text
    token = await debate.clerk.token(debate.page)
    await change(database, Meeting, debate.meeting.id, meeting_state=MeetingState.HELD)
    late = await debate.clerk.post(
        f"{debate.page}/participation", {"form_token": token, "text": "Zu spät <gekommen>."}
    )
    assert late.status_code == 409
    assert "Zu spät &lt;gekommen&gt;." in late.text
    assert "Die Sitzung ist vorbei" in late.text
    assert "Zu spät" not in (await debate.anybody.get(debate.page)).text


async def test_what_was_made_from_an_older_wording_is_refused_and_kept(database, debate):
    await debate.sum_up(debate.clerk, "Am Anfang.")
    form = (await debate.clerk.get(debate.page)).text
    seen = re.search(r'name="seen" value="([^"]+)"', form)
    fields = {"seen": html.unescape(seen[1])}
    first = await debate.sum_up(debate.clerk, "Zuerst.", **fields)
    assert first.status_code == 303
    second = await debate.sum_up(debate.clerk, "Danach.", **fields)
    assert second.status_code == 409
    assert "Danach." in second.text
    assert "Zuerst." in second.text
    newer = re.search(r'name="seen" value="([^"]+)"', second.text)
    again = await debate.sum_up(debate.clerk, "Danach.", seen=html.unescape(newer[1]))
    assert again.status_code == 303


async def test_nobody_else_sums_it_up(debate):
    sent = await debate.member.post(f"{debate.page}/participation", {"text": "Ich fasse zusammen."})
    assert sent.status_code in (400, 403)
    assert "Ich fasse zusammen." not in (await debate.anybody.get(debate.page)).text


@pytest.mark.parametrize("model", [AgendaItem, Paper])
async def test_behind_closed_doors_the_public_hears_nothing_of_it(database, debate, model):
    await debate.sum_up(debate.clerk, "Streng unter uns.")
    thing = {AgendaItem: debate.item, Paper: debate.paper}[model]
    await change(database, model, thing.id, audience_id=debate.inside)
    for path in (debate.page, f"/meetings/{debate.meeting.id}"):
        page = (await debate.anybody.get(path)).text
        assert "Streng unter uns." not in page
        assert "1 Kommentar" not in page
    shown = (await debate.member.get(debate.page)).text
    assert "Streng unter uns." in shown
    assert (html.escape(SAID) in shown) is (model is AgendaItem)
