"""Minutes in any order of deeds: no allowed deed breaks them, no forbidden one changes them."""

import asyncio
import shutil

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rostra.access import ANYBODY, system
from rostra.database import Database
from rostra.errors import Refusal
from rostra.events import LoggedEvent
from rostra.minutes.approving import approve_minutes, publish_minutes
from rostra.minutes.drafting import draft_minutes
from rostra.minutes.models import (
    Minutes,
    MinutesEntry,
    MinutesEntryVersion,
    MinutesSignature,
    Objection,
    Signer,
)
from rostra.minutes.objecting import answer_objection, object_to_minutes
from rostra.minutes.signing import sign_minutes
from rostra.minutes.stating import state_verbatim
from rostra.minutes.wording import hash_of
from rostra.minutes.writing import Head, edit_head, save_entry
from support.afterwards import ZONE, Hall, hall

ORDER = ["draft", "signed", "approved", "published"]
DEEDS = (
    "draft", "write", "head", "sign_chair", "sign_secretary", "object", "answer", "state",
    "approve", "publish",
)  # fmt: skip
PEOPLE = ("clerk", "chair", "member", "other")
steps = st.lists(st.tuples(st.sampled_from(DEEDS), st.sampled_from(PEOPLE)), max_size=14)
WHOLE = [
    ("write", "clerk"), ("sign_chair", "chair"), ("write", "clerk"), ("sign_chair", "chair"),
    ("sign_secretary", "clerk"), ("object", "member"), ("approve", "clerk"), ("answer", "clerk"),
    ("approve", "clerk"), ("write", "clerk"), ("publish", "clerk"), ("draft", "clerk"),
]  # fmt: skip


async def deed(work, name: str, here: Hall, minutes: Minutes, number: int) -> None:
    """One deed, in the name of whoever holds the Work."""
    if name == "draft":
        await draft_minutes(work, here.meeting.id, ZONE)
    elif name == "write":
        entry = await work.first(
            sa.select(MinutesEntry).where(MinutesEntry.agenda_item_id == here.item.id)
        )
        await save_entry(work, entry.id, f"<p>{number}</p>", entry.revision, ZONE)
    elif name == "head":
        head = Head(here.persons["chair"].id, here.persons["clerk"].id, None, f"{number}")
        await edit_head(work, minutes.id, head, ZONE)
    elif name.startswith("sign_"):
        await sign_minutes(work, minutes.id, Signer(name.removeprefix("sign_")), ZONE)
    elif name == "object":
        await object_to_minutes(work, minutes.id, f"Einwand {number}", ZONE)
    elif name == "answer":
        waiting = await work.first(sa.select(Objection).where(Objection.state == "open"))
        if waiting is not None:
            await answer_objection(work, waiting.id, bool(number % 2), "Geprüft.")
    elif name == "state":
        await state_verbatim(work, here.item.id, f"Wort {number}", ZONE)
    elif name == "approve":
        await approve_minutes(work, minutes.id, here.approving.id, ZONE)
    else:
        await publish_minutes(work, minutes.id, ZONE)


async def snapshot(database: Database, minutes: Minutes) -> dict:
    """Everything that a deed could change."""
    async with database.work(system) as work:
        kept = await work.find(Minutes, minutes.id)
        entries = await work.fetch(sa.select(MinutesEntry).order_by(MinutesEntry.position))
        signatures = await work.fetch(sa.select(MinutesSignature))
        return {
            "state": kept.state,
            "head": (kept.invitation_note, kept.signed, kept.approved, kept.audience_id),
            "entries": [(one.text, one.revision, one.audience_id) for one in entries],
            "signed": sorted((one.part, one.content_hash) for one in signatures),
            "open": await work.count(sa.select(Objection).where(Objection.state == "open")),
            "events": await work.count(sa.select(LoggedEvent)),
            "hash": await hash_of(work, kept),
        }


async def check(database: Database, minutes: Minutes, now: dict) -> None:
    """What holds for minutes in every state."""
    fitting = [one for _, one in now["signed"] if one == now["hash"]]
    if now["state"] != "draft":
        assert len(now["signed"]) == len(fitting) == 2, "both signed what stands there"
    else:
        assert len(now["signed"]) < 2
    if now["state"] in ("approved", "published"):
        assert now["open"] == 0
    async with database.reading(ANYBODY) as work:
        seen = await work.count(work.readable(MinutesEntry))
        assert seen == (2 if now["state"] == "published" else 0)
        assert bool(await work.count(work.readable(Minutes))) is (now["state"] == "published")
    async with database.work(system) as work:
        wordings = await work.rows(
            sa.select(MinutesEntryVersion.text, MinutesEntry.text)
            .join(MinutesEntry, MinutesEntry.id == MinutesEntryVersion.entry_id)
            .where(MinutesEntryVersion.revision == MinutesEntry.revision)
        )
        assert len(wordings) == 3
        assert all(kept == shown for kept, shown in wordings), "every wording is kept"


async def tell(url: str, story: list[tuple[str, str]]) -> str:
    database = Database(url)
    here = await hall(database)
    async with database.work(here.who("clerk")) as work:
        minutes = await draft_minutes(work, here.meeting.id, ZONE)
    before = await snapshot(database, minutes)
    for number, (name, who) in enumerate(story):
        try:
            async with database.work(here.who(who)) as work:
                await deed(work, name, here, minutes, number)
        except Refusal:
            assert await snapshot(database, minutes) == before, "a refusal changes nothing"
            continue
        after = await snapshot(database, minutes)
        if ORDER.index(before["state"]) >= 2:
            assert ORDER.index(after["state"]) >= ORDER.index(before["state"]), "no way back"
            assert after["hash"] == before["hash"], "what was approved stands"
        await check(database, minutes, after)
        before = after
    await database.close()
    return before["state"]


def test_no_story_breaks_the_minutes(sqlite_template, tmp_path):
    @given(story=steps)
    @example(story=WHOLE)
    @settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
    def whatever_happens(story):
        path = tmp_path / "rostra.db"
        for old in tmp_path.glob("rostra.db*"):
            old.unlink()
        shutil.copy(sqlite_template, path)
        state = asyncio.run(tell(f"sqlite+aiosqlite:///{path}", story))
        assert state == "published" or story != WHOLE

    whatever_happens()
