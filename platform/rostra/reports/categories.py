"""Keeping what can be reported, with the department that answers and its time."""

import re
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC, Permission
from rostra.errors import Invalid
from rostra.organizations.models import Body, Organization
from rostra.reports.events import CategoryKept
from rostra.reports.models import ReportCategory
from rostra.reports.writing import in_one_line
from rostra.rich_text import cleaned_text
from rostra.work import Work

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
MOST_DAYS = 3_650
MOST_KEYWORDS = 20


@dataclass(frozen=True)
class CategoryTerms:
    """What is to be known of a category."""

    code: str
    name: str
    description: str = ""
    group_name: str = ""
    keywords: tuple[str, ...] = ()
    organization_id: UUID | None = None
    days: int | None = None
    active: bool = True


async def create_category(work: Work, body_id: UUID, terms: CategoryTerms) -> ReportCategory:
    """Let something new be reported."""
    body = await work.find(Body, body_id)
    work.authorize(Permission.CATEGORY_KEEP, body)
    values = await checked_terms(work, body.id, terms)
    await refuse_taken_code(work, body.id, terms.code)

    category = ReportCategory(body_id=body.id, audience_id=PUBLIC, **values)
    work.add(category)
    await work.flush()
    work.record(CategoryKept(category.id))
    return category


async def change_category(work: Work, category_id: UUID, terms: CategoryTerms) -> ReportCategory:
    """Change what is known of a category; reports that there are keep their department."""
    category = await work.find(ReportCategory, category_id)
    work.authorize(Permission.CATEGORY_KEEP, category)
    values = await checked_terms(work, category.body_id, terms)
    if terms.code != category.code:
        await refuse_taken_code(work, category.body_id, terms.code)

    for name, value in values.items():
        setattr(category, name, value)
    await work.flush()
    work.record(CategoryKept(category.id))
    return category


async def checked_terms(work: Work, body_id: UUID, terms: CategoryTerms) -> dict[str, object]:
    """The terms as columns; Invalid names what is wrong."""
    name = in_one_line("name", terms.name)
    if not name:
        raise Invalid("name", "Please give a name.")
    if not CODE.fullmatch(terms.code):
        raise Invalid("code", "A code has letters, digits, dots and hyphens, and no spaces.")
    if terms.days is not None and not 0 <= terms.days <= MOST_DAYS:
        raise Invalid("days", f"The number must be between 0 and {MOST_DAYS}.")
    if terms.organization_id is not None:
        organization = await work.find(Organization, terms.organization_id)
        if organization.body_id != body_id:
            raise Invalid("organization", "This organization belongs to another body.")
    keywords = [word for one in terms.keywords if (word := in_one_line("keywords", one))]
    return {
        "code": terms.code,
        "name": name,
        "description": cleaned_text(terms.description)[:1_000] or None,
        "group_name": in_one_line("groupName", terms.group_name) or None,
        "keywords": keywords[:MOST_KEYWORDS],
        "organization_id": terms.organization_id,
        "days": terms.days,
        "active": terms.active,
    }


async def refuse_taken_code(work: Work, body_id: UUID, code: str) -> None:
    """Refuse a code that another category of the body has."""
    taken = sa.select(ReportCategory.id).where(
        ReportCategory.body_id == body_id, ReportCategory.code == code
    )
    if await work.first(taken) is not None:
        raise Invalid("code", "Another category has this code.")
