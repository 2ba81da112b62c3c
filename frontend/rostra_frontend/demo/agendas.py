"""The agendas of the demo city: which paper comes before whom, and what becomes of it."""

import datetime as dt
from dataclasses import dataclass, field

from rostra.meetings.models import ItemType
from rostra_frontend.demo.dates import DAY, Calendar, numbers_in, spelled
from rostra_frontend.demo.seating import Presence, Seat
from rostra_frontend.demo.stories import Group, PaperText, Proceedings, ReportText
from rostra_frontend.demo.tallying import Tally

REGULAR = ("haupt", "finanzen", "stadt", "sozial", "kultur")
DISTRICTS = ("oberranne", "hopfgrund")
SIGNING = frozenset({"stadtrat", *REGULAR})
"""The groups whose chairs sign minutes with accounts of their own."""
BOARDS = ("jugend", "senioren")
INVITED = 8
"""Days between the invitation and the meeting."""
LATELY = 2
"""So many days ago at least went out what went out."""
PUBLISHED = 14
"""Days before a meeting from which its agenda is known."""
QUESTIONS = 30
"""Minutes for the questions of residents."""
CALLED_OFF = ("senioren", -3)
"""The meeting that did not take place."""
NOTED = frozenset({"BE", "MI", "AF"})
CASES = (
    ("Stadtrat", "des Stadtrates"),
    ("Hauptausschuss", "des Hauptausschusses"),
    ("Ausschuss", "des Ausschusses"),
    ("Ortsteilrat", "des Ortsteilrates"),
    ("Jugendparlament", "des Jugendparlamentes"),
    ("Seniorenbeirat", "des Seniorenbeirates"),
    ("Arbeitsgruppe", "der Arbeitsgruppe"),
)


@dataclass(slots=True)
class Point:
    """One point of an agenda, and in the end what became of it."""

    name: str
    text: str = ""
    paper: PaperText | None = None
    public: bool = True
    below: "Point | None" = None
    type: ItemType | None = None
    limit: int | None = None
    """How long it may take, in minutes."""
    number: str = ""
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    tally: Tally | None = None
    result: str | None = None
    decided: bool = False
    """Whether the paper was decided for good under it."""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return 4 + len(self.text) // 22 if self.paper else 2 + len(self.text) // 90


@dataclass(slots=True)
class Sitting:
    """A meeting of a group with its agenda."""

    group: str
    slot: int
    name: str
    number: int
    start: dt.datetime
    held: bool
    known: bool
    """Whether its agenda is known already."""
    cancelled: bool = False
    points: list[Point] = field(default_factory=list)
    presences: list[Presence] = field(default_factory=list)
    members: list[Seat] = field(default_factory=list)
    previous: "Sitting | None" = None
    following: "Sitting | None" = None
    invited: dt.date = dt.date.min
    """The day of the invitation."""
    end: dt.datetime | None = None

    @property
    def key(self) -> str:
        """What it is called in ids."""
        return f"{self.group}:{self.start.date().isoformat()}"

    @property
    def day(self) -> dt.date:
        """The day on which the group meets."""
        return self.start.date()

    @property
    def prepared(self) -> bool:
        """Whether the council office prepares it with its own hands, from the invitation on."""
        return self.known and not self.held and not self.cancelled

    @property
    def to_be_signed(self) -> bool:
        """Whether its minutes wait for a later meeting and are signed by the council's people."""
        open_yet = self.following is None or not self.following.held
        return self.held and not self.cancelled and open_yet and self.group in SIGNING


def meets(group: str, slot: int) -> bool:
    """Whether a group meets before that meeting of the council even without a paper."""
    if group in ("stadtrat", "haupt"):
        return True
    if group in REGULAR:
        return slot % 2 == 0
    if group in DISTRICTS:
        return slot % 3 == 0
    return slot % 3 == 1 if group in BOARDS else slot % 2 == 1


def sittings_of(
    calendar: Calendar, groups: list[Group], papers: list[PaperText], told: Proceedings
) -> list[Sitting]:
    """All meetings with their agendas, in the order in which they take place."""
    found: list[Sitting] = []
    for group in groups:
        if group.type != "Gremium":
            continue
        reports = [one for one in told.report if one.organization == group.key]
        found += series(calendar, group, papers, reports, told)
    return sorted(found, key=lambda one: one.start)


def series(
    calendar: Calendar,
    group: Group,
    papers: list[PaperText],
    reports: list[ReportText],
    told: Proceedings,
) -> list[Sitting]:
    """The meetings of one group, each knowing the one before and the one after."""
    found: list[Sitting] = []
    coming = {
        slot: [p for p in papers if calendar.slot(p.slot) == slot and group.key in p.route]
        for slot in calendar.slots
    }
    given = given_out(reports, coming, group.key)
    for slot, mine in coming.items():
        called_off = (group.key, slot) == CALLED_OFF
        planned = called_off or (slot > 1 and meets(group.key, slot))
        if not mine and slot not in given and not planned:
            continue
        number = len(found) + numbered_from(calendar, group.key)
        sitting = planned_sitting(calendar, group, slot, number)
        before = next((one for one in reversed(found) if not one.cancelled), None)
        if before is not None and not sitting.cancelled:
            sitting.previous, before.following = before, sitting
        if sitting.known and not sitting.cancelled:
            sitting.points = numbered(
                agenda(sitting, mine, given.get(slot), told, calendar.slots[slot])
            )
        found.append(sitting)
    return found


def planned_sitting(calendar: Calendar, group: Group, slot: int, number: int) -> Sitting:
    """A meeting of a group with its day and its name, not yet with an agenda."""
    start = calendar.start(group.key, slot)
    return Sitting(
        group.key,
        slot,
        f"{number}. Sitzung {in_genitive(group.name)}",
        number,
        start,
        held=start.date() < calendar.today,
        known=start.date() <= calendar.today + PUBLISHED * DAY,
        cancelled=(group.key, slot) == CALLED_OFF,
        invited=min(start.date() - INVITED * DAY, calendar.today - LATELY * DAY),
    )


def given_out(
    reports: list[ReportText], coming: dict[int, list[PaperText]], group: str
) -> dict[int, ReportText]:
    """In which meeting each report is given: once each, first where there is no paper."""
    if any(one.standing for one in reports):
        return dict.fromkeys(coming, reports[0])
    latest = [s for s in sorted(coming, reverse=True) if s <= 1 and (group, s) != CALLED_OFF]
    bare = [slot for slot in latest if not coming[slot] and meets(group, slot)]
    full = [slot for slot in latest if coming[slot]]
    return dict(zip([*bare, *full], reports, strict=False))


def numbered_from(calendar: Calendar, group: str) -> int:
    """The number of the first meeting of a group that the demo shows."""
    first = calendar.number(-len(calendar.held))
    return first if group == "stadtrat" else max(1, (first * 2) // 3)


def in_genitive(name: str) -> str:
    """Whose meeting it is, in German."""
    for word, case in CASES:
        if name.startswith(word):
            return case + name.removeprefix(word)
    return name


def agenda(
    sitting: Sitting,
    papers: list[PaperText],
    report: ReportText | None,
    told: Proceedings,
    day: dt.date,
) -> list[Point]:
    """The points of a meeting: what always comes first, the papers, what is not public."""
    points = opening(sitting, told)
    if report is not None:
        points.append(Point(report.name, report.text))
    if sitting.group == "stadtrat":
        asked = told.question[sitting.slot % len(told.question)].text
        points.append(
            Point(
                "Einwohnerfragestunde",
                asked,
                type=ItemType.QUESTION_TIME,
                limit=QUESTIONS,
            )
        )
    changes = [one for one in papers if one.type == "ÄA"]
    for paper in papers:
        if paper.public and paper.type not in ("AF", "ÄA"):
            point = point_of(paper, sitting.group, day)
            points.append(point)
            points += [
                point_of(one, sitting.group, day, point)
                for one in changes
                if one.amends == paper.key
            ]
    points += inquiries(sitting, papers, day)
    return points + closed(sitting, papers, told, day)


def opening(sitting: Sitting, told: Proceedings) -> list[Point]:
    """What every meeting begins with."""
    points = [
        Point(
            "Eröffnung, Feststellung der ordnungsgemäßen Einladung und der Beschlussfähigkeit",
            told.standing["opening"],
            type=ItemType.OPENING,
        ),
        Point("Bestätigung der Tagesordnung", told.standing["agenda"], type=ItemType.OPENING),
    ]
    if sitting.previous is not None:
        before = spelled(sitting.previous.day)
        points.append(
            Point(
                f"Genehmigung der Niederschrift der Sitzung vom {before}",
                told.standing["approval"].replace("{previous}", before),
                type=ItemType.MINUTES,
            )
        )
    return points


def inquiries(sitting: Sitting, papers: list[PaperText], day: dt.date) -> list[Point]:
    """The councillors' questions, below a point of their own."""
    asked = [one for one in papers if one.type == "AF"]
    if sitting.group != "stadtrat":
        return []
    text = "" if asked else "Es liegen keine Anfragen vor."
    head = Point("Anfragen der Stadtratsmitglieder", text, type=ItemType.STANDING)
    return [head, *(point_of(one, sitting.group, day, head) for one in asked)]


def closed(
    sitting: Sitting, papers: list[PaperText], told: Proceedings, day: dt.date
) -> list[Point]:
    """The part without the public, where there is one."""
    secret = [one for one in papers if not one.public]
    if not secret:
        return []
    head = Point(
        "Feststellung des Ausschlusses der Öffentlichkeit",
        told.standing["closed_opening"],
        public=False,
    )
    return [head, *(point_of(one, sitting.group, day) for one in secret)]


def point_of(paper: PaperText, group: str, day: dt.date, below: Point | None = None) -> Point:
    """The point under which a paper comes before a group."""
    text = paper.debate.get(group, "Es gibt keine Wortmeldungen.")
    name = numbers_in(paper.title, day)
    return Point(name, numbers_in(text, day), paper, public=paper.public, below=below)


def numbered(points: list[Point]) -> list[Point]:
    """The points with their numbers, through the public and the non-public part."""
    main = sub = 0
    for point in points:
        if point.below is None:
            main, sub = main + 1, 0
            point.number = str(main)
        else:
            sub += 1
            point.number = f"{main}.{sub}"
    return points
