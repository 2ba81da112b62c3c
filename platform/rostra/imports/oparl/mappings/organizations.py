"""How bodies, terms, locations, organizations and memberships are read."""

from urllib.parse import urlsplit

from rostra.imports.oparl import converting
from rostra.imports.oparl.mapping import Entry, Field, Reference, Rule
from rostra.imports.oparl.reporting import Report
from rostra.organizations.models import Body, LegislativeTerm, Location, Membership, Organization


def name_body(entry: Entry, report: Report) -> None:
    """A body without a name is called by the host on which it is published."""
    if not entry.row["name"]:
        report.problem("body", "without name", entry.found.id)
        entry.row["name"] = urlsplit(entry.found.id).hostname or entry.found.id


body = Rule(
    "body",
    Body,
    fields=(
        Field("name", "name"),
        Field("shortName", "short_name"),
        Field("website", "website", converting.trimmed),
        Field("licenseValidSince", "license_valid_since", converting.moment),
        Field("oparlSince", "oparl_since", converting.moment),
        Field("ags", "ags", converting.trimmed),
        Field("rgs", "rgs", converting.trimmed),
        Field("equivalent", "equivalent", converting.texts),
        Field("contactEmail", "contact_email", converting.trimmed),
        Field("contactName", "contact_name"),
        Field("classification", "classification"),
    ),
    references=(Reference("location", "location_id", "location"),),
    expected=("organization", "person", "meeting", "paper", "legislativeTerm"),
    finish=name_body,
)

legislative_term = Rule(
    "legislative_term",
    LegislativeTerm,
    fields=(
        Field("name", "name"),
        Field("startDate", "start_date", converting.date),
        Field("endDate", "end_date", converting.date),
    ),
    known=("body",),
)


def check_coordinates(entry: Entry, report: Report) -> None:
    """Note coordinates that GeoJSON would not have: as text, or latitude before longitude."""
    geometry = (entry.row["geojson"] or {}).get("geometry")
    point = geometry.get("coordinates") if isinstance(geometry, dict) else None
    if not isinstance(point, list) or len(point) < 2:
        return
    if isinstance(point[0], str):
        report.problem("location", "coordinates are text", entry.found.id, point)
    elif isinstance(point[0], (int, float)) and 45 < point[0] < 56:
        report.problem("location", "latitude before longitude", entry.found.id, point)


location = Rule(
    "location",
    Location,
    fields=(
        Field("description", "description"),
        Field("geojson", "geojson", converting.json),
        Field("streetAddress", "street_address", converting.trimmed),
        Field("room", "room"),
        Field("postalCode", "postal_code", converting.trimmed),
        Field("subLocality", "sub_locality"),
        Field("locality", "locality"),
    ),
    finish=check_coordinates,
)

organization = Rule(
    "organization",
    Organization,
    fields=(
        Field("name", "name"),
        Field("shortName", "short_name"),
        Field("post", "post", converting.texts),
        Field("organizationType", "organization_type"),
        Field("classification", "classification"),
        Field("startDate", "start_date", converting.date),
        Field("endDate", "end_date", converting.date),
        Field("website", "website", converting.trimmed),
        Field("externalBody", "external_body", converting.trimmed),
        Field("memberCount", "member_count", converting.number),
        Field("votingMemberCount", "voting_member_count", converting.number),
    ),
    references=(
        Reference("subOrganizationOf", "sub_organization_of_id", "organization"),
        Reference("location", "location_id", "location"),
    ),
    known=("body",),
)

membership = Rule(
    "membership",
    Membership,
    fields=(
        Field("role", "role"),
        Field("votingRight", "voting_right", converting.boolean),
        Field("startDate", "start_date", converting.date),
        Field("endDate", "end_date", converting.date),
    ),
    references=(
        Reference("person", "person_id", "person"),
        Reference("organization", "organization_id", "organization"),
        Reference("onBehalfOf", "on_behalf_of_id", "organization"),
    ),
)
