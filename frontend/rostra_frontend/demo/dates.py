"""When the demo city meets: its calendar, reckoned from today."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Berlin")
HELD = 17
"""So many meetings of the council lie behind us: about twenty months."""
AHEAD = 3
SOON = 7
"""So many days at least lie before the next meeting of the council, and less than a week more."""
PAUSE = 21
"""So many days at least lie between that meeting and the one after it."""
TODAY = "stadt"
"""The committee that meets on the very day on which the demo is built."""

BEFORE_COUNCIL = {
    "rad": (23, 17, 0), "hopfgrund": (22, 19, 0), "senioren": (21, 14, 0), "klima": (20, 16, 0),
    "oberranne": (20, 19, 0), "jugend": (19, 16, 0), "kultur": (16, 18, 0), "sozial": (15, 17, 30),
    "stadt": (13, 17, 30), "finanzen": (8, 17, 30), "haupt": (7, 17, 0), "stadtrat": (0, 17, 0),
}  # fmt: skip
"""How many days before the council each group meets, and at what time."""

DAY = dt.timedelta(days=1)


def easter(year: int) -> dt.date:
    """Easter Sunday, by the Gregorian reckoning."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, day = divmod(h + k - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def is_free(day: dt.date) -> bool:
    """Whether nobody works on the day: weekends and the holidays of Thuringia."""
    sunday = easter(day.year)
    moving = {sunday + days * DAY for days in (-2, 1, 39, 50)}
    fixed = {(1, 1), (5, 1), (9, 20), (10, 3), (10, 31), (12, 25), (12, 26)}
    return day.weekday() > 4 or day in moving or (day.month, day.day) in fixed


def working_day(day: dt.date) -> dt.date:
    """The day, or the next one on which people work."""
    while is_free(day):
        day += DAY
    return day


def council_day(year: int, month: int) -> dt.date | None:
    """The council's Wednesday of the month: the last one, the third before Christmas."""
    if month in (7, 8):
        return None
    first = dt.date(year, month, 1)
    wednesdays = [first + n * DAY for n in range(31) if (first + n * DAY).weekday() == 2]
    within = [day for day in wednesdays if day.month == month]
    day = within[2] if month == 12 else within[-1]
    return day - 7 * DAY if is_free(day) else day


def next_wednesday(day: dt.date) -> dt.date:
    """The next Wednesday on which people work, or the day before it."""
    day += (2 - day.weekday()) % 7 * DAY
    while is_free(day):
        day -= DAY
    return day


def council_days(since: dt.date, until: dt.date) -> list[dt.date]:
    """All meetings of the council from one day to another."""
    months = ((year, month) for year in range(since.year, until.year + 1) for month in range(1, 13))
    days = (council_day(year, month) for year, month in months)
    return [day for day in days if day is not None and since <= day <= until]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The council's meetings: those behind us, those ahead, and the term in which they lie."""

    today: dt.date
    held: tuple[dt.date, ...]
    ahead: tuple[dt.date, ...]
    term_start: dt.date
    sitting_since: dt.datetime | None = None
    """When the committee's sitting of today began, where it has begun."""

    @classmethod
    def of(cls, today: dt.date, sitting_since: dt.datetime | None = None) -> "Calendar":
        """The calendar as it looks on the day."""
        year = 366 * DAY
        held = [day for day in council_days(today - 3 * year, today) if day < today][-HELD:]
        soon = next_wednesday(today + SOON * DAY)
        ahead = [soon, *council_days(soon + PAUSE * DAY, today + year)][:AHEAD]
        began = held[0] - 60 * DAY
        start = dt.date(began.year if began.month >= 6 else began.year - 1, 6, 1)
        return cls(today, tuple(held), tuple(ahead), start, sitting_since)

    @property
    def slots(self) -> dict[int, dt.date]:
        """The days of the council by number: -1 is the last one held, 1 the next one."""
        behind = {number - len(self.held): day for number, day in enumerate(self.held)}
        return behind | {number: day for number, day in enumerate(self.ahead, 1)}

    def slot(self, wished: int | str) -> int:
        """The number of a meeting: as given, or that of the last one held in a month."""
        if isinstance(wished, int):
            return wished
        fitting = [n for n, day in self.slots.items() if n < 0 and day.month == int(wished)]
        return max(fitting)

    def number(self, slot: int) -> int:
        """The how-manieth meeting of the term it is."""
        before = len(council_days(self.term_start, self.held[0]))
        return before + len(self.held) + slot - (slot > 0)

    def day(self, group: str, slot: int) -> dt.date:
        """When a group meets before that meeting of the council; one group meets today."""
        if (group, slot) == (TODAY, 1):
            return self.today
        return working_day(self.slots[slot] - BEFORE_COUNCIL[group][0] * DAY)

    def start(self, group: str, slot: int) -> dt.datetime:
        """The hour at which a group meets, in the city's time."""
        if (group, slot) == (TODAY, 1) and self.sitting_since is not None:
            return self.sitting_since
        _, hour, minute = BEFORE_COUNCIL[group]
        return dt.datetime.combine(self.day(group, slot), dt.time(hour, minute), ZONE)

    @property
    def term_end(self) -> dt.date:
        """The last day of the term."""
        return self.term_start.replace(year=self.term_start.year + 5) - DAY

    @property
    def previous_start(self) -> dt.date:
        """The first day of the term before."""
        return self.term_start.replace(year=self.term_start.year - 5)


def numbers_in(text: str, day: dt.date) -> str:
    """The text with its years filled in, as they were on the day."""
    for gap, year in (
        ("{jahr}", day.year),
        ("{vorjahr}", day.year - 1),
        ("{folgejahr}", day.year + 1),
        ("{folgejahr+3}", day.year + 4),
    ):
        text = text.replace(gap, str(year))
    return text


def spelled(day: dt.date) -> str:
    """A day as minutes write it."""
    return day.strftime("%d.%m.%Y")
