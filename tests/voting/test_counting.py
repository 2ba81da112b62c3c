"""From numbers to an outcome and its words, by every rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.organizations.rules import Base
from rostra.voting.counting import Majority, Numbers, count
from rostra.voting.electing import Returns, count_election, fill_by_lot
from rostra.voting.electing_in_words import election_in_words
from rostra.voting.models import Outcome

SMALL = st.integers(0, 120)


@pytest.mark.parametrize(
    ("yes", "no", "abstention", "sentence"),
    [
        (24, 5, 5, "mehrheitlich (24 Ja, 5 Nein, 5 Enthaltungen)"),
        (24, 0, 0, "einstimmig"),
        (24, 0, 1, "einstimmig bei 1 Enthaltung"),
        (12, 12, 3, "abgelehnt (Stimmengleichheit, 12 Ja, 12 Nein, 3 Enthaltungen)"),
        (5, 24, 1, "mehrheitlich abgelehnt (5 Ja, 24 Nein, 1 Enthaltung)"),
        (0, 24, 2, "einstimmig abgelehnt bei 2 Enthaltungen"),
        (0, 0, 30, "abgelehnt (0 Ja, 0 Nein, 30 Enthaltungen)"),
    ],
)
def test_says_the_result_as_the_minutes_do(yes, no, abstention, sentence):
    assert count(Numbers(yes, no, abstention)).sentence == sentence


@pytest.mark.parametrize(
    ("majority", "base", "needed"),
    [
        (Majority.SIMPLE, 30, 16),
        (Majority.MAJORITY_PRESENT, 40, 21),
        (Majority.MAJORITY_LEGAL, 57, 29),
        (Majority.TWO_THIRDS_CAST, 30, 20),
        (Majority.TWO_THIRDS_PRESENT, 40, 27),
        (Majority.TWO_THIRDS_LEGAL, 57, 38),
    ],
)
def test_needs_what_the_rule_asks_for_and_not_one_more(majority, base, needed):
    enough = count(Numbers(needed, 30 - needed if needed < 30 else 0, 0, 0, 40, 57), majority)
    if majority.base != Base.VOTES_CAST:
        assert (enough.base, enough.needed) == (base, needed)
    assert enough.accepted
    short = count(
        Numbers(needed - 1, 30 - needed + 1 if needed < 30 else 0, 0, 0, 40, 57), majority
    )
    assert short.outcome == Outcome.REJECTED
    assert enough.rule == ("VOT-1" if majority is Majority.SIMPLE else "VOT-4")


def test_says_which_majority_was_missed():
    verdict = count(Numbers(24, 5, 0, 0, 40, 57), Majority.TWO_THIRDS_LEGAL)
    assert verdict.sentence == (
        "abgelehnt (24 Ja, 5 Nein, 0 Enthaltungen; "
        "Zweidrittelmehrheit der gesetzlichen Mitgliederzahl verfehlt, 38 nötig)"
    )


@given(yes=SMALL, no=SMALL, abstention=SMALL)
def test_accepts_exactly_when_yes_exceeds_no(yes, no, abstention):
    assert count(Numbers(yes, no, abstention)).accepted == (yes > no)


@given(yes=SMALL, no=SMALL, abstention=SMALL, legal=SMALL, majority=st.sampled_from(Majority))
def test_one_more_yes_never_rejects_what_was_accepted(yes, no, abstention, legal, majority):
    entitled = yes + no + abstention + 1
    before = count(Numbers(yes, no, abstention, 0, entitled, legal), majority)
    after = count(Numbers(yes + 1, no, abstention, 0, entitled, legal), majority)
    assert after.accepted or not before.accepted


@given(yes=SMALL, no=SMALL, abstention=SMALL, legal=SMALL)
def test_a_qualified_majority_of_the_cast_is_never_easier_than_the_simple(
    yes, no, abstention, legal
):
    numbers = Numbers(yes, no, abstention, 0, yes + no + abstention, legal)
    if count(numbers, Majority.TWO_THIRDS_CAST).accepted:
        assert count(numbers).accepted
    if count(numbers, Majority.TWO_THIRDS_PRESENT).accepted:
        assert count(numbers, Majority.MAJORITY_PRESENT).accepted


def test_takes_no_fewer_votes_than_none():
    with pytest.raises(ValueError, match="fewer"):
        Numbers(-1, 0)


def test_elects_with_more_than_half_of_those_present():
    returns = Returns({"a": 21, "b": 15}, abstention=4, entitled=40)
    election = count_election(returns, Base.PRESENT)
    assert (election.outcome, election.elected, election.needed) == (Outcome.ELECTED, ("a",), 21)
    words = election_in_words(election, returns, {"a": "Amsel", "b": "Buche"})
    assert words == "gewählt: Amsel (Amsel 21, Buche 15, 4 Enthaltungen)"


def test_sends_the_top_two_into_a_run_off():
    returns = Returns({"a": 12, "b": 18, "c": 10}, entitled=40)
    election = count_election(returns, Base.PRESENT)
    assert (election.outcome, election.run_off) == (Outcome.RUN_OFF, ("b", "a"))


def test_the_lot_decides_who_comes_second():
    returns = Returns({"a": 10, "b": 18, "c": 10}, entitled=40)
    election = count_election(returns, Base.PRESENT)
    assert (election.run_off, election.tied) == (("b",), ("a", "c"))
    assert fill_by_lot(election, lambda tied: tied[-1]).run_off == ("b", "c")


def test_a_tie_in_the_run_off_is_for_the_lot():
    returns = Returns({"a": 18, "b": 18}, abstention=4, entitled=40)
    election = count_election(returns, Base.VOTES_CAST, run_off=True)
    assert (election.outcome, election.tied) == (Outcome.LOT, ("a", "b"))
    decided = fill_by_lot(election, lambda tied: tied[1])
    assert (decided.outcome, decided.elected) == (Outcome.ELECTED, ("b",))


def test_the_run_off_asks_only_for_more_votes():
    returns = Returns({"a": 9, "b": 8}, abstention=23, entitled=40)
    assert count_election(returns, Base.VOTES_CAST, run_off=True).elected == ("a",)
    assert count_election(returns, Base.PRESENT, run_off=True).outcome == Outcome.REJECTED


def test_an_only_candidate_needs_more_than_half_as_well():
    alone = Returns({"a": 20}, no=20, entitled=40)
    assert count_election(alone, Base.PRESENT).outcome == Outcome.REJECTED
    assert count_election(alone, Base.VOTES_CAST, run_off=True).outcome == Outcome.REJECTED


@given(st.lists(SMALL, min_size=1, max_size=6), st.sampled_from(Base), st.booleans())
def test_every_round_ends_in_a_seat_a_run_off_a_lot_or_nothing(votes, base, run_off):
    keys = [f"c{number}" for number in range(len(votes))]
    returns = Returns(dict(zip(keys, votes, strict=True)), entitled=sum(votes), legal=sum(votes))
    election = count_election(returns, base, run_off)
    assert len(election.elected) == (1 if election.outcome == Outcome.ELECTED else 0)
    if election.outcome == Outcome.RUN_OFF:
        assert not run_off
        filled = fill_by_lot(election, lambda tied: tied[0]).run_off
        assert len(set(filled)) == 2
        worst = min(returns.votes[key] for key in filled)
        assert all(returns.votes[key] <= worst for key in keys if key not in filled)
