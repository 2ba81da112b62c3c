"""In which order requests to speak are called: one rule, without a database."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from rostra.organizations.rules import SpeakersOrder
from rostra.sittings.models import SpeechType


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request to speak, as far as the order depends on it."""

    id: UUID
    speech_type: str
    position: int
    faction_id: UUID | None = None


def called_in_order(
    requests: Iterable[Waiting],
    rule: SpeakersOrder,
    seconds: Mapping[UUID | None, int] | None = None,
) -> list[Waiting]:
    """The requests in the order in which they are called.

    Points of order come first, as they came. The others come as they came, or, where the rule
    is balanced, those of the faction first that has spoken the fewest seconds to the item; with
    each that is called its faction is reckoned to have spoken as long as the mean so far.
    """
    waiting = sorted(requests, key=lambda one: (one.position, one.id))
    first = [one for one in waiting if one.speech_type == SpeechType.POINT_OF_ORDER]
    others = [one for one in waiting if one.speech_type != SpeechType.POINT_OF_ORDER]
    if rule == SpeakersOrder.PLAIN:
        return first + others
    spoken = dict(seconds or {})
    known = [one for one in spoken.values() if one]
    share = max(sum(known) // len(known), 1) if known else 1
    ordered: list[Waiting] = []
    while others:
        following = min(others, key=lambda one: (spoken.get(one.faction_id, 0), one.position))
        others.remove(following)
        spoken[following.faction_id] = spoken.get(following.faction_id, 0) + share
        ordered.append(following)
    return first + ordered
