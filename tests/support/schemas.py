"""The JSON Schemas of OParl 1.1, made as strict as the standard's prose."""

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft7Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

FOLDER = Path(__file__).parents[3] / "shared/data/oparl-schema"
BODY_LISTS_OF_1_1 = [
    "agendaItem", "consultation", "file", "membership", "locationList", "legislativeTermList",
]  # fmt: skip
GRAVE = ["id", "type", "created", "modified", "deleted"]
"""What the standard leaves of a deleted object."""

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
DATE = re.compile(r"\d{4}-\d\d-\d\d")
URL = re.compile(r"https?://[^\s/]+(/\S*)?")


def written_as(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    """Whether a value has the pattern; what is no text is for the type to refuse."""
    return lambda value: not isinstance(value, str) or bool(pattern.fullmatch(value))


FORMATS = {
    "date-time": written_as(DATE_TIME), "date": written_as(DATE), "url": written_as(URL),
}  # fmt: skip
checker = FormatChecker(formats=())
for format_name, fits in FORMATS.items():
    checker.checks(format_name)(fits)


@cache
def schemas() -> dict[str, dict[str, Any]]:
    """The schema of each type, with what the prose makes mandatory."""
    if not FOLDER.exists():
        pytest.skip("the OParl schemas are not beside the checkout")
    found = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    for name, schema in found.items():
        schema["required"] = sorted({*schema["required"], "created", "modified"})
        if name == "Body":
            schema["required"] += BODY_LISTS_OF_1_1
    return found


@cache
def quick_validator(name: str) -> jsonschema_rs.Draft7Validator:
    """A validator of a type that says yes or no in a moment, for whole cities."""
    resources = [
        (address, schema)
        for schema in schemas().values()
        for address in (schema["$id"], schema["$id"] + ".json")
    ]
    return jsonschema_rs.Draft7Validator(
        schemas()[name], formats=FORMATS, validate_formats=True, offline=True,
        registry=jsonschema_rs.Registry(resources),
    )  # fmt: skip


@cache
def validator(name: str) -> Draft7Validator:
    """The validator of a type, which tells what is wrong."""
    resources = [
        (address, Resource.from_contents(schema, default_specification=DRAFT7))
        for schema in schemas().values()
        for address in (schema["$id"], schema["$id"] + ".json")
    ]
    return Draft7Validator(
        schemas()[name], registry=Registry().with_resources(resources), format_checker=checker
    )


def faults(thing: dict[str, Any]) -> list[str]:
    """What is wrong with an object, by schema and by the prose; nothing when it conforms."""
    name = thing["type"].rsplit("/", 1)[-1]
    if thing.get("deleted"):
        return [f"{name}: no {field}" for field in GRAVE if field not in thing]
    found = []
    if not quick_validator(name).is_valid(thing):
        found = [
            f"{name} {thing['id']}: {fault.json_path}: {fault.message[:200]}"
            for fault in validator(name).iter_errors(thing)
        ] or [f"{name} {thing['id']} does not fit its schema"]
    return found + [f"{name} {thing['id']}: {path} is empty" for path in hollow(thing)]


def hollow(value: Any, path: str = "$") -> list[str]:
    """Where a value is null, an empty text or an empty list that nothing demands."""
    if value is None or value == "" or value == {}:
        return [path]
    if value == []:
        return [] if path.endswith(".legislativeTerm") else [path]
    if isinstance(value, dict):
        if path.endswith(".geojson"):
            return []
        return [one for name, part in value.items() for one in hollow(part, f"{path}.{name}")]
    if isinstance(value, list):
        return [one for n, part in enumerate(value) for one in hollow(part, f"{path}[{n}]")]
    return []
