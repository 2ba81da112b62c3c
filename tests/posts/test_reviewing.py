"""The life of a post: a second person, its time, corrections, expiry, languages and pictures."""

import datetime as dt
from dataclasses import replace
from types import MappingProxyType

import pytest
import sqlalchemy as sa

from rostra.access import (
    ANYBODY,
    GRANTS,
    NOBODY,
    PUBLIC,
    Office,
    audiences_of,
    organization_token,
    system,
)
from rostra.errors import Conflict, Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from rostra.jobs import Job, Workshop, enqueue
from rostra.people.models import Account
from rostra.posts.appearing import EXPIRE, PUBLISH, expire_due, publish_due
from rostra.posts.models import Post, PostPicture, PostState, PostVersion
from rostra.posts.picturing import Shown, add_picture
from rostra.posts.portraits import Change, segments
from rostra.posts.queries import Wanted, topics_in_use, wanted_posts
from rostra.posts.services import (
    draft_post,
    edit_post,
    publish_post,
    send_back_post,
    settle_review,
    submit_post,
    withdraw_post,
)
from rostra.posts.states import state_of
from rostra.posts.writing import Writing
from support.invitations import ZONE
from support.make.organizations import make_organization
from support.make.people import make_account

WORDS = Writing("Radweg gesperrt", "<p>Ab Montag.</p>", "Bis Freitag.")
NOON = dt.datetime.now(dt.UTC).replace(hour=12, minute=0, second=0, microsecond=0)
DAY = dt.timedelta(days=1)


class Desk:
    """A department with two editors."""

    def __init__(self, organization, writer, reader):
        self.id, self.organization = organization.id, organization
        self.writer, self.reader = self.editor(writer), self.editor(reader)

    def editor(self, account: Account):
        """Somebody who writes and publishes for the department."""

        async def who(db):
            tokens = frozenset({"public", organization_token(self.id)})
            grants = MappingProxyType({self.id: GRANTS[Office.EDITOR]})
            return replace(
                ANYBODY, name=account.display_name, tokens=tokens, account_id=account.id,
                audience_ids=await audiences_of(db, tokens), grants=grants,
            )  # fmt: skip

        return who


@pytest.fixture
async def desk(database):
    office = await make_organization(database, name="Presseamt")
    return Desk(office, await make_account(database), await make_account(database))


async def drafted(database, desk, writing=WORDS, variant_of=None):
    async with database.work(desk.writer) as work:
        return await draft_post(work, desk.id, writing, variant_of)


async def published(database, desk, writing=WORDS, variant_of=None):
    post = await drafted(database, desk, writing, variant_of)
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    async with database.work(desk.reader) as work:
        return await publish_post(work, post.id)


async def state_now(database, post):
    async with database.reading(system) as work:
        (found,) = await work.fetch(sa.select(Post).where(Post.id == post.id))
        return state_of(found, work.now)


async def titles(database, **wanted):
    async with database.reading(ANYBODY) as work:
        found = await work.rows(wanted_posts(work, Wanted(**wanted)))
    return len(found)


async def test_nobody_publishes_the_own_words(database, desk):
    post = await drafted(database, desk)
    for who, refusal, why in (
        (desk.reader, Conflict, "handed in"),
        (desk.writer, Conflict, "handed in"),
    ):
        with pytest.raises(refusal, match=why):
            async with database.work(who) as work:
                await publish_post(work, post.id)
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    with pytest.raises(NotPermitted, match="second person"):
        async with database.work(desk.writer) as work:
            await publish_post(work, post.id)
    assert await state_now(database, post) == PostState.REVIEW
    async with database.work(desk.reader) as work:
        await publish_post(work, post.id)
    assert await state_now(database, post) == PostState.PUBLISHED


async def test_words_that_change_are_read_again_and_not_by_who_changed_them(database, desk):
    post = await drafted(database, desk)
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    async with database.work(desk.reader) as work:
        await edit_post(work, post.id, 1, replace(WORDS, text="<p>Ab Dienstag.</p>"))
    assert await state_now(database, post) == PostState.DRAFT
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    for who in (desk.reader, desk.writer):
        with pytest.raises(NotPermitted):
            async with database.work(who) as work:
                await publish_post(work, post.id)


async def test_a_department_can_be_let_publish_alone_but_not_by_itself(database, desk):
    with pytest.raises(NotPermitted):
        async with database.work(desk.writer) as work:
            await settle_review(work, desk.id, review=False)
    async with database.work(system) as work:
        await settle_review(work, desk.id, review=False)
    post = await drafted(database, desk)
    async with database.work(desk.writer) as work:
        await publish_post(work, post.id)
    assert await state_now(database, post) == PostState.PUBLISHED


async def test_two_editors_never_overwrite_each_other(database, desk):
    post = await drafted(database, desk)
    async with database.work(desk.writer) as work:
        await edit_post(work, post.id, 1, replace(WORDS, title="Erste"))
    with pytest.raises(Conflict, match="since you opened it"):
        async with database.work(desk.reader) as work:
            await edit_post(work, post.id, 1, replace(WORDS, title="Zweite"))
    async with database.reading(desk.reader) as work:
        assert (await work.find(Post, post.id)).title == "Erste"


async def scheduled(database, desk):
    """A post that was approved for tomorrow, and whose time has come."""
    post = await drafted(database, desk, replace(WORDS, appears=NOON + DAY))
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    async with database.work(desk.reader) as work:
        await publish_post(work, post.id)
    assert await state_now(database, post) == PostState.SCHEDULED
    workshop = Workshop(database, {PUBLISH: publish_due})
    await workshop.drain()
    assert await state_now(database, post) == PostState.SCHEDULED
    return post, workshop


async def let_the_time_come(database, post):
    past = (NOON - DAY).replace(microsecond=0)
    async with database.work(system) as work:
        payload = {"post": str(post.id), "appears": past.isoformat()}
        await work.change(sa.update(Post).where(Post.id == post.id).values(appears=past))
        await work.change(sa.update(Job).values(not_before=past, payload=payload))


async def test_appears_by_itself_at_its_time(database, desk):
    post, workshop = await scheduled(database, desk)
    await let_the_time_come(database, post)
    await workshop.drain()
    assert await state_now(database, post) == PostState.PUBLISHED
    assert await titles(database) == 1


async def test_what_was_given_back_does_not_appear(database, desk):
    post, workshop = await scheduled(database, desk)
    async with database.work(desk.reader) as work:
        await send_back_post(work, post.id, "Der Termin stimmt nicht.")
    await let_the_time_come(database, post)
    await workshop.drain()
    assert await state_now(database, post) == PostState.DRAFT
    async with database.reading(desk.writer) as work:
        assert (await work.find(Post, post.id)).note == "Der Termin stimmt nicht."


async def test_what_has_become_impossible_goes_back_with_the_reason(database, desk):
    post, workshop = await scheduled(database, desk)
    await let_the_time_come(database, post)
    async with database.work(system) as work:
        over = sa.update(Post).where(Post.id == post.id).values(expires=work.now - DAY / 24)
        await work.change(over)
    await workshop.drain()
    assert await state_now(database, post) == PostState.DRAFT
    async with database.reading(desk.writer) as work:
        assert "leave the lists" in (await work.find(Post, post.id)).note


async def test_a_correction_says_what_changed_and_why(database, desk):
    post = await published(database, desk)
    changed = replace(WORDS, text="<p>Ab Dienstag.</p>")
    with pytest.raises(Invalid, match="reason"):
        async with database.work(desk.writer) as work:
            await edit_post(work, post.id, 1, changed)
    async with database.work(desk.writer) as work:
        await edit_post(work, post.id, 1, changed, "Ein Tippfehler.")
    async with database.reading(ANYBODY) as work:
        (version,) = await work.fetch(work.readable(PostVersion))
        now = await work.find(Post, post.id)
    assert (version.reason, now.corrected is not None) == ("Ein Tippfehler.", True)
    parts = [(one.change, one.text) for one in segments(version.before, version.after)]
    assert (Change.REMOVED, "Montag.") in parts
    assert (Change.ADDED, "Dienstag.") in parts
    async with database.work(desk.writer) as work:
        await withdraw_post(work, post.id)
    async with database.reading(ANYBODY) as work:
        assert await work.fetch(work.readable(PostVersion)) == []


async def test_what_has_expired_is_off_the_lists_and_stays_at_its_address(database, desk):
    post = await published(database, desk, replace(WORDS, topics=("Verkehr",)))
    assert await titles(database, topics=["verkehr"]) == 1
    async with database.work(system) as work:
        over = sa.update(Post).where(Post.id == post.id).values(expires=work.now - DAY)
        await work.change(over)
    assert await state_now(database, post) == PostState.EXPIRED
    assert await titles(database) == 0
    async with database.reading(ANYBODY) as work:
        assert (await work.find(Post, post.id)).title == WORDS.title
        assert await topics_in_use(work) == []


async def test_topics_of_drafts_are_nobodys_business(database, desk):
    await drafted(database, desk, replace(WORDS, topics=("Freibad schließt",)))
    async with database.reading(ANYBODY) as work:
        assert await topics_in_use(work) == []


async def test_lists_show_what_stands_in_several_languages_once(database, desk):
    german = await published(database, desk)
    english = replace(WORDS, title="Cycle path closed", language="en")
    with pytest.raises(Invalid, match="this language already"):
        await drafted(database, desk, WORDS, german.id)
    waiting = await drafted(database, desk, english, german.id)
    assert await titles(database, language="en") == 1
    async with database.work(desk.writer) as work:
        await submit_post(work, waiting.id)
    async with database.work(desk.reader) as work:
        await publish_post(work, waiting.id)
    assert await titles(database) == 2
    for language, title in (("en", english.title), ("de", WORDS.title), ("fr", WORDS.title)):
        async with database.reading(ANYBODY) as work:
            statement = wanted_posts(work, Wanted(language=language)).with_only_columns(Post.title)
            assert await work.fetch(statement) == [title]


@pytest.mark.parametrize(
    ("writing", "field"),
    [
        (replace(WORDS, post_type="event"), "starts"),
        (replace(WORDS, post_type="consultation", starts=NOON), "ends"),
        (replace(WORDS, post_type="video", video_url="https://video.example/1"), "transcript"),
    ],
)
async def test_what_readers_need_is_there_before_it_is_handed_in(database, desk, writing, field):
    post = await drafted(database, desk, writing)
    with pytest.raises(Invalid) as refusal:
        async with database.work(desk.writer) as work:
            await submit_post(work, post.id)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"video_url": "http://video.example"}, "videoUrl"),
        ({"video_url": "javascript:alert(1)"}, "videoUrl"),
        ({"captions": "Guten Tag"}, "captions"),
        ({"starts": NOON, "ends": NOON - DAY}, "ends"),
        ({"appears": NOON, "expires": NOON}, "expires"),
        ({"latitude": 51.0}, "latitude"),
        ({"topics": tuple("abcdefghi")}, "topics"),
    ],
)
async def test_what_makes_no_sense_is_refused_beside_its_field(database, desk, changes, field):
    with pytest.raises(Invalid) as refusal:
        await drafted(database, desk, replace(WORDS, **changes))
    assert refusal.value.field == field


async def test_a_picture_needs_words_and_appears_with_its_post(database, desk):
    post = await drafted(database, desk)
    bare = Shown("ab" * 64, 40, 30)
    with pytest.raises(Invalid) as refusal:
        async with database.work(desk.writer) as work:
            await add_picture(work, post.id, bare)
    assert refusal.value.field == "alternative"
    async with database.work(desk.writer) as work:
        picture = await add_picture(work, post.id, replace(bare, alternative="Ein Bagger."))
        await add_picture(work, post.id, replace(bare, decorative=True))
    with pytest.raises(NotFound):
        async with database.reading(ANYBODY) as work:
            await work.find(PostPicture, picture.id)
    async with database.work(desk.writer) as work:
        await submit_post(work, post.id)
    async with database.work(desk.reader) as work:
        await publish_post(work, post.id)
    async with database.reading(system) as work:
        audiences = await work.fetch(sa.select(PostPicture.audience_id))
    assert audiences == [PUBLIC, PUBLIC]
    async with database.work(desk.reader) as work:
        await withdraw_post(work, post.id)
    async with database.reading(system) as work:
        assert await work.fetch(sa.select(PostPicture.audience_id)) == [NOBODY, NOBODY]


async def test_it_is_said_when_a_post_leaves_the_lists(database, desk):
    soon = dt.datetime.now(dt.UTC) + DAY
    post = await published(database, desk, replace(WORDS, expires=soon))
    later = replace(WORDS, expires=soon + DAY)
    async with database.work(desk.reader) as work:
        await edit_post(work, post.id, 1, later, "Länger zu lesen.")
    workshop = Workshop(database, {EXPIRE: expire_due})
    await workshop.drain()
    assert await told_of_the_end(database) == 0
    past = NOON - DAY
    async with database.work(system) as work:
        await work.change(sa.update(Job).values(not_before=past))
    await workshop.drain()
    assert await told_of_the_end(database) == 0
    await end_on(database, post, past)
    await workshop.drain()
    assert await told_of_the_end(database) == 1


async def test_its_end_is_the_same_moment_in_whatever_zone_it_was_given(database, desk):
    soon = dt.datetime.now(ZONE) + DAY
    post = await published(database, desk, replace(WORDS, expires=soon))
    async with database.work(desk.reader) as work:
        later = replace(WORDS, expires=soon + DAY)
        await edit_post(work, post.id, 1, later, "Länger zu lesen.")
    async with database.reading(system) as work:
        ends = (await work.find(Post, post.id)).expires
        planned = await work.fetch(sa.select(Job.payload).where(Job.name == EXPIRE))
    assert ends == soon + DAY
    assert ends.astimezone(dt.UTC).isoformat() in {one["expires"] for one in planned}


async def end_on(database, post, moment):
    """The end of the post has come, for which its job waits."""
    async with database.work(system) as work:
        await work.change(sa.update(Post).where(Post.id == post.id).values(expires=moment))
        await enqueue(work, EXPIRE, {"post": str(post.id), "expires": moment.isoformat()}, "now")


async def told_of_the_end(database):
    async with database.reading(system) as work:
        names = await work.fetch(sa.select(LoggedEvent.name))
    return names.count("PostExpired")
