"""Who is told what about accounts and about resolutions to be carried out."""

import sqlalchemy as sa

from rostra.access import Office
from rostra.events import LoggedEvent
from rostra.notifications.letters import Note
from rostra.notifications.meeting_tellers import accounts_of
from rostra.notifications.models import Letter
from rostra.notifications.topics import Topic
from rostra.organizations.models import Membership
from rostra.organizations.queries import lasts
from rostra.people.inviting import issue_invitation
from rostra.resolutions.models import Resolution
from rostra.work import Work


async def account_invited(work: Work, event: LoggedEvent) -> list[Note]:
    """Sends the link with which an account is taken into use; its token is made here and now."""
    notes = []
    for account_id in event.things().get("account", []):
        key = f"{event.position}:{account_id}"
        if await work.first(sa.select(Letter.id).where(Letter.unique_key == key)):
            continue  # told already: another token would end the link that was sent
        token = await issue_invitation(work, account_id)
        if token is not None:
            path = f"/invitations/{token}"
            notes.append(Note(account_id, Topic.ACCOUNT, key, "account_invited", path))
    return notes


async def resolution_assigned(work: Work, event: LoggedEvent) -> list[Note]:
    """Tells the department that is to carry a resolution out."""
    notes = []
    things = event.things()
    for resolution_id in things.get("resolution", []):
        public = work.as_the_public()
        shown = await public.first(
            public.readable(Resolution).where(Resolution.id == resolution_id)
        )
        values = {"resolution": {"number": shown.number, "title": shown.title} if shown else None}
        persons = await work.fetch(
            sa.select(Membership.person_id)
            .where(
                Membership.organization_id.in_(things.get("organization", [])),
                Membership.office == Office.EDITOR,
                Membership.person_id.is_not(None),
                work.may_read(Membership),
                lasts(Membership, work.today),
            )
            .distinct()
        )
        notes += [
            Note(
                account_id,
                Topic.RESOLUTION,
                f"{event.position}:{account_id}",
                "resolution_assigned",
                f"/resolutions/{resolution_id}",
                values,
            )
            for account_id in await accounts_of(work, persons)
        ]
    return notes
