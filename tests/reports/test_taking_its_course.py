"""A report takes its course, with reasons where they are owed."""

import datetime as dt
from itertools import pairwise

import pytest

from rostra.errors import Conflict, Invalid
from rostra.reports.models import ReportState
from rostra.reports.states import (
    CLOSED,
    FOLLOWING,
    WAITING,
    refuse_unless_explained,
    refuse_unless_following,
    refuse_unless_in_time,
)

DAY = dt.date(2026, 3, 1)


def test_every_state_leads_on():
    assert set(FOLLOWING) == set(ReportState)
    assert all(FOLLOWING.values())


def test_nothing_public_waits_again():
    for state in set(ReportState) - WAITING:
        assert not FOLLOWING[state] & WAITING


def test_what_is_closed_is_reopened_and_nothing_else():
    for state in CLOSED:
        assert FOLLOWING[state] == {ReportState.REOPENED}


def test_what_waits_is_received_before_anything_is_done():
    for after in set(ReportState) - WAITING - {ReportState.RECEIVED}:
        for before in WAITING:
            with pytest.raises(Conflict):
                refuse_unless_following(before, after)


def test_a_report_is_received_worked_on_rejected_reopened_and_resolved():
    course = ["unconfirmed", "received", "in_progress", "rejected", "reopened", "resolved"]
    for before, after in pairwise(course):
        refuse_unless_following(ReportState(before), ReportState(after))


@pytest.mark.parametrize(
    ("after", "reason", "responsible", "field"),
    [
        (ReportState.REJECTED, " ", "Landkreis", "reason"),
        (ReportState.REJECTED, "Privatweg", "", "responsible"),
        (ReportState.REFERRED, "", " ", "responsible"),
        (ReportState.REOPENED, "", "", "reason"),
    ],
)
def test_what_is_owed_is_asked_for(after, reason, responsible, field):
    with pytest.raises(Invalid) as refused:
        refuse_unless_explained(after, reason, responsible)
    assert refused.value.field == field


def test_an_explained_rejection_passes():
    refuse_unless_explained(ReportState.REJECTED, "Privatweg", "der Eigentümer")


def test_it_is_reopened_within_the_days_alone():
    refuse_unless_in_time(DAY, DAY + dt.timedelta(days=28), 28)
    with pytest.raises(Conflict):
        refuse_unless_in_time(DAY, DAY + dt.timedelta(days=29), 28)
