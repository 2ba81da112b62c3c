"""Somebody who left their name in every field of everything, for tests of forgetting them."""

import datetime as dt

import sqlalchemy as sa

from rostra.access import system
from rostra.citizens.erasing import erase_account
from rostra.comments.models import Comment, CommentState, CommentVersion, Support
from rostra.files.storage import Folder, chunks_of
from rostra.jobs import Job
from rostra.moderation.models import Appeal, Decision, Notice
from rostra.notifications.models import Following, Letter, Preference
from rostra.people.models import AccountInvitation, Confirmation, Consent, Login
from rostra.polls.models import Poll, PollAnswer, PollText, QuestionType
from rostra.polls.questions import Question
from rostra.records import Record
from rostra.reports.models import (
    EntryKind,
    ReportContact,
    ReportEntry,
    ReportPhoto,
    ReportWords,
)
from support.keys import password_hash
from support.make.people import make_account
from support.make.posts import make_comment, make_post
from support.make.reports import make_depot, make_report
from support.making import kept, linked

CANARY = "Zaunkoenigin"
EMAIL = "zaunkoenigin@example.org"
SECRET = "Rathausturm 1891"


class Canary:
    """Somebody with their name in every field of everything, and somebody else beside."""

    def __init__(self, database, folder):
        self.database = database
        self.store = Folder(folder / "files")
        self.index_path = folder / "index"

    async def settle(self):
        """Write down everything that somebody can leave behind."""
        database = self.database
        self.depot = await make_depot(database)
        self.post = await make_post(database, self.depot.department)
        self.account = await make_account(
            database, email=EMAIL, display_name=CANARY, password_hash=password_hash(SECRET)
        )
        self.other = await make_account(database, email="other@example.org", display_name="Otto")
        mine = self.account.id
        by = (database, self.post, self.account)
        self.alone = await make_comment(*by, text=f"{CANARY} allein")
        self.answered = await make_comment(*by, text=f"{CANARY} fragt")
        self.answer = await make_comment(
            database, self.post, self.other, text="Antwort", parent_id=self.answered.id,
            root_id=self.answered.id, depth=1, quoted_id=self.answered.id,
            quote=f"{CANARY} fragt",
        )  # fmt: skip
        self.held = await make_comment(*by, text=f"{CANARY} wartet", state=CommentState.HELD)
        await kept(
            database, CommentVersion, comment_id=self.alone.id, number=1, text=CANARY,
            until=self.alone.created,
        )  # fmt: skip
        await linked(database, Support(comment_id=self.answer.id, account_id=mine))
        async with database.work(system) as work:
            answer = await work.db.get(Comment, self.answer.id)
            answer.support_count = 1
        await self.report()
        await self.moderate()
        await self.answer_a_poll(mine)
        await self.write_down(mine)

    async def report(self):
        """A report with contact data, words, a picture and a message."""
        stored = await self.store.receive(chunks_of(f"picture of {CANARY}".encode()), 1000)
        self.picture = stored.sha512
        self.defect = await make_report(
            self.database, self.depot, text=f"{CANARY} meldet", author_id=self.account.id,
            author_name=CANARY, address=CANARY,
        )  # fmt: skip
        of = {"report_id": self.defect.id}
        await kept(self.database, ReportContact, name=CANARY, email=EMAIL, phone=CANARY, **of)
        await kept(self.database, ReportWords, text=CANARY, author_name=CANARY, **of)
        body = {"body_id": self.depot.body.id, **of}
        await kept(
            self.database, ReportPhoto, content_hash=self.picture, width=1, height=1,
            description=CANARY, **body,
        )  # fmt: skip
        await kept(
            self.database, ReportEntry, entry_kind=EntryKind.MESSAGE, text=CANARY,
            author_id=self.account.id, **body,
        )  # fmt: skip

    async def answer_a_poll(self, mine):
        """An answer in their own words, which the department has released."""
        place = {"body_id": self.depot.body.id, "organization_id": self.depot.department.id}
        moment = dt.datetime.now(dt.UTC)
        poll = await kept(
            self.database, Poll, **place, thing_kind="post", thing_id=self.post.id,
            title="Wie weiter?", introduction="", state="published", open_to="confirmed",
            questions=[Question(QuestionType.TEXT, "Was fehlt?").written()], showing="at_once",
            opens=moment - dt.timedelta(days=1), closes=moment + dt.timedelta(days=1),
        )  # fmt: skip
        answer = PollAnswer(
            poll_id=poll.id, account_id=mine, counted=True, choices={"0": f"{CANARY} fehlt"}
        )
        await linked(self.database, answer)
        await kept(
            self.database, PollText, **place, poll_id=poll.id, answer_id=answer.id, question=0,
            text=f"{CANARY} fehlt",
        )  # fmt: skip

    async def write_down(self, mine):
        """Logins, links, consents, letters to them and about them, a job that failed."""
        async with self.database.work(system) as work:
            later = work.now.replace(year=work.now.year + 1)
            known = {"account_id": mine}
            words = {"topic": "comment", "subject": CANARY, "text": CANARY, "html": CANARY}
            work.add(
                Login(token_hash="a", ends=later, powers_hash="b", **known),
                AccountInvitation(token_hash="c", ends=later, **known),
                Confirmation(token_hash="d", path=f"/{CANARY}", ends=later, **known),
                Consent(text_name="t", text_version="1", details={"name": CANARY}, **known),
                Preference(topic=CANARY, rhythm="never", **known),
                Letter(unique_key="mine", **words, **known),
                Letter(unique_key="sent", account_id=self.other.id, **words, state="sent"),
                Letter(unique_key="unsent", account_id=self.other.id, **words),
                Job(name="x", payload={}, state="dead", failure=f"550 <{EMAIL}> refused"),
            )

    async def moderate(self):
        """A notice and a decision about what they wrote, and their appeal."""
        body = {"body_id": self.depot.body.id}
        thing = {"thing_kind": "comment", "thing_id": self.alone.id}
        moment = self.alone.created
        await kept(
            self.database, Notice, **body, **thing, year=2026, number=1, reason="other",
            words=CANARY, name=CANARY, law=CANARY, given=moment, account_id=self.account.id,
        )  # fmt: skip
        decision = await kept(
            self.database, Decision, **body, **thing, measure="leave", state="in_force",
            source="own", ground="Regel", facts=CANARY, words=CANARY, decided=moment,
            author_id=self.account.id,
        )  # fmt: skip
        await kept(
            self.database, Appeal, **body, decision_id=decision.id, words=CANARY, made=moment,
            account_id=self.account.id, reasons=CANARY,
        )  # fmt: skip
        await linked(
            self.database,
            Following(account_id=self.account.id, thing_kind="post", thing_id=self.post.id),
        )

    async def found(self):
        """Every table and column in which the name or the address stands."""
        places = []
        async with self.database.reading(system) as work:
            for table in Record.metadata.sorted_tables:
                for row in await work.rows(sa.select(table)):
                    for name, value in row._mapping.items():
                        if CANARY.lower() in str(value).lower():
                            places.append(f"{table.name}.{name}")
        return places

    async def erase(self, manner):
        """Forget them as the system does it."""
        async with self.database.work(system) as work:
            return await erase_account(work, self.account.id, manner)
