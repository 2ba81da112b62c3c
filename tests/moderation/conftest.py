"""A city in which somebody writes, somebody complains and two moderators decide."""

from dataclasses import dataclass, replace

import pytest

from rostra.access import GRANTS, Office, account_token, role_token
from rostra.moderation.rules import begin_with_usual_rules
from rostra.people.models import Account
from support.actors import holder
from support.make.people import make_account
from support.make.posts import make_comment, make_post


@dataclass
class City:
    """Who is there, and what was said."""

    body_id: object
    author: Account
    notifier: Account
    moderators: list
    post: object
    comment: object
    rules: list


def moderator(body_id, account):
    """A moderator of the body with an account."""
    tokens = {role_token(Office.MODERATOR, body_id), account_token(account.id)}
    who = holder("moderator", tokens, {body_id: GRANTS[Office.MODERATOR]})

    async def acting(db):
        return replace(await who(db), account_id=account.id)

    return acting


@pytest.fixture
def moderating():
    """How an account becomes a moderator of a body."""
    return moderator


@pytest.fixture
async def city(database):
    """A published post with a comment, its author, and two moderators."""
    author = await make_account(database, display_name="Anton Autor")
    notifier = await make_account(database, display_name="Nora Nachbarin")
    post = await make_post(database)
    comment = await make_comment(database, post, author, text="Ihr seid alle Dummköpfe.")
    accounts = [await make_account(database, display_name=f"Moderator {n}") for n in (1, 2)]
    moderators = [moderator(post.body_id, account) for account in accounts]
    async with database.work(moderators[0]) as work:
        rules = await begin_with_usual_rules(work, post.body_id)
    return City(post.body_id, author, notifier, moderators, post, comment, rules)
