"""What moderators of the demo city have before them: their rules, a notice, and what is held."""

import sqlalchemy as sa

from rostra.access import system
from rostra.admission.entering import Sender
from rostra.admission.keeping import keep_screening_rule
from rostra.admission.models import Screen
from rostra.comments.models import Comment
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.database import Database
from rostra.moderation.models import NoticeReason
from rostra.moderation.noticing import Complaint, give_notice
from rostra.moderation.rules import begin_with_usual_rules
from rostra.people.models import Account
from rostra.work import Work
from rostra_frontend.demo.founding import body_id
from rostra_frontend.demo.publishing import writer_of

WRONG = Complaint(
    NoticeReason.HOUSE_RULE,
    "Das macht eine ganze Berufsgruppe schlecht und sagt nichts zur Sache.",
    good_faith=True,
)
ADVERTISEMENT = (
    "Pflastersteine zum halben Preis, nur heute! https://steine.example "
    "https://mehr-steine.example https://noch-mehr-steine.example"
)


async def moderate(database: Database) -> None:
    """Set the rules; one comment is held by them, and somebody gives notice of another one."""
    async with database.work(system) as work:
        await begin_with_usual_rules(work, body_id())
        await keep_screening_rule(work, body_id(), Screen.LINKS, number=2)
        noticed, _ = await said_by(work, "Kfz statt KfW")
        praised, merchant = await said_by(work, "Pflastertreter")
    async with database.work(await writer_of(database, merchant)) as work:
        await write_comment(work, praised.thing_kind, praised.thing_id, Words(ADVERTISEMENT))
    async with database.work(await writer_of(database, merchant)) as work:
        await give_notice(work, Comment.kind, noticed.id, WRONG, Sender())


async def said_by(work: Work, name: str) -> tuple[Comment, Account]:
    """The first comment under a name, and the account behind it."""
    comment = await work.first(
        sa.select(Comment).where(Comment.author_name == name).order_by(Comment.id)
    )
    return comment, await work.first(sa.select(Account).where(Account.id == comment.author_id))
