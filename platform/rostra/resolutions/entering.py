"""The register fills itself: what was resolved in a sitting is entered when the sitting closes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from rostra.access import system
from rostra.database import Database
from rostra.errors import NotFound
from rostra.events import LoggedEvent
from rostra.resolutions.services import enter_resolutions
from rostra.sittings.events import SittingClosed


@dataclass(frozen=True)
class Registrar:
    """A subscriber of the log that enters resolutions; what is entered already stays as it is."""

    zone: ZoneInfo

    name = "register"

    async def handle(self, database: Database, events: list[LoggedEvent]) -> None:
        """Enter what was resolved in the sittings that these events closed."""
        closed = [one for one in events if one.name == SittingClosed.__name__]
        for meeting_id in dict.fromkeys(id for one in closed for id in one.things()["meeting"]):
            async with database.work(system) as work:
                try:
                    await enter_resolutions(work, meeting_id, self.zone)
                except NotFound:  # the meeting has gone since
                    continue
