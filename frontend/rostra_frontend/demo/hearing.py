"""From comment to council in the demo city: a paper that many comment on, and what comes of it."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.comments.answering import promise_answer
from rostra.comments.models import Comment, Stance
from rostra.comments.participation import summarise_participation
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from rostra.database import Database
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Consultation
from rostra.people.models import Account
from rostra.work import Work
from rostra_frontend.demo.clock import Earlier, acting
from rostra_frontend.demo.founding import id_of
from rostra_frontend.demo.publishing import backdate, writer_of
from rostra_frontend.demo.recording import CLERK

PAPER = "ladesaeulen"
"""The paper about which most is said."""
ASKING = "Tomate"
"""Who is promised an answer."""
SAID = (
    ("Zugvogel", Stance.FOR, "Endlich. Wer zur Miete wohnt, hat keine Garage mit Steckdose."),
    ("Dorfpendler", Stance.AGAINST, "Am Markt fallen dafür sechs Stellplätze weg. Und im Ortsteil "
     "steht nach wie vor keine einzige Säule."),
    (ASKING, Stance.FOR, "Gut, dass auch am Bahnhof geladen werden kann. Bitte beleuchten Sie den "
     "Weg dorthin; abends ist es dort sehr dunkel."),
    ("Zahlenfuchs", Stance.NEUTRAL, "Was kostet die Kilowattstunde am Ende? Davon steht in der "
     "Vorlage kein Wort."),
    ("Gerberstraße 9", Stance.AGAINST, "In der Gerberstraße ist der Gehweg schon jetzt so schmal, "
     "dass kein Kinderwagen durchkommt. Dort bitte nicht."),
    ("Lerchenlore", None, "Gibt es die Karte der Standorte auch größer?"),
)  # fmt: skip
SUMMARY = """Zum Standortkonzept haben sich sechs Personen geäußert.

Zustimmung gibt es vor allem von Menschen, die zur Miete wohnen. Kritisiert wird der Verlust von \
Stellplätzen am Markt und die Enge in der Gerberstraße; gewünscht werden ein beleuchteter Weg am \
Bahnhof und Angaben zum Ladepreis."""
ANSWERING = ("krause", "tiefbau")
"""Who promised an answer and is late with it, for which department."""


async def hear(database: Database) -> None:
    """Citizens speak to a paper; a department promises one of them an answer, and is late."""
    for number, (name, stance, text) in enumerate(SAID):
        async with database.reading(system) as work:
            account = await work.first(sa.select(Account).where(Account.display_name == name))
        async with database.work(await writer_of(database, account)) as work:
            words = Words(text, stance=stance)
            comment = await write_comment(work, "paper", id_of("paper", PAPER), words)
            said = work.now - dt.timedelta(days=9, hours=5 * number)
            await backdate(work, Comment, comment, said)
        if name == ASKING:
            who, department = ANSWERING
            async with database.work(acting(who)) as work:
                then = Earlier(work, work.now - dt.timedelta(days=8))
                by = then.today + dt.timedelta(days=5)
                await promise_answer(then, comment.id, by, id_of("organization", department))


async def coming(work: Work) -> UUID | None:
    """The item under which the paper is debated next, in a public part."""
    item: UUID | None = await work.first(
        sa.select(AgendaItem.id)
        .join(Consultation, Consultation.agenda_item_id == AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(
            Consultation.paper_id == id_of("paper", PAPER),
            Meeting.start > work.now,
            AgendaItem.audience_id == PUBLIC,
        )
        .order_by(Meeting.start)
    )
    return item


async def sum_up(database: Database) -> None:
    """The council office sums it up for the council, twice."""
    async with database.work(acting(CLERK)) as work:
        item = await coming(work)
        if item is None:
            return
        yesterday = Earlier(work, work.now - dt.timedelta(days=1))
        await summarise_participation(yesterday, item, SUMMARY.partition("\n")[0])
        await summarise_participation(work, item, SUMMARY)
