"""A council whose sitting is over, with everybody who writes, signs, objects and approves."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rostra.access import Office, members_and_clerks, system
from rostra.agendas.models import Reply
from rostra.database import Database
from rostra.meetings.models import AgendaItem, Meeting
from rostra.organizations.models import Body, Organization
from rostra.people.models import Account, Person
from rostra.sittings.models import Exclusion, Pause, Presence, Sitting, SittingState, Speech
from rostra.voting.models import Ballot
from support.actors import Who, account_holder
from support.make.meetings import make_agenda_item, make_ballot, make_meeting
from support.make.organizations import make_body, make_membership, make_organization
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.making import kept, linked

ZONE = ZoneInfo("Europe/Berlin")
CANARY = "Zaunkoenigsache"
HOUR = dt.timedelta(hours=1)


@dataclass
class Hall:
    """What the tests need to know of the council that they built."""

    body: Body
    council: Organization
    department: Organization
    meeting: Meeting
    opening: AgendaItem
    item: AgendaItem
    secret: AgendaItem
    ballot: Ballot
    hidden_ballot: Ballot
    approving: AgendaItem
    persons: dict[str, Person]
    accounts: dict[str, Account]

    def who(self, name: str) -> Who:
        """Chair, clerk, member, other, ill or editor, as logged in."""
        return account_holder(self.accounts[name])


def now() -> dt.datetime:
    """This moment, to the second."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


async def hall(database: Database) -> Hall:
    """A council's sitting of yesterday with a public and a non-public item, and today's sitting,
    which approved its minutes."""
    async with database.work(system) as work:
        body = await make_body(work)
        council = await make_organization(work, body, name="Stadtrat")
        department = await make_organization(
            work, body, name="Fachdienst Verkehr", organization_type="Amt"
        )
        persons, accounts = {}, {}
        for name, office, place in (
            ("chair", Office.CHAIR, council), ("member", Office.MEMBER, council),
            ("other", Office.MEMBER, council), ("ill", Office.MEMBER, council),
            ("clerk", Office.CLERK, department), ("editor", Office.EDITOR, department),
        ):  # fmt: skip
            person = await make_person(work, body, name=f"Person {name}", family_name=name)
            persons[name] = person
            accounts[name] = await make_account(work, person, email=f"{name}@example.org")
            await make_membership(work, person, place, office=office)
        start = now() - dt.timedelta(days=1)
        inner = await work.audience(members_and_clerks(body.id, council.id))
        meeting = await make_meeting(work, council, start=start, end=start + 2 * HOUR, number=7)
        opening = await make_agenda_item(work, meeting, 0, name="Eröffnung", start=start)
        item = await make_agenda_item(
            work, meeting, 1, name="Radweg", state="done", resolution_text="Der Radweg wird gebaut."
        )
        secret = await make_agenda_item(
            work, meeting, 2, name=f"Grundstück {CANARY}", public=False, audience_id=inner,
            state="done", resolution_text=f"Verkauf an {CANARY}.",
        )  # fmt: skip
        paper = await make_paper(work, body, reference="26/0042-BV", name="Radweg")
        await make_consultation(work, paper, item, council)
        ballot = await make_ballot(work, item, yes=2, no=1, abstention=0, state="announced")
        hidden = await make_ballot(work, item, position=-1, method="secret", state="announced")
        await make_ballot(work, secret, audience_id=inner, yes=3, no=0, abstention=0)
        await linked(
            work,
            Sitting(meeting_id=meeting.id, state=SittingState.CLOSED, opened=start),
            *(
                Presence(meeting_id=meeting.id, person_id=persons[one].id, arrived=start)
                for one in ("chair", "member", "other")
            ),
        )
        await kept(
            work, Reply, body_id=body.id, meeting_id=meeting.id, person_id=persons["ill"].id,
            answer="excused", reason="erkrankt", audience_id=inner,
        )  # fmt: skip
        await kept(
            work, Speech, body_id=body.id, meeting_id=meeting.id, agenda_item_id=item.id,
            person_id=persons["member"].id, state="done", started=start,
            ended=start + dt.timedelta(minutes=3),
        )  # fmt: skip
        await kept(
            work, Pause, body_id=body.id, meeting_id=meeting.id, agenda_item_id=item.id,
            began=start + HOUR, ended=start + 1.25 * HOUR,
        )  # fmt: skip
        await kept(
            work, Pause, body_id=body.id, meeting_id=meeting.id, agenda_item_id=secret.id,
            began=start + 1.5 * HOUR, ended=start + 1.75 * HOUR, reason=f"Beratung mit {CANARY}",
            audience_id=inner,
        )  # fmt: skip
        await kept(
            work, Exclusion, body_id=body.id, agenda_item_id=secret.id,
            person_id=persons["other"].id, audience_id=inner,
        )  # fmt: skip
        later = await make_meeting(work, council, start=now() - HOUR, number=8)
        approving = await make_agenda_item(
            work, later, 0, name="Genehmigung der Niederschrift", item_type="minutes"
        )
        await make_ballot(work, approving, state="announced")
        return Hall(
            body, council, department, meeting, opening, item, secret, ballot, hidden, approving,
            persons, accounts,
        )  # fmt: skip
