"""Who may give and take what: nobody more than they hold there, and nobody to themselves."""

from uuid import UUID

import sqlalchemy as sa

from rostra.access import NOBODY, Office, Permission, may_give
from rostra.errors import NotPermitted
from rostra.organizations.models import Body, Membership
from rostra.work import Work

TOO_MUCH = "Nobody gives or takes an office that permits more than their own."
OWN = "Nobody gives themselves a seat or an office. Please ask somebody else who keeps the seats."


def office_of(written: str | None) -> Office | None:
    """The office in a membership; None for a word that permits nothing."""
    try:
        return Office(written or Office.MEMBER)
    except ValueError:
        return None


def refuse_beyond(
    work: Work, office: str | None, body_id: UUID, organization_id: UUID | None
) -> None:
    """Refuse to give or take an office beyond what the actor holds in the same place."""
    held = office_of(office)
    if held is None or organization_id is None:
        return
    if not may_give(work.actor, held, body_id, organization_id):
        raise NotPermitted(TOO_MUCH)


def refuse_for_oneself(work: Work, person_id: UUID | None) -> None:
    """Refuse what would give the actor more than others have entrusted to them."""
    if person_id is not None and person_id == work.actor.person_id:
        raise NotPermitted(OWN)


async def keeps_the_house(work: Work) -> bool:
    """Whether the actor entrusts offices in the body with which the installation began."""
    home = await work.first(sa.select(Body.id).order_by(Body.id))
    return home is not None and work.actor.may_within(Permission.OFFICE_ENTRUST, home)


async def refuse_greater(work: Work, person_id: UUID) -> None:
    """Refuse to touch the account of somebody with an office, now or later, beyond one's own.

    All seats count, also those that the actor may not read.
    """
    seats = await work.fetch(
        sa.select(Membership).where(
            Membership.person_id == person_id,
            Membership.audience_id != NOBODY,
            sa.or_(Membership.end_date.is_(None), Membership.end_date >= work.today),
        )
    )
    for seat in seats:
        places = [one for one in (seat.organization_id, seat.body_id) if one is not None]
        if not work.actor.may_within(Permission.MEMBERSHIP_KEEP, *places):
            raise NotPermitted(TOO_MUCH)
        refuse_beyond(work, seat.office, seat.body_id, seat.organization_id)
