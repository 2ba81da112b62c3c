"""What an editor writes about a project, checked."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from rostra.errors import Invalid
from rostra.people.services import normalised_email
from rostra.projects.models import Phase
from rostra.rich_text import cleaned_text

LONGEST_TITLE = 200
LONGEST_LINE = 300
LONGEST_TEXT = 10_000
LONGEST_TOPIC = 60
MOST_TOPICS = 8
MOST_STEPS = 30
MOST_LINKS = 40
LARGEST_COST = Decimal("999999999999.99")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a timeline: what happens, when it was planned, and when it took place."""

    title: str
    planned_from: dt.date | None = None
    planned_until: dt.date | None = None
    actual_from: dt.date | None = None
    actual_until: dt.date | None = None


STEP_DAYS = ("planned_from", "planned_until", "actual_from", "actual_until")


@dataclass(frozen=True, slots=True)
class Writing:
    """A project as an editor writes it."""

    title: str
    aim: str
    topics: tuple[str, ...] = ()
    phase: Phase = Phase.IDEA
    place: str | None = None
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    cost: Decimal | None = None
    cost_note: str | None = None
    steps: tuple[Step, ...] = ()
    participation: bool = False
    participation_how: str | None = None
    participation_from: dt.date | None = None
    participation_until: dt.date | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    contact_phone: str | None = None
    papers: tuple[str, ...] = field(default=())
    """References, ids or addresses of papers."""
    resolutions: tuple[str, ...] = field(default=())
    """Numbers, ids or addresses of resolutions."""


def checked(writing: Writing) -> Writing:
    """The same without blank ends and blank lines, or a refusal that names the field."""
    lines = ("place", "district", "contact_name", "contact_phone")
    texts = ("cost_note", "participation_how")
    refuse_unless_placed(writing)
    refuse_unless_affordable(writing.cost)
    worded: dict[str, Any] = {
        name: sized(name, getattr(writing, name), longest)
        for names, longest in ((lines, LONGEST_LINE), (texts, LONGEST_TEXT))
        for name in names
    }
    cleaned = replace(
        writing,
        title=needed("title", writing.title, LONGEST_TITLE),
        aim=needed("aim", writing.aim, LONGEST_TEXT),
        topics=topics_in(writing.topics),
        steps=steps_in(writing.steps),
        contact_email=email_in(writing.contact_email),
        papers=links_in("papers", writing.papers),
        resolutions=links_in("resolutions", writing.resolutions),
        **worded,
    )
    refuse_unless_one_can_take_part(cleaned)
    return cleaned


def sized(name: str, text: str | None, longest: int) -> str | None:
    """Words without blank ends, None where there are none; a refusal where they are too many."""
    cleaned = cleaned_text(text or "")
    if len(cleaned) > longest:
        raise Invalid(
            camel(name), f"This is {len(cleaned)} characters long; at most {longest} fit."
        )
    return cleaned or None


def needed(name: str, text: str, longest: int) -> str:
    """Words that must be there."""
    found = sized(name, text, longest)
    if found is None:
        raise Invalid(camel(name), "Please write something.")
    return found


def camel(name: str) -> str:
    """The name of a field as the API has it."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def topics_in(topics: tuple[str, ...]) -> tuple[str, ...]:
    """The topics, each once, in their order."""
    found = tuple(
        dict.fromkeys(" ".join(one.split()) for topic in topics if (one := cleaned_text(topic)))
    )
    if len(found) > MOST_TOPICS:
        raise Invalid("topics", f"A project has {MOST_TOPICS} topics at most.")
    if any(len(one) > LONGEST_TOPIC for one in found):
        raise Invalid("topics", f"A topic has {LONGEST_TOPIC} characters at most.")
    return found


def links_in(name: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """What is linked, each once, in its order."""
    found = tuple(dict.fromkeys(one for line in lines if (one := cleaned_text(line))))
    if len(found) > MOST_LINKS:
        raise Invalid(name, f"At most {MOST_LINKS} can be linked.")
    return found


def steps_in(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of a timeline, without those that say nothing."""
    found = []
    for step in steps:
        title = sized("steps", step.title, LONGEST_LINE)
        days = [getattr(step, name) for name in STEP_DAYS]
        if title is None and not any(days):
            continue
        if title is None:
            raise Invalid("steps", "Please say what happens in each step of the timeline.")
        refuse_unless_in_order("steps", step.planned_from, step.planned_until)
        refuse_unless_in_order("steps", step.actual_from, step.actual_until)
        if step.actual_until and not step.actual_from:
            raise Invalid("steps", "A step that has ended needs the day on which it began.")
        found.append(replace(step, title=title))
    if len(found) > MOST_STEPS:
        raise Invalid("steps", f"A timeline has {MOST_STEPS} steps at most.")
    return tuple(found)


def refuse_unless_in_order(name: str, first: dt.date | None, last: dt.date | None) -> None:
    """Refuse a span that ends before it begins."""
    if first and last and last < first:
        raise Invalid(name, "It cannot end before it begins.")


def email_in(address: str | None) -> str | None:
    """The address for the public, if there is one."""
    if not cleaned_text(address or ""):
        return None
    try:
        return normalised_email(address or "")
    except Invalid as refusal:
        raise Invalid("contactEmail", refusal.sentence) from None


def refuse_unless_placed(writing: Writing) -> None:
    """Refuse half a pair of coordinates, and one that is nowhere on earth."""
    latitude, longitude = writing.latitude, writing.longitude
    if (latitude is None) != (longitude is None):
        raise Invalid("latitude", "Give both coordinates, or none.")
    if latitude is None or longitude is None:
        return
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Invalid("latitude", "These coordinates are nowhere on earth.")


def refuse_unless_affordable(cost: Decimal | None) -> None:
    """Refuse a cost that no city can write down."""
    if cost is None:
        return
    if not cost.is_finite() or not 0 <= cost <= LARGEST_COST or cost != round(cost, 2):
        raise Invalid("cost", "Please give an amount in euros and cents.")


def refuse_unless_one_can_take_part(writing: Writing) -> None:
    """Refuse a promise of participation that does not say how."""
    refuse_unless_in_order(
        "participationUntil", writing.participation_from, writing.participation_until
    )
    if writing.participation and not writing.participation_how:
        raise Invalid("participationHow", "Please say how and when citizens can take part.")


def written_step(step: Step) -> dict[str, str | None]:
    """A step as it is kept."""
    days = {name: getattr(step, name) for name in STEP_DAYS}
    return {"title": step.title, **{k: day.isoformat() if day else None for k, day in days.items()}}


def read_step(kept: Mapping[str, Any]) -> Step:
    """A step from how it is kept."""
    days = {name: kept.get(name) for name in STEP_DAYS}
    return Step(
        kept["title"], **{k: dt.date.fromisoformat(day) if day else None for k, day in days.items()}
    )


def cents(cost: Decimal | None) -> int | None:
    """An amount in cents."""
    return None if cost is None else int(cost * 100)


def euros(amount: int | None) -> Decimal | None:
    """An amount in euros, with its cents."""
    return None if amount is None else Decimal(amount).scaleb(-2)
