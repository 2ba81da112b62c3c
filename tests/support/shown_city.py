"""A small city with something on every page of the website, and a secret behind some of it."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from rostra.access import PUBLIC, organization_token, system
from rostra.comments.models import Comment, ParticipationSummary, ParticipationVersion, Stance
from rostra.comments.threads import thread_below
from rostra.database import Database
from rostra.organizations.models import Body, Organization
from rostra.papers.models import Paper
from rostra.people.models import Person
from support.keys import password_hash
from support.make.files import make_file
from support.make.meetings import (
    make_agenda_item,
    make_attendance,
    make_ballot,
    make_meeting,
    make_minutes,
    make_minutes_entry,
)
from support.make.organizations import (
    make_body,
    make_legislative_term,
    make_location,
    make_membership,
    make_organization,
)
from support.make.papers import make_consultation, make_paper
from support.make.people import make_account, make_person
from support.make.polls import make_poll
from support.make.posts import make_comment, make_post
from support.make.projects import make_project, make_project_change
from support.making import within

EMAIL = "buergerin@example.org"
MEMBERS_EMAIL = "amsel@example.org"
PASSWORD = "Rathausturm 1891"
CANARY = "Zaunkönigreich"
"""Stands in every text that the public must not read."""
NAMES = (
    "Klara Amsel", "Bodo Drossel", "Ines Elster", "Fatih Falke", "Gesa Gimpel", "Hanno Häher",
    "Ida Ibis", "Jan Kleiber", "Lena Lerche", "Mila Meise", "Nils Nachtigall", "Olga Ortolan",
)  # fmt: skip


@dataclass
class ShownCity:
    """Where the things of the city are shown."""

    places: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    post: UUID | None = None


async def secret_audience(database: Database, organization: Organization) -> int:
    """The audience of those who belong to the organization."""
    async with within(database) as work:
        return await work.audience({organization_token(organization.id)})


async def make_members(
    database: Database, body: Body, council: Organization, faction: Organization
) -> list[Person]:
    """A dozen councillors, the first in the chair, and one who has left."""
    members = []
    for number, name in enumerate(NAMES):
        given, family = name.split()
        person = await make_person(
            database, body, name=name, given_name=given, family_name=family,
            email=[f"{given.lower()}@example.org"], phone=["+49 3641 12-34"],
        )  # fmt: skip
        role = "Vorsitz" if number == 0 else "Mitglied"
        ended = dt.date.today() - dt.timedelta(days=40) if number == 11 else None
        await make_membership(
            database, person, council, role=role, on_behalf_of_id=faction.id, end_date=ended
        )
        members.append(person)
    return members


async def make_past_meeting(
    database: Database, city: ShownCity, council: Organization, members: list[Person], term: UUID
) -> None:
    """A meeting with a vote by name, an election, minutes, files and a secret item."""
    body = await make_location(database)
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=9)
    meeting = await make_meeting(
        database, council, name="12. Sitzung des Stadtrates", number=12, start=start,
        end=start + dt.timedelta(hours=3), location_id=body.id, legislative_term_id=term,
    )  # fmt: skip
    for number, person in enumerate(members):
        await make_attendance(
            database, meeting, person, position=number,
            state="excused" if number == 10 else "present",
        )  # fmt: skip
    await make_agenda_item(database, meeting, 0, name="Eröffnung")
    item = await make_agenda_item(
        database, meeting, 1, name="Vierte Änderung der Abwassergebührensatzung",
        result="mehrheitlich beschlossen (7 Ja, 3 Nein, 1 Enthaltung)",
        resolution_text="1. Die Satzung wird geändert.\n2. Sie tritt am 1. Januar in Kraft.",
    )  # fmt: skip
    choices = ["yes"] * 7 + ["no"] * 3 + ["abstention"]
    await make_ballot(
        database, item, dict(zip(members, choices, strict=False)), yes=7, no=3, abstention=1
    )
    await make_ballot(
        database, item, subject="Wahl der Stellvertretung", method="election", outcome="elected",
        yes=None, no=None, abstention=None, position=1,
        tallies=[{"name": "Ines Elster", "votes": 8}, {"name": "Jan Kleiber", "votes": 3}],
    )  # fmt: skip
    minutes = await make_minutes(database, meeting)
    await make_minutes_entry(database, minutes, item)
    await make_file(database, meeting, use="invitation", name="Einladung")
    secret = await make_agenda_item(
        database, meeting, 2, name=f"Grundstück am {CANARY}", public=False,
        audience_id=await secret_audience(database, council),
    )  # fmt: skip
    await make_ways(database, city, council, item.id, meeting.id)
    city.places |= {"meeting": f"/meetings/{meeting.id}", "item": f"/agenda-items/{item.id}"}
    city.secrets["item"] = f"/agenda-items/{secret.id}"


async def make_participation(database: Database, paper: Paper, item: UUID) -> None:
    """What citizens said to a paper, and how the clerk sums that up, twice."""
    async with database.work(system) as work:
        thread = await thread_below(work, paper)
        for stance in (*Stance, None):
            work.add(
                Comment(
                    body_id=paper.body_id, thread_id=thread.id, thing_kind=paper.kind,
                    thing_id=paper.id, author_name="Kunigunde Quell", stance=stance,
                    text="Wasser ist kein Luxus.\nDie Grundgebühr trifft die Kleinen.",
                    said=work.now, audience_id=PUBLIC, support_count=2,
                )
            )  # fmt: skip
        thread.comment_count = 4
        thread.for_count = thread.against_count = thread.neutral_count = 1
        before = {"agenda_item_id": item, "number": 1, "text": "Wenige.", "until": work.now}
        work.add(
            ParticipationSummary(agenda_item_id=item, text="Geteilt.\n\nDie Sorge überwiegt."),
            ParticipationVersion(**before),
        )


async def make_ways(
    database: Database, city: ShownCity, council: Organization, item: UUID, meeting: UUID
) -> None:
    """A paper that was debated and will be again, its files, and a paper that is secret."""
    body = Body(id=council.body_id)
    paper = await make_paper(
        database, body, name="Vierte Änderung der Abwassergebührensatzung", reference="26/0417-BV"
    )
    await make_consultation(
        database, paper, None, council, role="Vorberatung", position=0,
        agenda_item_id=item, meeting_id=meeting,
    )  # fmt: skip
    await make_consultation(database, paper, None, council, position=1)
    await make_participation(database, paper, item)
    text = "Kalkulation der Gebühren\n\nDie Kosten sind gestiegen."
    file = await make_file(database, paper, use="main", text=text, name="Beschlussvorlage")
    hidden = await make_paper(
        database, body, name=f"Verkauf an {CANARY}",
        audience_id=await secret_audience(database, council),
    )  # fmt: skip
    city.places |= {"paper": f"/papers/{paper.id}", "file": f"/files/{file.id}"}
    city.secrets["paper"] = f"/papers/{hidden.id}"


async def make_projects(
    database: Database, city: ShownCity, office: Organization, council: Organization
) -> None:
    """A project on the list with a history, and one that only the council reads."""
    project = await make_project(
        database, office, place="Am Anger", latitude=50.9, longitude=11.58, cost_cents=120_050,
        cost_note="mit Bäumen", participation=True, participation_how="Werkstatt im Rathaus",
        participation_until=dt.date.today() + dt.timedelta(days=20), contact_name="Rosa Fichte",
        contact_email="gruen@example.org", contact_phone="+49 3641 12-34",
    )  # fmt: skip
    await make_project_change(database, project)
    hidden = await make_project(
        database, council, title=f"Umzug nach {CANARY}",
        audience_id=await secret_audience(database, council),
    )  # fmt: skip
    poll = await make_poll(database, department=office)
    city.places |= {"poll": f"/polls/{poll.id}", "polls": "/polls"}
    city.places |= {"project": f"/projects/{project.id}", "projects": "/projects"}
    city.secrets["project"] = f"/projects/{hidden.id}"


async def make_shown_city(database: Database) -> ShownCity:
    """The whole small city."""
    city = ShownCity()
    body = await make_body(database, website="https://example.org", ags="16053000")
    term = await make_legislative_term(database, body)
    council = await make_organization(
        database, body, name="Stadtrat", short_name="SR", classification="Parlament"
    )
    faction = await make_organization(
        database, body, name="Bürgerliste", organization_type="Fraktion", classification="Fraktion"
    )
    members = await make_members(database, body, council, faction)
    await make_past_meeting(database, city, council, members, term.id)
    await make_meeting(database, council, name="13. Sitzung des Stadtrates", number=13)
    await make_meeting(database, council, name="Sondersitzung", cancelled=True)
    office = await make_organization(
        database, body, name="Presseamt", organization_type="Verwaltungsbereich"
    )
    await make_projects(database, city, office, council)
    post = await make_post(database, office)
    comment = await make_comment(database, post)
    kept = password_hash(PASSWORD)
    await make_account(database, email=EMAIL, password_hash=kept)
    await make_account(database, members[0], email=MEMBERS_EMAIL, password_hash=kept)
    city.post = post.id
    city.places |= {
        "body": f"/bodies/{body.id}", "term": f"/terms/{term.id}",
        "organization": f"/organizations/{council.id}", "person": f"/persons/{members[0].id}",
        "post": f"/posts/{post.id}", "discussion": f"/discussions/post/{post.id}",
        "comment": f"/comments/{comment.id}", "history": f"/comments/{comment.id}/history",
        "own": "/account/comments", "home": "/", "calendar": "/calendar",
        "list": "/calendar?view=list", "papers": "/papers", "organizations": "/organizations",
        "persons": "/persons", "posts": "/posts", "terms": "/terms", "search": "/search",
        "found": "/search?q=Satzung", "login": "/login", "account": "/account",
        "imprint": "/imprint", "privacy": "/privacy", "accessibility": "/accessibility",
        "refusal": "/nothing-here",
    }  # fmt: skip
    return city
