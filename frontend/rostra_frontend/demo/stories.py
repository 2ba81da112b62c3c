"""The texts of the demo city, read from its files and checked for their shape."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).parent / "texts"


class Story(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Anything that is told in the files: what is misspelled there is refused here."""


class Place(Story, frozen=True):
    """A hall or a street."""

    description: str
    street_address: str
    room: str | None = None
    sub_locality: str | None = None


class Group(Story, frozen=True):
    """A council, committee, faction or department."""

    key: str
    name: str
    short_name: str
    type: str
    classification: str
    location: str | None = None
    parent: str | None = None
    post: list[str] | None = None
    voting_member_count: int | None = None


class Figure(Story, frozen=True):
    """A person and the seats that the person holds; a role stands after a colon."""

    key: str
    name: str
    gender: str
    life: str | None = None
    faction: str | None = None
    role: str | None = None
    office: str | None = None
    before: bool = False
    since: int | None = None
    until: int | None = None
    """The council meeting, counted from today, with which a mandate begins or has ended."""
    seats: list[str] = []

    @property
    def family_name(self) -> str:
        """The last word of the name, by which debates call the person."""
        return self.name.rpartition(" ")[2]

    @property
    def given_name(self) -> str:
        """The name without title and family name."""
        given = self.name.rpartition(" ")[0]
        return given.removeprefix("Prof. ").removeprefix("Dr. ")

    @property
    def titles(self) -> list[str]:
        """Academic titles."""
        return [one for one in self.name.split() if one in ("Prof.", "Dr.")]


class People(Story, frozen=True):
    """Everybody in the city who has a mandate or an office."""

    councillors: list[Figure]
    former: list[Figure]
    administration: list[Figure]
    citizens: list[Figure]

    @property
    def everybody(self) -> list[Figure]:
        """All of them, councillors first."""
        return [*self.councillors, *self.former, *self.administration, *self.citizens]


class PaperText(Story, frozen=True):
    """A paper, its way through the council and what was said on that way."""

    key: str
    type: str
    title: str
    route: list[str]
    slot: int | str
    """The council meeting counted from today, or a month: the last one held in it."""
    by: str | None = None
    person: str | None = None
    public: bool = True
    neutral: str | None = None
    """What may be said of it in public where it is not public itself."""
    amends: str | None = None
    relates: list[str] = []
    location: str | None = None
    resolution: list[str] = []
    questions: list[str] = []
    reasons: str = ""
    finances: str = ""
    climate: str = ""
    method: str = "open"
    stance: dict[str, str] = {}
    stance_at: dict[str, str] = {}
    stance_person: dict[str, str] = {}
    bias: list[str] = []
    outcome: str = "accepted"
    outcome_at: dict[str, str] = {}
    candidates: list[str] = []
    shares: list[int] = []
    debate: dict[str, str] = {}


class Remark(Story, frozen=True):
    """What a citizen says to a post, or a department answers."""

    name: str
    after: int
    text: str


class PostText(Story, frozen=True):
    """What a department tells the city."""

    by: str
    type: str
    days: int
    title: str
    teaser: str
    text: str
    paper: str | None = None
    topics: list[str] = []
    begins: int | None = None
    """In how many days an event or a consultation begins; negative for what is past."""
    ends: int | None = None
    place: str | None = None
    expires: int | None = None
    language: str = "de"
    variant_of: str | None = None
    """The title of the same post in German."""
    comments: list[Remark] = []


class ReportText(Story, frozen=True):
    """A report on an agenda that has no paper."""

    organization: str
    name: str
    text: str
    standing: bool = False
    """Whether it is given in every meeting."""


class Question(Story, frozen=True):
    """What a resident asks in the council."""

    text: str


class Proceedings(Story, frozen=True):
    """What is said when no paper is before the council."""

    standing: dict[str, str]
    reasons: dict[str, list[str]]
    question: list[Question]
    report: list[ReportText]


class City(Story, frozen=True):
    """The city, its places and its groups."""

    body: dict[str, str]
    locations: dict[str, Place]
    organization: list[Group]


class Stories(Story, frozen=True):
    """Everything that is told of the city."""

    city: City
    people: People
    papers: list[PaperText]
    proceedings: Proceedings
    posts: list[PostText]


def told(name: str) -> dict[str, Any]:
    """What stands in one of the files."""
    return tomllib.loads((FOLDER / name).read_text("utf-8"))


@cache
def stories() -> Stories:
    """The whole city as it stands in the files."""
    files = sorted((FOLDER / "papers").glob("*.toml"))
    papers = [one for path in files for one in told(f"papers/{path.name}")["paper"]]
    return msgspec.convert(
        {
            "city": told("city.toml"),
            "people": told("people.toml"),
            "papers": papers,
            "proceedings": told("proceedings.toml"),
            "posts": told("posts.toml")["post"],
        },
        Stories,
    )


def coat_of_arms() -> str:
    """The arms of the city: a golden lark above three silver towers."""
    return (FOLDER / "coat-of-arms.svg").read_text("utf-8")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each in one line; an empty line parts them."""
    return [" ".join(block.split()) for block in text.strip().split("\n\n") if block.strip()]
