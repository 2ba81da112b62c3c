"""Categories and reports as GeoReport v2 writes them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from rostra_frontend.open311.questions import OPEN

Thing = dict[str, Any]


def service(category: Thing) -> Thing:
    """A category as a service; with metadata where it asks something further."""
    return {
        "service_code": category["code"],
        "service_name": category["name"],
        "description": category["description"] or "",
        "metadata": bool(category["attributes"]),
        "type": "realtime",
        "keywords": ", ".join(category["keywords"]),
        "group": category["groupName"] or "",
    }


def definition(category: Thing) -> Thing:
    """What a category asks further."""
    return {
        "service_code": category["code"],
        "attributes": [attribute(one) for one in category["attributes"]],
    }


def attribute(asked: Thing) -> Thing:
    """A further question; the answers to choose from only where there are such."""
    told: Thing = {
        "variable": asked["variable"],
        "code": asked["code"],
        "datatype": asked["datatype"].lower(),
        "required": asked["required"],
        "datatype_description": asked["datatypeDescription"] or None,
        "order": asked["order"],
        "description": asked["question"],
    }
    if asked["choices"]:
        told["values"] = [{"key": one["key"], "name": one["name"]} for one in asked["choices"]]
    return told


def service_request(report: Thing, base: str, zone: ZoneInfo) -> Thing:
    """A report as a service request."""
    category, organization = report["category"] or {}, report["organization"] or {}
    photos = [f"{base}/reports/photos/{one['uuid']}.jpg" for one in report["photos"]]
    return {
        "service_request_id": report["reference"],
        "status": "open" if report["state"] in OPEN else "closed",
        "status_notes": report["reason"],
        "service_name": category.get("name"),
        "service_code": category.get("code"),
        "description": report["text"],
        "agency_responsible": report["responsible"] or organization.get("name"),
        "service_notice": None,
        "requested_datetime": moment(report["received"], zone),
        "updated_datetime": moment(report["modified"], zone),
        "expected_datetime": day_end(report["due"], zone),
        "address": report["address"],
        "address_id": None,
        "zipcode": None,
        "lat": report["latitude"],
        "long": report["longitude"],
        "media_url": photos[0] if photos else report["mediaUrl"],
        "attributes": [answer(one) for one in report["attributes"]],
    }


def answer(given: Thing) -> Thing:
    """What was answered to a further question; an extension of the standard."""
    return {"code": given["code"], "description": given["question"], "values": given["values"]}


def moment(written: str | dt.datetime | None, zone: ZoneInfo) -> str | None:
    """A moment in the city's time, as the W3C writes it."""
    if written is None:
        return None
    read = written if isinstance(written, dt.datetime) else dt.datetime.fromisoformat(written)
    return read.astimezone(zone).isoformat()


def day_end(written: str | dt.date | None, zone: ZoneInfo) -> str | None:
    """The last second of a day in the city."""
    if written is None:
        return None
    day = dt.date.fromisoformat(str(written))
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone).isoformat()
