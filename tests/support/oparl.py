"""A small city as another council system would publish it, and the way to import it."""

import json
from pathlib import Path
from zoneinfo import ZoneInfo

from rostra.database import Database
from rostra.imports.oparl.documents import documents_of
from rostra.imports.oparl.importing import Import, Progress
from rostra.imports.oparl.reporting import Report

ROOT = "https://rat.example.org/oparl/body/1"
SCHEMA = "https://schema.oparl.org/1.1/"
EARLY = "2024-01-01T10:00:00+01:00"
LATE = "2024-06-01T10:00:00+02:00"


def thing(what: str, number: int | str, /, **fields) -> dict:
    """An OParl 1.1 object with its times."""
    return {
        "id": f"{ROOT}/{what.lower()}/{number}",
        "type": SCHEMA + what,
        "created": EARLY,
        "modified": EARLY,
        **fields,
    }


def address(name: str, number: int | str) -> str:
    """The address of an object of the small city."""
    return f"{ROOT}/{name.lower()}/{number}"


def body() -> dict:
    """The body, with a term and the addresses of its lists."""
    return {
        **thing("Body", 1, name="Testhausen", legislativeTerm=[thing("LegislativeTerm", 1)]),
        "id": ROOT,
        "organization": f"{ROOT}/organizations",
        "person": f"{ROOT}/persons",
        "meeting": f"{ROOT}/meetings",
        "paper": f"{ROOT}/papers",
    }


def organization(number: int = 1, **fields) -> dict:
    """A committee."""
    return thing("Organization", number, body=ROOT, name=f"Ausschuss {number}", **fields)


def person(number: int = 1, **fields) -> dict:
    """A councillor with one membership."""
    membership = thing(
        "Membership", number, organization=address("Organization", 1), role="Mitglied"
    )
    return (
        thing("Person", number, body=ROOT, name=f"Rat {number}", membership=[membership]) | fields
    )


def file(number: int, **fields) -> dict:
    """A file's description."""
    return thing("File", number, name=f"Anlage {number}", accessUrl=f"{ROOT}/f/{number}") | fields


def meeting(number: int = 1, items: int = 2, **fields) -> dict:
    """A sitting with an agenda, a place and an invitation."""
    agenda = [
        thing("AgendaItem", f"{number}-{place}", order=place, number=str(place + 1),
              name=f"Punkt {place}", public=True)
        for place in range(items)
    ]  # fmt: skip
    return thing(
        "Meeting", number, name=f"Sitzung {number}", organization=[address("Organization", 1)],
        start="2024-05-02T18:00:00+02:00", end="2024-05-02T20:00:00+02:00",
        location=thing("Location", 1, description="Rathaus"), invitation=file(f"m{number}"),
        participant=[address("Person", 1)], agendaItem=agenda,
    ) | fields  # fmt: skip


def paper(number: int = 1, **fields) -> dict:
    """A paper with a file, consulted under the first item of the first meeting."""
    consultation = thing(
        "Consultation", number, agendaItem=address("AgendaItem", "1-0"),
        meeting=address("Meeting", 1), organization=[address("Organization", 1)],
        authoritative=True, role="Entscheidung",
    )  # fmt: skip
    return thing(
        "Paper", number, body=ROOT, name=f"Vorlage {number}", reference=f"24/000{number}-BV",
        date="2024-04-01", mainFile=file(f"p{number}"), consultation=[consultation],
    ) | fields  # fmt: skip


def city() -> list[dict]:
    """Everything, in an order in which nearly every reference comes before its target."""
    return [paper(1), paper(2, relatedPaper=[address("Paper", 1)]), meeting(1), person(1),
            organization(1), body()]  # fmt: skip


def written(folder: Path, *objects: dict, name: str = "objects.jsonl") -> Path:
    """A folder with the objects, one on each line."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text("\n".join(json.dumps(one) for one in objects), "utf-8")
    return folder


async def imported(database: Database, source: Path, **options) -> Report:
    """The report of an import of a folder or file into the database."""
    texts = options.pop("texts", None)
    report = Report(str(source))
    running = Import(
        database, report, source.parent / "imports", ZoneInfo("Europe/Berlin"), Progress(),
        **options,
    )  # fmt: skip
    await running.run(lambda report: documents_of(source, report), texts)
    refused = [key for key in report.deviations if key[1] == "refused by the database"]
    assert not refused, report.as_json()
    return report


def deviations(report: Report) -> dict[tuple[str, str], int]:
    """How often each deviation came."""
    return {key: one.count for key, one in report.deviations.items()}


def dangling(report: Report) -> dict[str, int]:
    """How many references of each field wait."""
    return {key: one.count for key, one in report.dangling.items()}
