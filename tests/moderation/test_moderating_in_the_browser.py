"""Somebody gives notice, a moderator hides, the author objects, another moderator restores."""

import json
import re

import pytest

from rostra.access import Office, system
from rostra.admission import entering
from rostra.admission.entering import Sender
from rostra.admission.keys import key_named, signature
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.moderation.models import Decision, NoticeReason
from rostra.moderation.noticing import Complaint, give_notice
from rostra.organizations.models import Body
from rostra.posts.models import Post
from support.actors import account_holder
from support.keys import password_hash
from support.make.organizations import make_membership, make_organization
from support.make.papers import make_paper
from support.make.people import make_account, make_person
from support.make.posts import make_comment
from support.make.reports import make_depot, make_report
from support.town_hall import PASSWORD, town_hall

GROUND = "＝ § 185 StGB"
"""As somebody would name a law who wants a spreadsheet to work."""


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def said(hall):
    """A comment, with two moderators beside its author."""
    kept = password_hash(PASSWORD)
    async with hall.database.work(system) as work:
        post, body = await work.find(Post, hall.post), await work.find(Body, hall.body)
    organization = await make_organization(hall.database, body, name="Moderation")
    for number in (1, 2):
        person = await make_person(hall.database, body)
        await make_membership(hall.database, person, organization, office=Office.MODERATOR)
        await make_account(
            hall.database, person, email=f"m{number}@example.org", password_hash=kept
        )
    author = await make_account(hall.database, email="autor@example.org", password_hash=kept)
    return await make_comment(hall.database, post, author, text="Ihr Dummköpfe.")


async def opened(hall) -> str:
    async with hall.database.work(system) as work:
        moment = str(int(work.now.timestamp()) - 60)
        return f"{moment}.{signature(await key_named(work, entering.KEY), moment)}"


async def sent(visitor, page, path, fields):
    token = await visitor.token(page)
    return await visitor.post(path, {"form_token": token, **fields})


async def test_from_the_notice_to_the_answer(hall, said):
    async with hall.visitor() as stranger:
        path = f"/notices/new?kind=comment&thing={said.id}"
        assert "Ihr Dummköpfe." in (await stranger.get(path)).text
        fields = {
            "kind": "comment", "thing": str(said.id),
            "reason": "ILLEGAL", "words": "Das beleidigt.", "email": "n@example.org",
            "authorName": "Nora", "opened": await opened(hall),
        }  # fmt: skip
        refused = await stranger.post(path, fields)
        assert refused.status_code == 422
        assert "Das beleidigt." in refused.text
        given = await stranger.post(path, {**fields, "goodFaith": "true"})
        assert given.status_code == 303, given.text
        number = re.search(r"\d+/\d{4}", given.headers["Location"])[0]
        assert number in (await stranger.get(given.headers["Location"])).text
        assert "Hier entscheidet die Moderation" in (await stranger.get("/moderation")).text
    async with hall.visitor() as first:
        await first.log_in("m1@example.org")
        desk = (await first.get("/moderation")).text
        assert "Ihr Dummköpfe." in desk
        assert "Nora" in desk
        ruling = {"kind": "comment", "thing": str(said.id), "measure": "HIDE"}
        bare = await sent(first, "/moderation", "/moderation/decide", ruling)
        assert bare.status_code == 422
        assert "SOR-1" in bare.text
        words = {"facts": "Eine Beleidigung.", "ground": GROUND}
        done = await sent(first, "/moderation", "/moderation/decide", {**ruling, **words})
        assert done.status_code == 303, done.text
    async with hall.database.reading(system) as work:
        (decision,) = await work.fetch(work.readable(Decision))
        assert (await work.find(Comment, said.id)).text == ""
    async with hall.visitor() as author:
        await author.log_in("autor@example.org")
        page = f"/decisions/{decision.id}"
        assert "Eine Beleidigung." in (await author.get(page)).text
        assert "Nora" not in (await author.get(page)).text
        objected = await sent(author, page, f"{page}/appeal", {"words": "Im Scherz."})
        assert objected.status_code == 303, objected.text
    async with hall.visitor() as second:
        await second.log_in("m2@example.org")
        desk = (await second.get("/moderation")).text
        assert "Im Scherz." in desk
        appeal = re.search(r'name="appeal" value="([^"]+)"', desk)[1]
        answer = {"appeal": appeal, "granted": "true", "reasons": "Erkennbar ein Scherz."}
        assert 'href="/moderation"' in (await second.get("/moderation/log")).text
        done = await sent(second, "/moderation", "/moderation/answer", answer)
        assert done.status_code == 303, done.text
        exported = json.loads((await second.get("/moderation/export.jsonl")).text)
        assert (exported["text"], exported["decision"]) == ("Ihr Dummköpfe.", "hide")
        assert exported["appeals"][0]["granted"] is True
        assert "Nora" not in str(exported)
    async with hall.visitor() as anybody:
        log = (await anybody.get("/moderation/log")).text
        assert "verborgen" in log
        assert "stattgegeben" in log
        assert not re.search("Nora|Dummköpfe|Berta", log)
        assert GROUND in (await anybody.get("/moderation/figures")).text
        figures = (await anybody.get("/moderation/figures.csv")).text
        assert ";measure;hide;1" in figures
        assert f";ground;'{GROUND};1" in figures, "a spreadsheet would work it out"
        assert (await anybody.get("/moderation/export.jsonl")).status_code == 404
    async with hall.database.reading(system) as work:
        assert (await work.find(Comment, said.id)).text == "Ihr Dummköpfe."


async def test_rules_are_kept_by_moderators(hall, said):
    async with hall.visitor() as moderator:
        await moderator.log_in("m1@example.org")
        body = {"body": str(hall.body)}
        rules = "/moderation/rules"
        assert (await sent(moderator, rules, f"{rules}/usual", body)).status_code == 303
        assert "Beleidigung" in (await moderator.get(rules)).text
        words = {**body, "screen": "WORDS", "words": "Dummkopf\nEsel", "active": "true"}
        assert (await sent(moderator, rules, f"{rules}/screening", words)).status_code == 303
        assert "Dummkopf\nEsel" in (await moderator.get(rules)).text
    async with hall.visitor() as citizen:
        await citizen.log_in("autor@example.org")
        refused = await sent(citizen, rules, f"{rules}/usual", body)
        assert refused.status_code == 403


async def test_everything_that_can_wait_stands_on_the_desk(hall, said):
    async with hall.database.work(system) as work:
        body = await work.find(Body, hall.body)
    depot = await make_depot(hall.database, body)
    report = await make_report(hall.database, depot, text="Hier stinkt es nach Rathaus.")
    paper = await make_paper(hall.database, body, name="Haushalt")
    account = await make_account(hall.database, display_name="Nora Nachbarin")
    async with hall.database.work(account_holder(depot.author)) as work:
        words = Words("Alles Gauner.")
        remarks = [
            await write_comment(work, kind, thing.id, words)
            for kind, thing in (("paper", paper), ("report", report))
        ]
    complaint = Complaint(NoticeReason.HOUSE_RULE, "Das stört.", good_faith=True)
    async with hall.database.work(account_holder(account)) as work:
        for kind, id in [("report", report.id), *(("comment", one.id) for one in remarks)]:
            await give_notice(work, kind, id, complaint, Sender())
    async with hall.visitor() as moderator:
        await moderator.log_in("m1@example.org")
        desk = (await moderator.get("/moderation")).text
        for text in (
            "Hier stinkt es nach Rathaus.",
            "Alles Gauner.",
            "Haushalt",
            f"/reports/{report.id}",
        ):
            assert text in desk
        fields = {"kind": "report", "thing": str(report.id), "measure": "HIDE"}
        words = {"facts": "Das ist kein Mangel.", "ground": GROUND}
        done = await sent(moderator, "/moderation", "/moderation/decide", {**fields, **words})
        assert done.status_code == 303, done.text
        assert "Hier stinkt" not in (await moderator.get("/moderation")).text
    async with hall.visitor() as anybody:
        assert "stinkt" not in (await anybody.get(f"/reports/{report.id}")).text
