"""The list of projects as a table and as data, for other programs."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from rostra.imports.tables.cells import written

Project = dict[str, Any]
Say = Callable[[str], str]
"""Puts a text of the site into a language."""

HEADING = (
    "Title", "Aim", "Topics", "Phase", "State", "Department", "Place", "District", "Latitude",
    "Longitude", "Cost in euros", "What the cost includes", "Participation",
    "How and when they can take part", "From", "Until", "Whom to ask", "E-mail for the public",
    "Telephone for the public", "Timeline", "Linked papers", "Linked resolutions", "Published",
    "Last change", "Reason for the change", "Address",
)  # fmt: skip
WORDS = {
    "IDEA": "Idea",
    "PLANNING": "Planning",
    "PARTICIPATION": "Participation",
    "DECISION": "Decision",
    "CARRYING_OUT": "Being carried out",
    "PAUSED": "Paused",
    "DONE": "Completed",
    "PUBLISHED": "On the list",
    "FINISHED": "Finished",
    "ARCHIVED": "Archived",
}
"""Phases and states as the site says them."""


def table_of(projects: Iterable[Project], base: str, say: Say, comma: str) -> bytes:
    """The list as CSV; whatever a spreadsheet would work out is defused."""
    rows = [row_of(project, base, say, comma) for project in projects]
    return written([say(name) for name in HEADING], rows).encode("utf-8")


def row_of(project: Project, base: str, say: Say, comma: str) -> list[str]:
    """A project as a line of the table."""

    def number(value: Any) -> str:
        return "" if value is None else str(value).replace(".", comma)

    def text(name: str) -> str:
        return project[name] or ""

    return [
        text("title"),
        text("aim"),
        ", ".join(project["topics"]),
        say(WORDS[project["phase"]]),
        say(WORDS[project["state"]]),
        (project["organization"] or {}).get("name") or "",
        text("place"),
        text("district"),
        number(project["latitude"]),
        number(project["longitude"]),
        number(project["cost"]),
        text("costNote"),
        say("yes") if project["participation"] else say("no"),
        text("participationHow"),
        str(text("participationFrom")),
        str(text("participationUntil")),
        text("contactName"),
        text("contactEmail"),
        text("contactPhone"),
        "\n".join(step_said(step, say) for step in project["steps"]),
        "\n".join(filter(None, (one["reference"] or one["name"] for one in project["papers"]))),
        "\n".join(one["number"] or one["title"] for one in project["resolutions"]),
        str(text("published"))[:10],
        str(text("changed"))[:10],
        text("changeReason"),
        f"{base}/projects/{project['uuid']}",
    ]


def step_said(step: dict[str, Any], say: Say) -> str:
    """A step of a timeline on one line."""
    spans = [
        f"{say(word)}: {step[first] or '…'} – {step[last] or '…'}"
        for word, first, last in (
            ("planned", "plannedFrom", "plannedUntil"),
            ("actual", "actualFrom", "actualUntil"),
        )
        if step[first] or step[last]
    ]
    return "; ".join([step["title"], *spans])


def data_of(projects: Iterable[Project], base: str, city: str, license_url: str) -> bytes:
    """The list as JSON: everything as the API has it, with addresses."""
    listed = [
        {"id": f"{base}/projects/{project['uuid']}", **project} for project in projects
    ]  # fmt: skip
    told = {
        "title": f"{city}: Vorhabenliste" if city else "Vorhabenliste",
        "license": license_url or None,
        "projects": listed,
    }
    return json.dumps(told, ensure_ascii=False, default=str, indent=1).encode("utf-8")
