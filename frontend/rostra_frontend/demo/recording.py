"""Recording the meetings of the demo city: agendas, attendance, ballots and minutes."""

from collections.abc import Mapping
from html import escape

from rostra.access import PUBLIC, Office, person_token, role_token
from rostra.meetings.models import (
    AgendaItem,
    Attendance,
    ItemType,
    Meeting,
    MeetingOrganization,
    MeetingState,
)
from rostra.minutes.models import Minutes, MinutesEntry, MinutesState
from rostra.rich_text import cleaned_html
from rostra.voting.models import Ballot, Vote
from rostra_frontend.demo.agendas import Point, Sitting
from rostra_frontend.demo.filing import Filed
from rostra_frontend.demo.founding import Founding, body_id, id_of, morning
from rostra_frontend.demo.seating import Presence, chair_of, is_named
from rostra_frontend.demo.stories import Group, People, paragraphs

CLERKED = frozenset({"stadtrat", "haupt"})
CLERK = "rauch"
SECRETARY = "Beate Löffler"
HEADS = frozenset({"Fachdienstleiter", "Fachdienstleiterin", "Kämmerer", "Werkleiter"})
"""Those who stand up for their department's papers."""


async def record_meetings(
    founding: Founding,
    sittings: list[Sitting],
    papers: list[Filed],
    groups: Mapping[str, Group],
    people: People,
) -> None:
    """Everything about the meetings, as the Ratsbüro would have entered it."""
    resolutions = {one.text.key: one.proposal for one in papers}
    for sitting in sittings:
        record_meeting(founding, sitting, groups[sitting.group])
        inside = await founding.inside([sitting.group])
        drafting = await drafters(founding, sitting) if sitting.prepared else None
        for order, point in enumerate(sitting.points):
            readers = drafting or (PUBLIC if point.public else inside)
            record_item(founding, sitting, point, order, readers, resolutions)
        if sitting.held and not sitting.cancelled:
            record_attendance(founding, sitting, people)
            record_minutes(founding, sitting, inside)
            for point in sitting.points:
                record_ballot(founding, sitting, point, inside)


async def drafters(founding: Founding, sitting: Sitting) -> int:
    """The audience of an agenda to which nobody has been invited yet."""
    chair = chair_of(sitting.members)
    offices = {role_token(one, body_id()) for one in (Office.CLERK, Office.ADMINISTRATOR)}
    presiding = {person_token(id_of("person", chair.person))} if chair else set()
    return await founding.work.audience(offices | presiding)


def record_meeting(founding: Founding, sitting: Sitting, group: Group) -> None:
    """The meeting itself."""
    held = sitting.held and not sitting.cancelled
    founding.add(
        Meeting,
        "meeting",
        sitting.key,
        morning(sitting.invited, 11),
        body_id=body_id(),
        name=sitting.name,
        number=sitting.number,
        legislative_term_id=id_of("term", str(founding.calendar.term_start.year)),
        meeting_state=MeetingState.HELD if held else MeetingState.PLANNED,
        cancelled=True if sitting.cancelled else None,
        start=sitting.start,
        end=sitting.end if held else None,
        location_id=id_of("location", group.location or "ratssaal"),
    )
    founding.work.add(
        MeetingOrganization(
            meeting_id=id_of("meeting", sitting.key),
            organization_id=id_of("organization", sitting.group),
        )
    )


def item_id(sitting: Sitting, point: Point) -> str:
    """What an agenda item is called in ids."""
    return f"{sitting.key}:{point.number}"


def record_item(
    founding: Founding,
    sitting: Sitting,
    point: Point,
    order: int,
    readers: int,
    resolutions: Mapping[str, str | None],
) -> None:
    """One point of the agenda; what is not public is read by the members and the clerks."""
    told = resolutions.get(point.paper.key) if point.paper and point.decided else None
    founding.add(
        AgendaItem,
        "item",
        item_id(sitting, point),
        morning(sitting.invited, 11),
        audience_id=readers,
        body_id=body_id(),
        meeting_id=id_of("meeting", sitting.key),
        parent_id=id_of("item", item_id(sitting, point.below)) if point.below else None,
        number=point.number,
        order=order,
        name=point.name,
        public=point.public,
        item_type=point.type,
        time_limit=point.limit,
        result=point.result,
        resolution_text=told,
        start=point.start if sitting.held else None,
        end=point.end if sitting.held else None,
    )


def record_attendance(founding: Founding, sitting: Sitting, people: People) -> None:
    """Who came, who was excused, and who of the administration was there."""
    visitors = [Presence(one, False, role="Verwaltung") for one in visitors_of(sitting, people)]
    if sitting.group in CLERKED:
        visitors.append(Presence(CLERK, False, role="Schriftführung"))
    for position, one in enumerate([*sitting.presences, *visitors]):
        early = one.left if one.left and sitting.end and one.left < sitting.end else None
        founding.work.add(
            Attendance(
                meeting_id=id_of("meeting", sitting.key),
                person_id=id_of("person", one.person),
                position=position,
                state="excused" if one.reason else "present",
                role=one.role,
                reason=one.reason,
                arrived=one.arrived,
                left=early,
            )
        )


def visitors_of(sitting: Sitting, people: People) -> list[str]:
    """Those of the administration who are spoken of or whose papers are dealt with."""
    seated = {one.person for one in sitting.members} | {CLERK}
    said = " ".join(point.text for point in sitting.points)
    offices = {point.paper.by for point in sitting.points if point.paper}
    return [
        one.key
        for one in people.administration
        if one.key not in seated
        and (is_named(one, said) or (one.office in offices and one.role in HEADS))
    ]


def record_minutes(founding: Founding, sitting: Sitting, inside: int) -> None:
    """The minutes: for everybody once the next meeting has approved them (MIN-3)."""
    following = sitting.following if sitting.following and sitting.following.held else None
    approval = (
        next((p for p in following.points if p.type == ItemType.MINUTES), None)
        if following
        else None
    )
    chair = chair_of(sitting.members)
    clerked = sitting.group in CLERKED
    founding.add(
        Minutes,
        "minutes",
        sitting.key,
        morning(sitting.day, 20),
        audience_id=PUBLIC if following else inside,
        body_id=body_id(),
        meeting_id=id_of("meeting", sitting.key),
        state=minutes_state(sitting, published=following is not None),
        chair_id=id_of("person", chair.person) if chair else None,
        secretary_id=id_of("person", CLERK) if clerked else None,
        secretary_name=None if clerked else SECRETARY,
        invited=sitting.invited,
        invitation_note="form- und fristgerecht",
        quorum_note=quorum_of(sitting),
        approved=following.day if following else None,
        approved_in_item_id=(
            id_of("item", item_id(following, approval)) if following and approval else None
        ),
    )
    record_entries(founding, sitting, inside, published=following is not None)


def minutes_state(sitting: Sitting, published: bool) -> MinutesState:
    """How far the minutes are; those whose chair has an account are signed with it later."""
    if published:
        return MinutesState.PUBLISHED
    return MinutesState.DRAFT if sitting.to_be_signed else MinutesState.SIGNED


def quorum_of(sitting: Sitting) -> str:
    """How many of those entitled were there when the quorum was established."""
    voting = [one for one in sitting.presences if one.voting]
    on_time = [one for one in voting if not one.reason and not one.arrived]
    return f"festgestellt: {len(on_time)} von {len(voting)} stimmberechtigten Mitgliedern"


def record_entries(founding: Founding, sitting: Sitting, inside: int, published: bool) -> None:
    """What the minutes say to each point."""
    for position, point in enumerate(sitting.points):
        if point.text:
            founding.add(
                MinutesEntry,
                "entry",
                item_id(sitting, point),
                morning(sitting.day, 20),
                audience_id=PUBLIC if published and point.public else inside,
                minutes_id=id_of("minutes", sitting.key),
                agenda_item_id=id_of("item", item_id(sitting, point)),
                position=position,
                text=as_html(point.text),
            )


def as_html(text: str) -> str:
    """The paragraphs of a plain text as cleaned HTML."""
    return cleaned_html("".join(f"<p>{escape(one, quote=False)}</p>" for one in paragraphs(text)))


def record_ballot(founding: Founding, sitting: Sitting, point: Point, inside: int) -> None:
    """The ballot under a point, with names where it was by name."""
    tally = point.tally
    if tally is None or point.paper is None:
        return
    elected = bool(tally.elected)
    ballot = founding.add(
        Ballot,
        "ballot",
        item_id(sitting, point),
        min(morning(sitting.day, 20), founding.work.now),
        audience_id=PUBLIC if point.public else inside,
        body_id=body_id(),
        agenda_item_id=id_of("item", item_id(sitting, point)),
        subject=point.name,
        method=tally.method,
        rule="VOT-2" if elected else "VOT-1",
        present=tally.present,
        yes=None if elected else tally.count("yes"),
        no=None if elected else tally.count("no"),
        abstention=1 if elected else tally.count("abstention"),
        not_participating=0,
        excluded=tally.count("excluded"),
        outcome=tally.outcome,
        tallies=[{"name": name, "votes": votes} for name, votes in tally.elected] or None,
    )
    if tally.method == "nominal":
        founding.work.add(
            *(
                Vote(ballot_id=ballot.id, person_id=id_of("person", who), choice=choice)
                for who, choice in tally.choices.items()
            )
        )
