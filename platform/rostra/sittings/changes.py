"""What changed in a sitting, numbered without gaps: for everybody, and for the public apart.

Whoever changes what the live view shows calls `note_change` in the same transaction. A screen
that has seen number N asks for what came after; what it shows is read anew, so a change holds
no content. The public has numbers of its own, which do not tell how much happens behind closed
doors.
"""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from rostra.access import PUBLIC
from rostra.sittings.models import Part, Sitting, SittingChange
from rostra.work import Work


async def note_change(
    work: Work, meeting_id: UUID, parts: Iterable[Part], audience_id: int
) -> None:
    """Number the change of these parts; those of the audience may learn that there was one.

    Does nothing where no sitting has begun: nobody is watching.
    """
    openly = audience_id == PUBLIC
    row = await work.change(
        sa.update(Sitting)
        .where(Sitting.meeting_id == meeting_id)
        .values(
            sequence=Sitting.sequence + 1,
            public_sequence=Sitting.public_sequence + (1 if openly else 0),
        )
        .returning(Sitting.sequence, Sitting.public_sequence)
    )
    numbers = row.first()
    if numbers is None:
        return
    work.add(
        SittingChange(
            meeting_id=meeting_id,
            sequence=numbers.sequence,
            public_sequence=numbers.public_sequence if openly else None,
            audience_id=audience_id,
            parts=sorted(parts),
            at=work.now,
        )
    )
    await work.flush()
