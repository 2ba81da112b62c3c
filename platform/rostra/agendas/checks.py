"""The checks before an invitation, one function for each rule."""

from collections.abc import Callable, Iterator

from rostra.agendas.deadlines import (
    first_meeting_by,
    full_days_between,
    last_notice,
    last_receipt,
    presumed_receipt,
    quarter_of,
)
from rostra.agendas.findings import Finding, Grade, Inspection
from rostra.agendas.models import Channel
from rostra.meetings.models import ItemType

Check = Callable[[Inspection], Iterator[Finding]]

COUNCILS = frozenset({"parlament", "rat", "stadtrat", "gemeinderat", "kreistag", "council"})
"""Classifications of those for whom INV-5 says how often they meet."""


def when_and_where(seen: Inspection) -> Iterator[Finding]:
    """An invitation says when and where."""
    meeting = seen.folder.meeting
    if meeting.start is None:
        yield Finding("INV-1", Grade.BLOCK, "INV-1: The meeting has no day and time yet.")
    elif meeting.start <= seen.now:
        yield Finding("INV-1", Grade.BLOCK, "INV-1: The meeting would have begun already.")
    if meeting.location_id is None:
        yield Finding("INV-1", Grade.WARN, "INV-1: The invitation would name no place.")


def an_agenda(seen: Inspection) -> Iterator[Finding]:
    """An invitation has an agenda, every item of which has a title and a part."""
    items = seen.folder.items
    if not items:
        yield Finding("INV-1", Grade.BLOCK, "INV-1: The agenda is empty.")
    untitled = tuple(item.number or "?" for item in items if not (item.name or "").strip())
    if untitled:
        yield Finding("INV-1", Grade.BLOCK, "INV-1: Items have no title.", about=untitled)
    undecided = tuple(item.name or item.number or "?" for item in items if item.public is None)
    if undecided:
        yield Finding(
            "PUB-2",
            Grade.BLOCK,
            "PUB-2: Nobody has said whether these items are public.",
            about=undecided,
        )


def members(seen: Inspection) -> Iterator[Finding]:
    """Everybody is invited in the way to which they agreed (INV-1)."""
    if not any(seat.entitled for seat in seen.seats):
        yield Finding("INV-1", Grade.BLOCK, "INV-1: Nobody who may vote would be invited.")
        return
    by_post = tuple(seen.names.get(seat.person_id, "") for seat in seen.by_post)
    if by_post:
        yield Finding(
            "INV-1",
            Grade.WARN,
            "INV-1: These members have not agreed to electronic invitations and get theirs by"
            " post; record when it is delivered.",
            about=by_post,
        )
    else:
        count = len(seen.seats)
        yield Finding("INV-1", Grade.OK, f"INV-1: All {count} members are invited electronically.")


def period_of_notice(seen: Inspection) -> Iterator[Finding]:
    """The invitation arrives in time, if it goes out today (INV-2, INV-3)."""
    if seen.folder.meeting.start is None:
        return
    last = last_receipt(seen.day, seen.rules, seen.urgent)
    received = presumed_receipt(seen.today, Channel.ELECTRONIC, seen.rules)
    days = full_days_between(received, seen.day)
    if seen.urgent:
        yield urgent_period(seen)
    elif received > last:
        least = seen.rules.notice_days
        yield Finding(
            "INV-2",
            Grade.BLOCK,
            f"INV-2: Only {max(days, 0)} full days would lie between the receipt and the meeting;"
            f" {least} are needed. Move the meeting, or call it as urgent.",
            day=last,
        )
    else:
        yield Finding(
            "INV-2",
            Grade.OK,
            f"INV-2: {days} full days lie between the receipt and the meeting.",
            day=last,
        )
    by_post = presumed_receipt(seen.today, Channel.POST, seen.rules)
    if seen.by_post and received <= last < by_post:
        yield Finding(
            "INV-2",
            Grade.WARN,
            "INV-2: By post these invitations would be presumed to arrive late; have them"
            " delivered by hand.",
            about=tuple(seen.names.get(seat.person_id, "") for seat in seen.by_post),
            day=last,
        )


def urgent_period(seen: Inspection) -> Finding:
    """Whether the shortened period is kept (INV-3)."""
    day = last_receipt(seen.day, seen.rules, True)
    received = presumed_receipt(seen.today, Channel.ELECTRONIC, seen.rules)
    before = seen.rules.urgent_days
    if received > day:
        return Finding(
            "INV-3",
            Grade.BLOCK,
            f"INV-3: Even an urgent invitation must arrive by day {before} before the meeting.",
            day=day,
        )
    return Finding(
        "INV-3",
        Grade.OK,
        "INV-3: The period is shortened, and the invitation says so.",
        day=day,
    )


def urgency(seen: Inspection) -> Iterator[Finding]:
    """The council establishes the urgency before anything else (INV-3)."""
    if not seen.urgent or not seen.folder.items:
        return
    places = [
        place for place, item in enumerate(seen.folder.items) if item.item_type == ItemType.URGENCY
    ]
    before = seen.folder.items[: places[0]] if places else []
    if not places:
        yield Finding(
            "INV-3", Grade.BLOCK, "INV-3: There is no item by which the urgency is established."
        )
    elif any(item.item_type != ItemType.OPENING for item in before):
        yield Finding(
            "INV-3",
            Grade.BLOCK,
            "INV-3: The urgency must be established before the council enters the agenda.",
        )
    else:
        yield Finding("INV-3", Grade.OK, "INV-3: The council establishes the urgency first.")


def second_summons(seen: Inspection) -> Iterator[Finding]:
    """A second summons says that any number decides (QUO-2)."""
    if seen.folder.meeting.second_summons:
        yield Finding(
            "QUO-2", Grade.OK, "QUO-2: The invitation says that any number of members decides."
        )


def how_often(seen: Inspection) -> Iterator[Finding]:
    """The council meets soon after its election and once a quarter (INV-5)."""
    if seen.folder.meeting.start is None or not seen.organizations:
        return
    if (seen.organizations[0].classification or "").strip().lower() not in COUNCILS:
        return
    start, former = seen.term_start, seen.former_day
    if start is not None and (former is None or former < start):
        by = first_meeting_by(start, seen.rules)
        if seen.day > by:
            within = seen.rules.first_meeting_days
            yield Finding(
                "INV-5",
                Grade.WARN,
                f"INV-5: The first meeting is due within {within} days of the term's start.",
                day=by,
            )
    elif former is not None and quarter_of(seen.day) - quarter_of(former) > 1:
        yield Finding(
            "INV-5",
            Grade.WARN,
            "INV-5: There was no meeting in the last quarter; at least one is due in each.",
            day=former,
        )


def public_notice(seen: Inspection) -> Iterator[Finding]:
    """Time, place and agenda are announced publicly in time (PUB-1)."""
    if seen.folder.meeting.start is None:
        return
    if not seen.public:
        yield Finding(
            "PUB-4", Grade.OK, "PUB-4: The meeting is not public; nothing of it is announced."
        )
        return
    last = last_notice(seen.day, seen.rules, seen.urgent)
    if seen.today > last:
        yield Finding(
            "PUB-1", Grade.BLOCK, "PUB-1: The public notice would come too late.", day=last
        )
    else:
        yield Finding(
            "PUB-1",
            Grade.OK,
            "PUB-1: The public notice is in time; it appears with the invitation.",
            day=last,
        )


def requests(seen: Inspection) -> Iterator[Finding]:
    """What was asked for in time stands on the agenda, or was refused (AGD-1)."""
    if seen.requests:
        yield Finding(
            "AGD-1",
            Grade.WARN,
            "AGD-1: Requests for items have not been decided.",
            about=tuple(one.title for one in seen.requests),
        )


def papers(seen: Inspection) -> Iterator[Finding]:
    """Every paper has its document, and nothing secret stands in the public part."""
    folder = seen.folder
    bare = [one for one in folder.papers.values() if one.id not in seen.with_main_file]
    if bare:
        yield Finding(
            "INV-1",
            Grade.WARN,
            "INV-1: Papers have no document yet.",
            about=tuple(one.reference or one.name or "" for one in bare),
        )
    torn = [
        paper
        for item in folder.items
        for paper in folder.papers_at(item)
        if item.public and paper.id in folder.behind_closed_doors
    ]
    if seen.public and torn:
        yield Finding(
            "PUB-2",
            Grade.WARN,
            "PUB-2: Papers stand in the public part that are also dealt with behind closed doors;"
            " they do not become public.",
            about=tuple(one.reference or one.name or "" for one in torn),
        )


def late_items(seen: Inspection) -> Iterator[Finding]:
    """A supplement that comes late needs the council's consent in the meeting (AGD-2)."""
    if seen.folder.meeting.start is None:
        return
    last = last_receipt(seen.day, seen.rules, seen.urgent)
    if presumed_receipt(seen.today, Channel.ELECTRONIC, seen.rules) > last:
        yield Finding(
            "AGD-2",
            Grade.WARN,
            "AGD-2: For new items this comes too late; the council must put them on its agenda"
            " by a vote.",
            day=last,
        )
    else:
        yield Finding("INV-2", Grade.OK, "INV-2: The supplement arrives in time.", day=last)
    announced = last_notice(seen.day, seen.rules, seen.urgent)
    if seen.public and seen.today > announced:
        yield Finding(
            "PUB-1",
            Grade.WARN,
            "PUB-1: The public notice of new items comes too late.",
            day=announced,
        )


def moving_checks(seen: Inspection) -> list[Finding]:
    """What is looked at when a meeting is moved to which invitations went out."""
    return [*when_and_where(seen), *period_of_notice(seen), *public_notice(seen)]


INVITING: tuple[Check, ...] = (
    when_and_where,
    an_agenda,
    members,
    period_of_notice,
    urgency,
    second_summons,
    public_notice,
    requests,
    papers,
    how_often,
)
"""What is looked at before an invitation."""

SUPPLEMENTING: tuple[Check, ...] = (
    when_and_where,
    an_agenda,
    members,
    late_items,
    requests,
    papers,
)
"""What is looked at before a supplement."""
