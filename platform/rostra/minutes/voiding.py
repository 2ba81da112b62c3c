"""What a change does to signatures: who signed another wording has not signed this one (MIN-3)."""

import sqlalchemy as sa

from rostra.errors import Conflict
from rostra.minutes.events import SignaturesVoided
from rostra.minutes.models import Minutes, MinutesSignature, MinutesState
from rostra.work import Work


def refuse_settled(minutes: Minutes) -> None:
    """Refuse to change what a meeting has approved."""
    if minutes.state in (MinutesState.APPROVED, MinutesState.PUBLISHED):
        raise Conflict("MIN-3: These minutes are approved and can no longer be changed.")


async def void_signatures(work: Work, minutes: Minutes) -> None:
    """Take the minutes back to the draft, where somebody had signed them."""
    refuse_settled(minutes)
    gone = await work.change(
        sa.delete(MinutesSignature).where(MinutesSignature.minutes_id == minutes.id)
    )
    if not gone.rowcount and minutes.state == MinutesState.DRAFT:
        return
    minutes.state, minutes.signed, minutes.voided = MinutesState.DRAFT, None, work.now
    work.record(SignaturesVoided(minutes.id))
