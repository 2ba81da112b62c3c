"""How meetings and agenda items are read."""

from rostra.imports.oparl import converting
from rostra.imports.oparl.mapping import Entry, Field, Link, Reference, Rule, table_of
from rostra.imports.oparl.mappings.files import used_as
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.vocabulary import VENDOR
from rostra.meetings.models import AgendaItem, Attendance, Meeting, MeetingOrganization


def check_times(entry: Entry, report: Report) -> None:
    """An end before the start is no end: many systems write midnight for an unknown one."""
    start, end = entry.row["start"], entry.row["end"]
    if start and end and end < start:
        report.problem(entry.found.kind, "end before start, left out", entry.found.id, end)
        entry.row["end"] = None


def settle_meeting(entry: Entry, report: Report) -> None:
    """The attendance of our own output says more than its participants and comes later."""
    check_times(entry, report)
    if entry.found.object.get(f"{VENDOR}attendance") is not None:
        entry.links["participant"] = None


def place_item(entry: Entry, report: Report) -> None:
    """The place on the agenda, from 0 through the meeting."""
    check_times(entry, report)
    if entry.found.position is not None:
        entry.row["item_order"] = entry.found.position
    elif entry.row["item_order"] is None:
        entry.row["item_order"] = 0


meeting = Rule(
    "meeting",
    Meeting,
    fields=(
        Field("name", "name"),
        Field("meetingState", "meeting_state"),
        Field("cancelled", "cancelled", converting.boolean),
        Field("start", "start", converting.moment),
        Field("end", "end", converting.moment),
        Field(f"{VENDOR}number", "number", converting.number),
    ),
    references=(
        Reference("location", "location_id", "location"),
        Reference(f"{VENDOR}legislativeTerm", "legislative_term_id", "legislative_term"),
    ),
    links=(
        Link(
            "organization",
            table_of(MeetingOrganization),
            "meeting_id",
            "organization_id",
            "organization",
        ),
        Link(
            "participant",
            table_of(Attendance),
            "meeting_id",
            "person_id",
            "person",
            {"state": "present"},
            cleared=False,
            unless=f"{VENDOR}attendance",
        ),
        used_as("invitation", "meeting_id", "invitation"),
        used_as("resultsProtocol", "meeting_id", "results_protocol"),
        used_as("verbatimProtocol", "meeting_id", "verbatim_protocol"),
        used_as("auxiliaryFile", "meeting_id", "auxiliary"),
    ),
    expected=("organization",),
    finish=settle_meeting,
)

agenda_item = Rule(
    "agenda_item",
    AgendaItem,
    fields=(
        Field("number", "number", converting.trimmed),
        Field("order", "item_order", converting.number),
        Field("name", "name"),
        Field("public", "public", converting.boolean),
        Field("result", "result"),
        Field("resolutionText", "resolution_text"),
        Field("start", "start", converting.moment),
        Field("end", "end", converting.moment),
    ),
    references=(
        Reference("meeting", "meeting_id", "meeting"),
        Reference(f"{VENDOR}parent", "parent_id", "agenda_item"),
    ),
    links=(
        used_as("resolutionFile", "agenda_item_id", "resolution"),
        used_as("auxiliaryFile", "agenda_item_id", "auxiliary"),
    ),
    expected=("order",),
    finish=place_item,
)
