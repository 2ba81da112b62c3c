"""Filing the papers of the demo city: references, ways through the council, relations."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from rostra.access import PUBLIC
from rostra.papers.models import (
    Consultation,
    ConsultationOrganization,
    Paper,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
    ReferenceCounter,
)
from rostra_frontend.demo.agendas import Point, Sitting
from rostra_frontend.demo.dates import DAY, Calendar, numbers_in
from rostra_frontend.demo.founding import Founding, body_id, id_of, morning
from rostra_frontend.demo.stories import Group, PaperText

TYPES = {
    "BV": "Beschlussvorlage",
    "BE": "Berichtsvorlage",
    "AT": "Antrag",
    "ÄA": "Änderungsantrag",
    "AF": "Anfrage",
    "MI": "Mitteilung",
}
HEARD = frozenset({"oberranne", "hopfgrund", "jugend", "senioren", "rad", "klima"})
FIRST_NUMBER = 131
"""How many papers of the term lie before the first one that the demo shows."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A paper with the day, the reference and the stations that it was given."""

    text: PaperText
    day: dt.date
    reference: str
    stations: tuple[tuple[Sitting, Point | None], ...]
    decided_on: dt.date

    @property
    def title(self) -> str:
        """The title with its years filled in."""
        return numbers_in(self.text.title, self.decided_on)

    def filled(self, text: str) -> str:
        """A text of the paper with its years filled in."""
        return numbers_in(text, self.decided_on)

    @property
    def proposal(self) -> str | None:
        """What is to be resolved, one numbered point a line."""
        points = [self.filled(one) for one in self.text.resolution]
        if len(points) < 2:
            return points[0] if points else None
        return "\n".join(f"{number}. {point}" for number, point in enumerate(points, 1))


def filed(papers: list[PaperText], sittings: list[Sitting], calendar: Calendar) -> list[Filed]:
    """The papers in the order in which they came in, with their references."""
    arrivals = []
    for text in papers:
        stations = stations_of(text, sittings, calendar)
        day = min(stations[0][0].day - 10 * DAY, calendar.today - 2 * DAY)
        arrivals.append((day, text, stations))
    arrivals.sort(key=lambda one: (one[0], one[1].key))
    return [
        Filed(
            text,
            day,
            f"{day:%y}/{number:04}-{text.type}",
            stations,
            calendar.slots[calendar.slot(text.slot)],
        )
        for number, (day, text, stations) in enumerate(arrivals, FIRST_NUMBER)
    ]


def stations_of(
    text: PaperText, sittings: list[Sitting], calendar: Calendar
) -> tuple[tuple[Sitting, Point | None], ...]:
    """The meetings before which a paper comes, with the point of each that is known."""
    slot = calendar.slot(text.slot)
    found = [one for one in sittings if one.slot == slot and one.group in text.route]
    return tuple((one, next((p for p in one.points if p.paper is text), None)) for one in found)


async def file_papers(
    founding: Founding, papers: list[Filed], groups: Mapping[str, Group]
) -> dict[str, Paper]:
    """The records of all papers, by key."""
    records = {}
    for one in papers:
        text = one.text
        audience = PUBLIC if text.public else await founding.inside(text.route)
        records[text.key] = founding.add(
            Paper,
            "paper",
            text.key,
            morning(one.day),
            audience_id=audience,
            body_id=body_id(),
            name=one.title,
            reference=one.reference,
            date=one.day,
            paper_type=TYPES[text.type],
            proposed_resolution=one.proposal,
            keyword=[text.neutral] if text.neutral else None,
        )
        file_origin(founding, text, groups)
        consult(founding, one, audience)
    relate(founding, papers)
    count_on(founding, papers)
    return records


def count_on(founding: Founding, papers: list[Filed]) -> None:
    """Let the next paper that is filed get the number after the last one."""
    series = f"papers:{founding.calendar.today.year}"
    last = FIRST_NUMBER + len(papers) - 1
    founding.work.add(ReferenceCounter(body_id=body_id(), series=series, last=last))


def file_origin(founding: Founding, text: PaperText, groups: Mapping[str, Group]) -> None:
    """Who brings the paper in, who leads the work on it, and which place it concerns."""
    paper_id = id_of("paper", text.key)
    work = founding.work
    if text.by:
        group = groups[text.by]
        office = group.type == "Verwaltungsbereich"
        origin = (group.parent or group.key) if office else group.key
        parts = [("originator", origin), *([("direction", group.key)] if office else [])]
        for part, key in parts:
            organization_id = id_of("organization", key)
            work.add(
                PaperOrganization(paper_id=paper_id, organization_id=organization_id, part=part)
            )
    if text.person:
        work.add(PaperPerson(paper_id=paper_id, person_id=id_of("person", text.person)))
    if text.location:
        work.add(PaperLocation(paper_id=paper_id, location_id=id_of("location", text.location)))


def consult(founding: Founding, paper: Filed, audience: int) -> None:
    """The paper's way: who deals with it in which item of which meeting."""
    text = paper.text
    for position, (sitting, point) in enumerate(paper.stations):
        last = position == len(paper.stations) - 1
        consultation = founding.add(
            Consultation,
            "consultation",
            f"{text.key}:{sitting.group}",
            morning(paper.day, 10),
            audience_id=audience,
            body_id=body_id(),
            paper_id=id_of("paper", text.key),
            meeting_id=id_of("meeting", sitting.key) if point else None,
            agenda_item_id=id_of("item", f"{sitting.key}:{point.number}") if point else None,
            authoritative=last and text.type not in ("BE", "MI", "AF"),
            role=role_of(text, sitting.group, last),
            position=position,
        )
        founding.work.add(
            ConsultationOrganization(
                consultation_id=consultation.id,
                organization_id=id_of("organization", sitting.group),
            )
        )


def role_of(text: PaperText, group: str, last: bool) -> str:
    """As what a group deals with a paper."""
    if text.type in ("BE", "MI", "AF"):
        return "Kenntnisnahme"
    if last:
        return "Entscheidung"
    return "Anhörung" if group in HEARD else "Vorberatung"


def relate(founding: Founding, papers: list[Filed]) -> None:
    """Papers that belong together, told from both sides."""
    pairs: dict[tuple[str, str], str] = {}
    for one in papers:
        for other in one.text.relates:
            pairs[one.text.key, other] = pairs[other, one.text.key] = "related"
        if one.text.amends:
            pairs[one.text.key, one.text.amends] = "superordinated"
            pairs[one.text.amends, one.text.key] = "subordinated"
    for position, ((key, other), relation) in enumerate(sorted(pairs.items())):
        founding.work.add(
            PaperRelation(
                paper_id=id_of("paper", key),
                other_id=id_of("paper", other),
                relation=relation,
                position=position,
            )
        )
