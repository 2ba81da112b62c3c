"""The plot of the demo city: its whole story, told before anything is written down."""

import datetime as dt
from dataclasses import dataclass

from rostra_frontend.demo.agendas import Sitting, sittings_of
from rostra_frontend.demo.dates import Calendar
from rostra_frontend.demo.filing import Filed, filed
from rostra_frontend.demo.proceeding import hold
from rostra_frontend.demo.seating import Doorkeeper, Seat, seats_of
from rostra_frontend.demo.stories import Stories, stories


@dataclass(frozen=True, slots=True)
class Plot:
    """The whole story of the city, told before anything is written down."""

    told: Stories
    calendar: Calendar
    seats: list[Seat]
    sittings: list[Sitting]
    papers: list[Filed]

    @classmethod
    def of(cls, today: dt.date, sitting_since: dt.datetime | None = None) -> "Plot":
        """The story as it stands on the day, with a sitting that has begun already."""
        told = stories()
        calendar = Calendar.of(today, sitting_since)
        seats = seats_of(told.people, calendar)
        sittings = sittings_of(calendar, told.city.organization, told.papers, told.proceedings)
        keeper = Doorkeeper(told.people, tuple(told.proceedings.reasons["excused"]))
        for sitting in sittings:
            hold(sitting, seats, keeper)
        return cls(told, calendar, seats, sittings, filed(told.papers, sittings, calendar))
