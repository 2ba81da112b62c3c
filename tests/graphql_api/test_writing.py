"""A department publishes over the API, a citizen answers, and what is said stays said."""

from rostra.access import system
from rostra.events import LoggedEvent
from support import actors
from support.actors import account_holder
from support.asking import ask, refused
from support.make.organizations import make_organization
from support.make.people import make_account
from support.make.posts import make_comment, make_post, without_review

WRITE = "mutation Write($input: PostInput!) { writePost(input: $input) { uuid published text } }"
PUBLISH = "mutation Publish($uuid: UUID!) { publishPost(uuid: $uuid) { published } }"
COMMENT = """mutation Say($input: CommentInput!) {
  writeComment(input: $input) { authorName text post { commentCount comments { nodes { text } } } }
}"""
ALL = "query All { posts { nodes { title } } drafts { nodes { title } } }"


async def test_from_draft_to_comment(database, api):
    office = await make_organization(database)
    await without_review(database, office)
    editor = actors.editor_of(office)
    draft = {"organization": str(office.id), "title": "Radweg", "text": "<p onclick='x'>Ja</p>"}
    post = (await ask(api, WRITE, editor, input=draft))["writePost"]
    assert (post["published"], post["text"]) == (None, "<p>Ja</p>")
    assert await ask(api, ALL) == {"posts": {"nodes": []}, "drafts": {"nodes": []}}
    assert (await ask(api, ALL, editor))["drafts"]["nodes"] == [{"title": "Radweg"}]

    published = (await ask(api, PUBLISH, editor, uuid=post["uuid"]))["publishPost"]["published"]
    assert published is not None
    assert (await ask(api, ALL))["posts"]["nodes"] == [{"title": "Radweg"}]

    citizen = actors.account_holder(await make_account(database))
    words = {"post": post["uuid"], "text": "Endlich!", "authorName": "Radlerin"}
    said = (await ask(api, COMMENT, citizen, input=words))["writeComment"]
    assert said == {
        "authorName": "Radlerin",
        "text": "Endlich!",
        "post": {"commentCount": 1, "comments": {"nodes": [{"text": "Endlich!"}]}},
    }
    async with database.reading(system) as work:
        names = await work.fetch(LoggedEvent.__table__.select().with_only_columns(
            LoggedEvent.name).order_by(LoggedEvent.position))  # fmt: skip
    assert names == ["PostDrafted", "PostPublished", "CommentWritten"]


async def test_two_changes_in_one_operation_see_each_other(database, api):
    office = await make_organization(database)
    text = """mutation Two($a: PostInput!, $b: PostInput!) {
      one: writePost(input: $a) { organization { name } }
      two: writePost(input: $b) { organization { name } title }
    }"""
    given = {"organization": str(office.id), "title": "A", "text": "<p>x</p>"}
    both = await ask(api, text, actors.editor_of(office), a=given, b={**given, "title": "B"})
    assert both["two"] == {"organization": {"name": office.name}, "title": "B"}
    drafts = (await ask(api, ALL, actors.editor_of(office)))["drafts"]["nodes"]
    assert {node["title"] for node in drafts} == {"A", "B"}


async def test_everybody_is_offered_what_they_may_do_and_nothing_else(database, api):
    post, account = await make_post(database), await make_account(database)
    comment = await make_comment(database, post)
    offered = """query C($uuid: UUID!) { comment(uuid: $uuid) {
      write: viewerMay(permission: COMMENT_WRITE) support: viewerMay(permission: COMMENT_SUPPORT)
    } }"""
    support = "mutation S($id: UUID!) { supportComment(comment: $id) { supportCount } }"
    shown = await ask(api, offered, uuid=str(comment.id))
    assert shown == {"comment": {"write": True, "support": False}}
    assert (await refused(api, support, id=str(comment.id)))["extensions"]["code"] == (
        "NOT_PERMITTED"
    )
    who = account_holder(account)
    shown = await ask(api, offered, who, uuid=str(comment.id))
    assert shown == {"comment": {"write": True, "support": True}}
    assert (await ask(api, support, who, id=str(comment.id)))["supportComment"] == {
        "supportCount": 1
    }
