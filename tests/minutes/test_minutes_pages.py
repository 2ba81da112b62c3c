"""The minutes and the register on the website, by plain forms, from the draft to everybody."""

import re

import pytest
import sqlalchemy as sa

from rostra.access import system
from rostra.meetings.models import Meeting
from rostra.people import logins
from rostra.people.logins import Terms
from rostra.resolutions.models import Resolution
from rostra.settings import Settings
from support.afterwards import CANARY, hall
from support.make.meetings import make_agenda_item
from support.running import running


@pytest.fixture
async def house(sqlite_database, sqlite_url, tmp_path):
    """The council, and a browser for each of its people."""
    here = await hall(sqlite_database)
    chosen = Settings(
        database_url=sqlite_url, data_dir=str(tmp_path / "data"), environment="development",
        log_level="ERROR",
    )  # fmt: skip
    async with sqlite_database.work(system) as work:
        tokens = {
            name: await logins.issue(work, account, Terms.of(chosen))
            for name, account in here.accounts.items()
        }
    async with running(chosen) as site:
        yield here, lambda name=None: site.browser(tokens[name] if name else None), chosen


async def send(browser, page: str, action: str, chosen, **fields):
    """Fill in a form of a page as it stands there and send it; what is shown then."""
    text = (await browser.get(page)).text
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', text, re.S)
    assert form, f"{page} has no form for {action}"
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0]))
    headers = {"origin": chosen.base_url, "sec-fetch-site": "same-origin"}
    return await browser.post(action, data={**hidden, **fields}, headers=headers)


async def test_from_the_draft_to_everybody(house):
    here, browser, chosen = house
    base = f"/meetings/{here.meeting.id}/minutes"
    edit = f"{base}/edit"
    clerk, chair, visitor = browser("clerk"), browser("chair"), browser()
    assert (await visitor.get(edit)).status_code == 404
    assert (await browser("member").get(edit)).status_code == 404
    assert edit in (await clerk.get(f"/meetings/{here.meeting.id}")).text
    assert edit not in (await visitor.get(f"/meetings/{here.meeting.id}")).text
    assert (await send(clerk, edit, f"{base}/draft", chosen)).status_code == 303

    entries = re.findall(r'name="entry" value="([^"]+)"', (await clerk.get(edit)).text)
    assert len(entries) == 3
    for entry, words in zip(
        entries, ("Eröffnet.", "Beraten.\n\nUnd <b>mehr</b>.", CANARY), strict=True
    ):
        headers = {"origin": chosen.base_url, "sec-fetch-site": "same-origin"}
        token = re.search(r'name="form_token" value="([^"]+)"', (await clerk.get(edit)).text)[1]
        fields = {"form_token": token, "entry": entry, "revision": "1", "text": words}
        assert (await clerk.post(f"{base}/save", data=fields, headers=headers)).status_code == 303
    fields["text"] = "Anders."
    refused = await clerk.post(f"{base}/save", data=fields, headers=headers)
    assert refused.status_code == 409
    for said in ("Beide Fassungen werden gezeigt", "Anders.", f"<p>{CANARY}</p>"):
        assert said in refused.text, said

    assert (await send(chair, edit, f"{base}/sign", chosen)).status_code == 303
    assert (await send(clerk, edit, f"{base}/sign", chosen)).status_code == 303
    member = browser("member")
    objection = await send(member, base, f"{base}/object", chosen, text="Es waren vier.")
    assert objection.status_code == 303
    assert "Es waren vier." in (await member.get(base)).text
    assert "Beraten." in (await member.get(base)).text
    answered = await send(clerk, edit, f"{base}/answer", chosen, answer="Zwei.", accepted="false")
    assert answered.status_code == 303
    approved = await send(clerk, edit, f"{base}/approve", chosen, agendaItem=str(here.approving.id))
    assert approved.status_code == 303
    assert (await visitor.get(f"{base}.pdf")).status_code == 404
    assert (await send(clerk, edit, f"{base}/publish", chosen)).status_code == 303
    read = await visitor.get(base)
    assert (read.status_code, "Beraten." in read.text, CANARY in read.text) == (200, True, False)
    assert "Es waren vier." not in read.text
    assert "form_token" not in read.text
    printed = await visitor.get(f"{base}.pdf")
    assert printed.status_code == 200
    assert printed.headers["etag"]
    for path in ("attendance.pdf", "votes.pdf"):
        expected = 404 if path == "attendance.pdf" else 200
        found = await visitor.get(f"/meetings/{here.meeting.id}/{path}")
        assert found.status_code == expected
        assert (await clerk.get(f"/meetings/{here.meeting.id}/{path}")).status_code == 200


async def test_members_have_words_and_their_own_vote_recorded(house):
    here, browser, chosen = house
    base = f"/meetings/{here.meeting.id}/minutes"
    member, other, clerk = browser("member"), browser("other"), browser("clerk")
    assert (await browser().get(base)).status_code == 404
    assert (await browser("editor").get(base)).status_code == 404
    page = (await member.get(base)).text
    assert str(here.ballot.id) in page
    assert str(here.hidden_ballot.id) not in page
    item, ballot = str(here.item.id), str(here.ballot.id)
    empty = await send(member, base, f"{base}/state", chosen, agendaItem=item, text="  ")
    assert (empty.status_code, "text-wrong" in empty.text) == (422, True)
    words = {"agendaItem": item, "text": "Ich warne davor."}
    assert (await send(member, base, f"{base}/state", chosen, **words)).status_code == 303
    vote = {"ballot": ballot, "choice": "no"}
    assert (await send(member, base, f"{base}/own-vote", chosen, **vote)).status_code == 303
    assert "Ich warne davor." in (await member.get(base)).text
    assert "Ich warne davor." not in (await other.get(base)).text
    entered = {"person": str(here.persons["other"].id), **vote, "choice": "yes"}
    assert (await send(clerk, base, f"{base}/own-vote", chosen, **entered)).status_code == 303
    entered["person"] = str(here.persons["ill"].id)
    refused = await send(clerk, base, f"{base}/own-vote", chosen, **entered)
    assert (refused.status_code, "MIN-2: " in refused.text) == (409, True)
    assert (await send(member, base, f"{base}/withdraw", chosen)).status_code == 303
    assert "Ich warne davor." not in (await member.get(base)).text
    assert (await send(clerk, f"{base}/edit", f"{base}/draft", chosen)).status_code == 303
    assert "Person other" in (await clerk.get(f"{base}/edit")).text


async def test_the_clerk_chooses_the_item_that_decided_to_publish(house, sqlite_database):
    here, browser, chosen = house
    base = f"/meetings/{here.meeting.id}/minutes"
    clerk, visitor = browser("clerk"), browser()
    assert (await send(clerk, f"{base}/edit", f"{base}/draft", chosen)).status_code == 303
    assert (await send(clerk, f"{base}/edit", f"{base}/enter", chosen)).status_code == 303
    async with sqlite_database.work(system) as work:
        inner = await work.first(
            sa.select(Resolution.id).where(Resolution.agenda_item_id == here.secret.id)
        )
        undecided = await make_agenda_item(
            work, await work.find(Meeting, here.approving.meeting_id), 4, name="Noch offen"
        )
    path = f"/resolutions/{inner}"
    page = (await clerk.get(path)).text
    assert f'<option value="{here.approving.id}"' in page
    for one in (undecided, here.secret):
        assert f'<option value="{one.id}"' not in page
    assert "/publish" not in (await browser("member").get(path)).text
    before = (await visitor.get("/feeds/resolutions.atom")).text
    assert "Radweg" in before
    assert CANARY not in (await browser("member").get("/feeds/resolutions.atom")).text
    decided = {"agendaItem": str(here.approving.id), "title": "Verkauf", "words": "Verkauft wird."}
    assert (await send(clerk, path, f"{path}/publish", chosen, **decided)).status_code == 303
    after = (await visitor.get("/feeds/resolutions.atom")).text
    assert "Verkauft wird." in after
    assert CANARY not in after
    assert "Verkauft wird." in (await visitor.get(path)).text


async def test_the_register_shows_each_what_is_theirs(house, sqlite_database):
    here, browser, chosen = house
    base = f"/meetings/{here.meeting.id}/minutes"
    clerk, visitor, editor = browser("clerk"), browser(), browser("editor")
    assert (await send(clerk, f"{base}/edit", f"{base}/draft", chosen)).status_code == 303
    assert (await send(clerk, f"{base}/edit", f"{base}/enter", chosen)).status_code == 303
    async with sqlite_database.work(system) as work:
        found = {one.agenda_item_id: one.id for one in await work.fetch(sa.select(Resolution))}
    public, inner = (f"/resolutions/{found[one.id]}" for one in (here.item, here.secret))
    for path in ("/resolutions", "/en/resolutions?progress=open&q=Radweg"):
        page = await visitor.get(path)
        assert "26/0042-BV" in page.text
        assert CANARY not in page.text
    for nothing in ("progress=done", f"organization={here.department.id}", "year=1999"):
        assert "26/0042-BV" not in (await visitor.get(f"/resolutions?{nothing}")).text
    here_alone = (await visitor.get(f"/resolutions?organization={here.council.id}")).text
    assert "26/0042-BV" in here_alone
    assert f'<option value="{here.department.id}"' not in here_alone
    assert CANARY in (await browser("member").get("/resolutions")).text
    for path in (inner, f"{inner}/extract.pdf"):
        assert (await visitor.get(path)).status_code == 404
        assert (await browser("member").get(path)).status_code == 200
    assert (await visitor.get(f"{public}/extract.pdf")).status_code == 200
    assert "form_token" not in (await visitor.get(public)).text
    assigned = await send(
        clerk, public, f"{public}/assign", chosen, organization=str(here.department.id), due=""
    )
    assert assigned.status_code == 303
    reported = await send(
        editor, public, f"{public}/report", chosen, progress="UNDER_WAY", text="Ausgeschrieben."
    )
    assert reported.status_code == 303
    assert "Ausgeschrieben." in (await visitor.get(public)).text
