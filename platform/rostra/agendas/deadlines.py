"""The days that count before a meeting: when an invitation and a notice are in time.

All of them are days of the city's calendar; an hour of the clock plays no part, so a change to
or from summer time changes nothing.
"""

import datetime as dt

from rostra.agendas.models import Channel
from rostra.organizations.rules import Rules


def day_in(moment: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """The day of the city on which a moment falls."""
    return moment.astimezone(zone).date()


def full_days_between(received: dt.date, meeting: dt.date) -> int:
    """How many full calendar days lie between two days, neither of them counted (INV-2)."""
    return (meeting - received).days - 1


def last_receipt(meeting: dt.date, rules: Rules, urgent: bool) -> dt.date:
    """The last day on which an invitation is received in time (INV-2, INV-3)."""
    days = rules.urgent_days if urgent else rules.notice_days + 1
    return meeting - dt.timedelta(days=days)


def last_notice(meeting: dt.date, rules: Rules, urgent: bool) -> dt.date:
    """The last day on which a meeting is announced publicly in time (PUB-1)."""
    days = rules.public_notice_urgent_days if urgent else rules.public_notice_days
    return meeting - dt.timedelta(days=days)


def presumed_receipt(sent: dt.date, channel: str, rules: Rules) -> dt.date:
    """The day on which an invitation counts as received where nothing proves another one."""
    days = rules.post_days if channel == Channel.POST else rules.delivery_days
    return sent + dt.timedelta(days=days)


def in_time(received: dt.date, meeting: dt.date, rules: Rules, urgent: bool) -> bool:
    """Whether an invitation received on the day keeps the period of notice."""
    return received <= last_receipt(meeting, rules, urgent)


def first_meeting_by(term_start: dt.date, rules: Rules) -> dt.date:
    """The last day for the first meeting of a term (INV-5)."""
    return term_start + dt.timedelta(days=rules.first_meeting_days)


def quarter_of(day: dt.date) -> int:
    """The quarter of a day, counted through all years."""
    return day.year * 4 + (day.month - 1) // 3
