"""Who is told what about what they wrote themselves."""

import sqlalchemy as sa

from rostra.events import LoggedEvent
from rostra.notifications.letters import Note
from rostra.notifications.models import Letter
from rostra.notifications.topics import Topic
from rostra.people.confirming import issue_token
from rostra.people.models import Account, Confirmation
from rostra.work import Work


async def confirmation_asked(work: Work, event: LoggedEvent) -> list[Note]:
    """Sends the link with which something is confirmed; its token is made here and now.

    Who has a password and only wants to log in is told to use that.
    """
    notes = []
    for confirmation_id in event.things().get("confirmation", []):
        asked = await work.db.get(Confirmation, confirmation_id)
        account = await work.db.get(Account, asked.account_id) if asked else None
        key = f"{event.position}:{confirmation_id}"
        told = await work.first(sa.select(Letter.id).where(Letter.unique_key == key))
        if asked is None or account is None or told:
            continue  # told already: another token would end the link that was sent
        if asked.thing_kind is None and account.password_hash is not None:
            notes.append(Note(account.id, Topic.ACCOUNT, key, "use_password", "/login"))
            continue
        token = await issue_token(work, confirmation_id)
        if token is not None:
            values = {"kind": asked.thing_kind or ""}
            path = f"/confirm/{token}"
            notes.append(Note(account.id, Topic.ACCOUNT, key, "confirm_address", path, values))
    return notes
