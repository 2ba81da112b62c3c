"""What accepted motions on procedure do to the sitting."""

from collections.abc import Awaitable, Callable

from rostra.voting.grounds import Ground
from rostra.voting.models import Ballot, Motion, MotionType
from rostra.work import Work

Effect = Callable[[Work, Ground, Motion, Ballot], Awaitable[None]]
"""Does to the sitting what was decided."""

EFFECTS: dict[MotionType, Effect] = {}
"""What each type of motion does; a type that is not listed asks the chair to act upon it."""


async def carry_out(work: Work, ground: Ground, motion: Motion, ballot: Ballot) -> None:
    """Do what an accepted motion on procedure asks for."""
    effect = EFFECTS.get(MotionType(motion.motion_type))
    if effect is not None:
        await effect(work, ground, motion, ballot)
