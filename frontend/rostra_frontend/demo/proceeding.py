"""How the meetings of the demo city went: who was there, what was decided, how it is told."""

import datetime as dt

from rostra_frontend.demo.agendas import NOTED, Point, Sitting
from rostra_frontend.demo.dates import ZONE, spelled
from rostra_frontend.demo.seating import Doorkeeper, Seat, chair_of
from rostra_frontend.demo.stories import Figure, PaperText
from rostra_frontend.demo.tallying import Tally, tally

REFERRED = "ohne Empfehlung an den Stadtrat verwiesen"
ANSWERED = "beantwortet"


def hold(sitting: Sitting, seats: list[Seat], keeper: Doorkeeper) -> None:
    """Let a meeting take place: times, attendance, ballots, results."""
    sitting.members = [
        one for one in seats if one.group == sitting.group and one.in_force(sitting.day)
    ]
    set_times(sitting)
    if not sitting.held or sitting.cancelled:
        return
    said = " ".join(point.text for point in sitting.points)
    needed = {point.paper.person or "" for point in sitting.points if point.paper}
    needed |= {one for point in sitting.points if point.paper for one in point.paper.bias}
    sitting.presences = keeper.came(sitting.key, sitting.members, said, needed, sitting.start)
    for point in sitting.points:
        settle(sitting, point)
    tell_opening(sitting, {one.key: one for one in keeper.people.everybody})


def set_times(sitting: Sitting) -> None:
    """When each point begins and ends."""
    clock = sitting.start
    for point in sitting.points:
        point.start, clock = clock, clock + dt.timedelta(minutes=point.minutes)
        point.end = clock
    sitting.end = clock


def settle(sitting: Sitting, point: Point) -> None:
    """What becomes of a point, and of the paper under it."""
    paper = point.paper
    if paper is None:
        return
    outcome = paper.outcome_at.get(sitting.group)
    if outcome == "referred":
        point.result = REFERRED
    elif paper.type in NOTED and outcome is None:
        open_question = "schriftliche Antwort" in point.text or "schriftlich beant" in point.text
        answered = "schriftliche Antwort folgt" if open_question else ANSWERED
        point.result = answered if paper.type == "AF" else "zur Kenntnis genommen"
    else:
        decide(sitting, point, paper)


def decide(sitting: Sitting, point: Point, paper: PaperText) -> None:
    """Have those present vote on a paper."""
    present = voters(sitting, point)
    point.tally = tally(paper, sitting.group, present)
    last = paper.route[-1] == sitting.group
    if last and point.tally.outcome not in (paper.outcome, "elected"):
        raise ValueError(f"{paper.key} was to be {paper.outcome} and is {point.tally.outcome}.")
    point.decided = last and point.tally.outcome != "rejected"
    point.result = in_words(point.tally, "beschlossen" if last else "empfohlen")


def voters(sitting: Sitting, point: Point) -> list[Seat]:
    """Who was in the room and entitled to vote while the point was dealt with."""
    start, end = point.start or sitting.start, point.end or sitting.start
    here = {one.person for one in sitting.presences if one.voting and one.during(start, end)}
    return [one for one in sitting.members if one.person in here]


def in_words(ballot: Tally, verb: str) -> str:
    """The result as the minutes say it."""
    if ballot.elected:
        name, votes = max(ballot.elected, key=lambda one: one[1])
        return f"gewählt: {name} ({votes} Stimmen)"
    yes, no = ballot.count("yes"), ballot.count("no")
    if ballot.outcome == "rejected":
        refused = "abgelehnt" if verb == "beschlossen" else "nicht empfohlen"
        tie = "bei Stimmengleichheit" if yes == no else "mehrheitlich"
        return f"{tie} {refused} ({ballot.in_numbers})"
    if no:
        return f"mehrheitlich {verb} ({ballot.in_numbers})"
    abstained = ballot.count("abstention")
    if abstained:
        many = f"{abstained} Enthaltung{'en' if abstained > 1 else ''}"
        return f"einstimmig bei {many} {verb}"
    return f"einstimmig {verb}"


def tell_opening(sitting: Sitting, figures: dict[str, Figure]) -> None:
    """Fill the standing sentences with who chaired, how many came and when it began."""
    chair = chair_of(sitting.members)
    seated = [one for one in sitting.members if one.voting]
    here = [one for one in sitting.presences if one.voting and one.reason is None]
    on_time = [one for one in here if one.arrived is None]
    values = {
        "{chair}": titled(figures[chair.person]) if chair else "Die oder der Vorsitzende",
        "{number}": str(sitting.number),
        "{start}": sitting.start.astimezone(ZONE).strftime("%H:%M"),
        "{invited}": spelled(sitting.invited),
        "{seats}": str(len(seated)),
        "{present}": str(len(on_time)),
    }
    for point in sitting.points:
        for gap, value in values.items():
            point.text = point.text.replace(gap, value)


def titled(figure: Figure) -> str:
    """How the minutes speak of somebody."""
    address = {"female": "Frau", "male": "Herr"}.get(figure.gender, "")
    doctor = "Dr. " if "Dr." in figure.name else ""
    return f"{address} {doctor}{figure.family_name}".strip()
