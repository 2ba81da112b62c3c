"""How papers and consultations are read."""

from rostra.imports.oparl import converting
from rostra.imports.oparl.mapping import Entry, Field, Link, Reference, Rule, table_of
from rostra.imports.oparl.mappings.files import used_as
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.vocabulary import VENDOR
from rostra.papers.models import (
    Consultation,
    ConsultationOrganization,
    Paper,
    PaperLocation,
    PaperOrganization,
    PaperPerson,
    PaperRelation,
)


def related_as(key: str, relation: str) -> Link:
    """A field that names other papers."""
    table = table_of(PaperRelation)
    return Link(key, table, "paper_id", "other_id", "paper", {"relation": relation})


def taken_part_as(key: str, part: str) -> Link:
    """A field that names organizations behind a paper."""
    table = table_of(PaperOrganization)
    return Link(key, table, "paper_id", "organization_id", "organization", {"part": part})


paper = Rule(
    "paper",
    Paper,
    fields=(
        Field("name", "name"),
        Field("reference", "reference", converting.trimmed),
        Field("date", "date", converting.date),
        Field("paperType", "paper_type"),
        Field(f"{VENDOR}proposedResolution", "proposed_resolution"),
    ),
    links=(
        related_as("relatedPaper", "related"),
        related_as("superordinatedPaper", "superordinated"),
        related_as("subordinatedPaper", "subordinated"),
        taken_part_as("originatorOrganization", "originator"),
        taken_part_as("underDirectionOf", "direction"),
        Link("originatorPerson", table_of(PaperPerson), "paper_id", "person_id", "person"),
        Link("location", table_of(PaperLocation), "paper_id", "location_id", "location"),
        used_as("mainFile", "paper_id", "main"),
        used_as("auxiliaryFile", "paper_id", "auxiliary"),
    ),
    known=("body",),
)


def place_consultation(entry: Entry, _report: Report) -> None:
    """The place in the sequence of consultations."""
    entry.row["position"] = entry.found.position or 0


consultation = Rule(
    "consultation",
    Consultation,
    fields=(
        Field("authoritative", "authoritative", converting.boolean),
        Field("role", "role"),
    ),
    references=(
        Reference("paper", "paper_id", "paper"),
        Reference("agendaItem", "agenda_item_id", "agenda_item"),
        Reference("meeting", "meeting_id", "meeting"),
    ),
    links=(
        Link(
            "organization",
            table_of(ConsultationOrganization),
            "consultation_id",
            "organization_id",
            "organization",
        ),
    ),
    finish=place_consultation,
)
