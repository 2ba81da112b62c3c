"""A paper that will be debated, and what citizens have said to it."""

from rostra.access import system
from rostra.comments.models import Stance
from rostra.comments.services import write_comment
from rostra.comments.writing import Words
from support.actors import account_holder, clerk_of
from support.make.meetings import make_agenda_item, make_meeting
from support.make.organizations import make_body, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account


class Story:
    """A paper on an agenda, to which three citizens have said something."""

    async def begin(self, database):
        self.body = await make_body(database)
        committee = await make_organization(database, self.body, name="Bauausschuss")
        self.meeting = await make_meeting(database, committee)
        self.item = await make_agenda_item(database, self.meeting)
        self.paper = await make_paper(database, self.body)
        await make_consultation(database, self.paper, self.item, committee)
        self.clerk = clerk_of(self.body)
        self.authors = [await make_account(database) for _ in range(3)]
        said = (("Endlich!", Stance.FOR), ("Zu teuer.", Stance.AGAINST), ("Bis wann?", None))
        self.comments = []
        for author, (text, stance) in zip(self.authors, said, strict=True):
            async with database.work(account_holder(author)) as work:
                words = Words(text, stance=stance)
                self.comments.append(await write_comment(work, "paper", self.paper.id, words))
        return self


async def change(database, model, id, **values):
    """Other values of a record."""
    async with database.work(system) as work:
        record = await work.db.get(model, id)
        for name, value in values.items():
            setattr(record, name, value)
