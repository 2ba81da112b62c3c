"""Reading service requests of GeoReport v2 from the web or from a file, as JSON or as XML."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from rostra.errors import Invalid
from rostra.imports.fetching import Source, is_address
from rostra.reports.places import Point
from rostra.rich_text import cleaned_text

LARGEST = 64 * 1024 * 1024
"""Bytes of a reply."""
CLOSED = "closed"


@dataclass(frozen=True)
class ServiceRequest:
    """A report of another system, in clean words."""

    key: str
    """Its id there."""
    code: str
    category: str
    text: str
    closed: bool
    notes: str
    address: str
    latitude: float | None
    longitude: float | None
    requested: str
    """When it was made there, in UTC."""
    updated: str
    media_url: str

    @property
    def content_hash(self) -> str:
        """What is kept to see whether it has changed."""
        facts = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()


def at(source: str, own_network: bool = False) -> Source:
    """The list of requests of a source: of an interface that is named as such, its list."""
    parts = source.partition("?")
    if is_address(source) and not parts[0].endswith((".json", ".xml")):
        source = parts[0].rstrip("/") + "/requests.json" + parts[1] + parts[2]
    return Source(source, LARGEST, own_network)


def objects_in(content: bytes) -> list[dict[str, Any]]:
    """The service requests of a reply, whichever form it has."""
    found = from_xml(content) if content.lstrip()[:1] == b"<" else from_json(content)
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Invalid("source", "This is no list of service requests.")
    return found


def from_json(content: bytes) -> Any:
    """What JSON says; one request alone stands for a list of it."""
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise Invalid("source", f"This is no JSON: {error}") from error
    return [found] if isinstance(found, dict) else found


def from_xml(content: bytes) -> list[dict[str, Any]]:
    """What XML says; nothing in it can call anything up."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise Invalid("source", f"This is no XML: {error}") from error
    return [
        {etree.QName(field).localname: field.text for field in request if field.tag is not None}
        for request in root.iter("{*}request")
    ]


def service_request(found: dict[str, Any], zone: ZoneInfo) -> ServiceRequest:
    """One request in clean words; Invalid names the field that makes it useless."""
    key = line(found.get("service_request_id"))
    if not key:
        raise Invalid("service_request_id", "It has no service_request_id.")
    latitude, longitude = degrees(found.get("lat")), degrees(found.get("long"))
    if latitude is None or longitude is None:
        latitude = longitude = None
    else:
        Point(latitude, longitude)
    category = line(found.get("service_name")) or line(found.get("service_code")) or "?"
    requested = moment(found.get("requested_datetime"), zone)
    if requested is None:
        raise Invalid("requested_datetime", "It has no requested_datetime.")
    updated = moment(found.get("updated_datetime"), zone) or requested
    address, zipcode = line(found.get("address")), line(found.get("zipcode"))
    if zipcode and zipcode not in address:
        address = f"{address}, {zipcode}" if address else zipcode
    return ServiceRequest(
        key=key,
        code=line(found.get("service_code")) or category,
        category=category,
        text=cleaned_text(str(found.get("description") or "")) or category,
        closed=line(found.get("status")).lower() == CLOSED,
        notes=cleaned_text(str(found.get("status_notes") or "")),
        address=address,
        latitude=latitude,
        longitude=longitude,
        requested=requested.isoformat(),
        updated=max(updated, requested).isoformat(),
        media_url=web_address(found.get("media_url")),
    )


def line(value: Any) -> str:
    """A text in one line."""
    return " ".join(cleaned_text("" if value is None else str(value)).split())


def degrees(value: Any) -> float | None:
    """A number of degrees; None for what is none."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def moment(value: Any, zone: ZoneInfo) -> dt.datetime | None:
    """A moment in UTC to the second; without an offset it is the city's time."""
    try:
        read = dt.datetime.fromisoformat(line(value))
    except ValueError:
        return None
    aware = read if read.tzinfo else read.replace(tzinfo=zone)
    return aware.astimezone(dt.UTC).replace(microsecond=0)


def web_address(value: Any) -> str:
    """An address on the web; empty for anything else."""
    written = line(value)
    return written if is_address(written) and len(written) <= 2_000 else ""
