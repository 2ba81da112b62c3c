"""Setting the rules after which something is held: by moderators, once each, never deleted."""

import pytest
import sqlalchemy as sa

from rostra.access import ANYBODY, GRANTS, Office, system
from rostra.admission.keeping import LONGEST_WORD, MOST_WORDS, keep_screening_rule
from rostra.admission.models import Screen, ScreeningRule
from rostra.admission.screening import reasons_to_hold
from rostra.errors import Invalid, NotFound, NotPermitted
from rostra.events import LoggedEvent
from support import actors
from support.make.organizations import make_body, make_organization
from support.make.people import make_account


@pytest.fixture
async def body(database):
    return await make_body(database)


def office(body, held=Office.MODERATOR):
    return actors.holder(str(held), {f"role:{held}:{body.id}"}, {body.id: GRANTS[held]})


async def keep(database, who, body, *words, screen=Screen.WORDS, **terms):
    async with database.work(who) as work:
        return await keep_screening_rule(work, body.id, screen, list(words), **terms)


async def test_whoever_moderates_sets_it_and_nobody_else(database, body):
    editorial = await make_organization(database, body)
    strangers = (
        ANYBODY,
        actors.account_holder(await make_account(database)),
        office(body, Office.CLERK),
        actors.editor_of(editorial),
        office(await make_body(database)),
    )
    for who in strangers:
        with pytest.raises(NotPermitted):
            await keep(database, who, body, "Dummkopf")
    rule = await keep(database, office(body), body, " Dummkopf ", "dummkopf", "", "große  Lüge")
    assert rule.terms == {"words": ["dummkopf", "große Lüge"]}


async def test_each_stands_once_and_each_change_stays_in_the_log(database, body):
    account = await make_account(database)

    async def verdict(text):
        async with database.work(ANYBODY) as work:
            return await reasons_to_hold(work, body.id, account, text)

    first = await keep(database, office(body), body, "Dummkopf")
    assert (await verdict("Dummkopf"), await verdict("Schurke")) == (["words"], [])
    again = await keep(database, office(body), body, "Schurke")
    assert (await verdict("Dummkopf"), await verdict("Schurke")) == ([], ["words"])
    await keep(database, office(body), body, "Schurke", active=False)
    assert await verdict("Schurke") == []

    assert again.id == first.id
    async with database.reading(system) as work:
        assert await work.count(sa.select(ScreeningRule)) == 1
        told = await work.fetch(
            sa.select(LoggedEvent).where(LoggedEvent.name == "ScreeningChanged")
        )
    assert [(one.actor, one.payload, one.public) for one in told] == [
        ("moderator", {"screening_rule": str(first.id)}, False)
    ] * 3


async def test_only_moderators_read_it(database, body):
    rule = await keep(database, office(body), body, "Dummkopf")
    async with database.reading(office(body)) as work:
        assert (await work.find(ScreeningRule, rule.id)).id == rule.id
    for who in (ANYBODY, office(body, Office.CLERK)):
        async with database.reading(who) as work:
            with pytest.raises(NotFound):
                await work.find(ScreeningRule, rule.id)


@pytest.mark.parametrize(
    ("screen", "words", "number", "sentence"),
    [
        (Screen.WORDS, [], None, "Give 1 to 500 words"),
        (Screen.WORDS, ["  "], None, "Give 1 to 500 words"),
        (Screen.WORDS, [f"wort{n}" for n in range(MOST_WORDS + 1)], None, "Give 1 to 500 words"),
        (Screen.WORDS, ["Dummkopf", "\u200b\u00ad"], None, "no letter and no digit"),
        (Screen.WORDS, ["?!"], None, "no letter and no digit"),
        (Screen.WORDS, ["a" * (LONGEST_WORD + 1)], None, "at most 100 characters"),
        (Screen.LINKS, [], None, "Give a number"),
        (Screen.RATE, [], -1, "Give a number"),
        (Screen.NEW_AUTHOR, [], 1_001, "Give a number"),
    ],
)
async def test_what_could_never_hold_anything_is_refused(
    sqlite_database, screen, words, number, sentence
):
    body = await make_body(sqlite_database)
    with pytest.raises(Invalid, match=sentence):
        await keep(sqlite_database, office(body), body, *words, screen=screen, number=number)
    async with sqlite_database.reading(system) as work:
        assert await work.count(sa.select(ScreeningRule)) == 0


async def test_signs_in_a_word_are_signs_and_no_pattern(database, body):
    account = await make_account(database)
    await keep(database, office(body), body, "c++", "(a|b)*", "a.b")
    async with database.work(ANYBODY) as work:
        for text, reasons in (("aab", []), ("axb", []), ("Ich mag C++ sehr", ["words"])):
            assert await reasons_to_hold(work, body.id, account, text) == reasons
