"""Two documents from one source: what everybody may read, and what the asking person may read."""

from enum import StrEnum

from rostra.work import Work


class Edition(StrEnum):
    """For whom a document is printed (MIN-4)."""

    PUBLIC = "public"
    """For everybody, whoever asks for it."""
    FULL = "full"
    """As far as the actor may read."""


def reader_of(work: Work, edition: Edition) -> Work:
    """The Work through which an edition reads: the public's own for the public edition."""
    return work.as_the_public() if edition == Edition.PUBLIC else work
