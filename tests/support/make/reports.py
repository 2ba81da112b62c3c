"""Categories and defect reports for tests."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from rostra.admission import entering
from rostra.admission.entering import Visit
from rostra.admission.keys import key_named, signature
from rostra.organizations.models import Body, Organization
from rostra.people.models import Account
from rostra.reports.models import Report, ReportCategory
from support import actors
from support.make.organizations import make_body, make_organization
from support.make.people import make_account
from support.making import Place, kept


@dataclass(frozen=True)
class Depot:
    """A city with a department that mends roads and lamps, and somebody who reports."""

    body: Body
    department: Organization
    other: Organization
    lamps: ReportCategory
    roads: ReportCategory
    author: Account

    @property
    def editor(self):
        """Who deals with the department's reports."""
        return actors.editor_of(self.department)

    @property
    def citizen(self):
        """Whoever made the report, logged in."""
        return actors.account_holder(self.author)


async def make_category(place: Place, body: Body, **values: Any) -> ReportCategory:
    """Something that can be reported."""
    usual = {"code": "lamp", "name": "Straßenlaterne defekt", "keywords": ["Licht"], "days": 10}
    return await kept(place, ReportCategory, body_id=body.id, **{**usual, **values})


async def make_depot(place: Place, body: Body | None = None) -> Depot:
    """The city with its categories."""
    body = body or await make_body(place)
    department = await make_organization(place, body, name="Betriebshof", short_name="BH")
    other = await make_organization(place, body, name="Tiefbauamt", short_name="TB")
    lamps = await make_category(place, body, organization_id=department.id)
    roads = await make_category(
        place, body, code="road", name="Schlagloch", organization_id=other.id, days=None
    )
    author = await make_account(place, confirmed=dt.datetime.now(dt.UTC), display_name="Rita R.")
    return Depot(body, department, other, lamps, roads, author)


async def make_report(place: Place, depot: Depot, **values: Any) -> Report:
    """A report that everybody reads."""
    moment = dt.datetime.now(dt.UTC).replace(microsecond=0)
    usual = {
        "category_id": depot.lamps.id,
        "organization_id": depot.department.id,
        "text": "Die Laterne brennt nicht.",
        "address": "Am Anger 3",
        "latitude": 50.98,
        "longitude": 11.03,
        "state": "received",
        "received": moment,
        "author_id": depot.author.id,
        "author_name": "Rita R.",
    }
    return await kept(place, Report, body_id=depot.body.id, **{**usual, **values})


async def visit_to(work: Any, address: str = "192.0.2.9") -> Visit:
    """A visit of somebody who opened the form a minute ago."""
    moment = str(int((work.now - dt.timedelta(minutes=1)).timestamp()))
    signed = signature(await key_named(work, entering.KEY), moment)
    return Visit(address, opened=f"{moment}.{signed}")
