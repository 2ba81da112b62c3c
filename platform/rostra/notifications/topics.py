"""What letters are about, which of them must be, and how often they come unless one chooses."""

from dataclasses import dataclass
from enum import StrEnum

from rostra.notifications.models import Rhythm


class Topic(StrEnum):
    """What a letter is about."""

    ACCOUNT = "account"
    """The invitation to an account."""
    INVITATION = "invitation"
    """Invitations, supplements, moves and cancellations of meetings (INV-1)."""
    REQUEST = "request"
    """What became of a request for an item (AGD-1)."""
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    COMMENT = "comment"
    """What becomes of a comment of one's own: answers, the city's above all."""
    FOLLOWING = "following"
    """What is new about things that one follows."""
    MODERATION = "moderation"
    """Receipts, statements of reasons and answers to appeals (NOT-1, SOR-1)."""
    REPORT = "report"
    """What becomes of a defect report."""


@dataclass(frozen=True)
class Terms:
    """How letters about a topic are sent."""

    official: bool = False
    """Whether they must be sent: nobody can switch them off."""
    rhythm: Rhythm = Rhythm.AT_ONCE


TERMS: dict[Topic, Terms] = {
    Topic.ACCOUNT: Terms(official=True),
    Topic.INVITATION: Terms(official=True),
    Topic.REQUEST: Terms(),
    Topic.MINUTES: Terms(),
    Topic.RESOLUTION: Terms(),
    Topic.COMMENT: Terms(),
    Topic.FOLLOWING: Terms(rhythm=Rhythm.DAILY),
    Topic.MODERATION: Terms(official=True),
    Topic.REPORT: Terms(),
}
CHOOSABLE = tuple(topic for topic, terms in TERMS.items() if not terms.official)
"""The topics about which one may choose."""
