"""Whatever the city, whoever asks: the database answers what the ten-line rule allows."""

import asyncio
import datetime as dt
import itertools
import shutil
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from rostra.access import (
    ANYBODY,
    PUBLIC,
    Office,
    Permission,
    intern_audience,
    normalised,
    organization_token,
    role_token,
    system,
)
from rostra.comments.models import Comment
from rostra.database import Database
from rostra.kinds import READABLE
from rostra.moderation.models import Decision
from rostra.organizations.models import Body, Membership, Organization
from rostra.people.actors import actor_of
from rostra.people.models import Account, Person
from rostra.posts.models import Post
from rostra.projects.models import Project
from support.random_city import TODAY, built, may_read, plans

NUMBERS = itertools.count()
"""Each example has a file of its own: what one leaves behind is nothing to the next."""

MODELS = {
    **READABLE,
    "held_comment": Comment,
    "decision": Decision,
    "post_draft": Post,
    "project_draft": Project,
}
"""What the city has of each kind, with those that are of a kind but not out yet."""


async def seen_by_actor(database, city, kind):
    async def who(db):
        account = await db.get(Account, city.account_id) if city.account_id else None
        return await actor_of(db, account, TODAY)

    async with database.reading(who) as work:
        model = MODELS[kind]
        return set(await work.fetch(work.readable(model).with_only_columns(model.id)))


@given(plan=plans())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_agrees_with_the_rule(sqlite_template, tmp_path, plan):
    async def compare():
        path = tmp_path / f"city{next(NUMBERS)}.db"
        shutil.copy(sqlite_template, path)
        database = Database(f"sqlite+aiosqlite:///{path}")
        try:
            city = await built(database, plan)
            for kind, ids in city.ids.items():
                expected = {
                    one
                    for one, whose in zip(ids, plan.readers[kind], strict=True)
                    if may_read(plan, whose)
                }
                seen = await seen_by_actor(database, city, kind) & set(ids)
                assert (kind, seen) == (kind, expected)
        finally:
            await database.close()
        path.unlink()

    asyncio.run(compare())


async def test_an_empty_set_of_audiences_reads_nothing(database):
    async with database.work(system) as work:
        work.add(Body(name="Stadt", audience_id=PUBLIC))
    nobody = replace(ANYBODY, audience_ids=frozenset())
    async with database.reading(nobody) as work:
        assert await work.fetch(work.readable(Body)) == []
        assert await work.count(work.readable(Body)) == 0


async def test_an_audience_is_interned_once_whatever_the_order(database):
    async with database.work(system) as work:
        first = await work.audience(["organization:1", "role:clerk:2"])
        assert await work.audience(["role:clerk:2", "organization:1", "organization:1"]) == first
        assert await work.audience(["organization:1"]) != first
        assert await intern_audience(work.db, ["public", "organization:1"]) == 1


def test_the_public_swallows_every_other_token():
    assert normalised(["organization:1", "public"]) == "public role:system"


async def test_a_closed_account_is_nobody_in_particular(database):
    async with database.work(system) as work:
        account = Account(email="x@example.org", display_name="X", active=False)
        work.add(account)
        await work.flush()
        assert await actor_of(work.db, account, TODAY) is ANYBODY


async def clerk_of_a_council(work, **seat):
    body = Body(name="Stadt", audience_id=PUBLIC)
    work.add(body)
    await work.flush()
    council = Organization(body_id=body.id, name="Rat", audience_id=PUBLIC)
    person = Person(body_id=body.id, name="A", audience_id=PUBLIC)
    work.add(council, person)
    await work.flush()
    membership = Membership(
        body_id=body.id,
        person_id=person.id,
        organization_id=council.id,
        office=Office.CLERK,
        audience_id=PUBLIC,
        **seat,
    )
    account = Account(email="x@example.org", display_name="X", person_id=person.id)
    work.add(membership, account)
    await work.flush()
    return council, membership, account


async def test_the_end_of_a_mandate_ends_its_rights_the_next_day(database):
    async with database.work(system) as work:
        council, _, account = await clerk_of_a_council(work, end_date=TODAY)
        today = await actor_of(work.db, account, TODAY)
        tomorrow = await actor_of(work.db, account, TODAY + dt.timedelta(days=1))
    assert today.may(Permission.MEETING_PUBLISH, council)
    assert not tomorrow.may(Permission.MEETING_PUBLISH, council)
    assert f"organization:{council.id}" in today.tokens - tomorrow.tokens


async def test_a_withdrawn_membership_gives_no_rights(database):
    async with database.work(system) as work:
        council, membership, account = await clerk_of_a_council(work)
        before = await actor_of(work.db, account, TODAY)
        work.withdraw(membership)
        await work.flush()
        after = await actor_of(work.db, account, TODAY)
    assert before.may(Permission.MEETING_PUBLISH, council)
    assert not after.may(Permission.MEETING_PUBLISH, council)
    assert after.tokens == before.tokens - {
        organization_token(council.id),
        role_token(Office.CLERK, council.body_id),
    }
