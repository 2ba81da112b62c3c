"""The ballots of a whole term of a real council, run through the counting rules."""

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from rostra.voting.counting import Majority, Numbers, count

DATA = Path(
    os.environ.get("ROSTRA_TEST_DATA", Path(__file__).parents[2].parent / "shared" / "data")
)
VOTES = DATA / "magdeburg-votes" / "magdeburg-8-votes.jsonl.gz"


@pytest.fixture(scope="module")
def ballots():
    """Every roll call of the term."""
    if not VOTES.exists():
        pytest.skip("The roll calls of Magdeburg are not beside the checkout.")
    with gzip.open(VOTES, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def numbers_of(ballot):
    said = Counter(vote["vote"] for vote in ballot["votes"])
    assert set(said) <= {"J", "N", "E", "O"}
    return Numbers(
        said["J"], said["N"], said["E"], entitled=said["J"] + said["N"] + said["E"],
        legal=len(ballot["votes"]),
    )  # fmt: skip


def test_counts_every_ballot_of_the_term(ballots):
    assert len(ballots) == 1879
    assert sum(len(ballot["votes"]) for ballot in ballots) == 107_103
    outcomes: Counter[str] = Counter()
    for ballot in ballots:
        numbers = numbers_of(ballot)
        verdict = count(numbers)
        # Worked out here in another way: whether the noes hold the ayes.
        assert verdict.accepted == (not numbers.no >= numbers.yes)
        assert verdict.needed <= numbers.yes if verdict.accepted else verdict.needed > numbers.yes
        outcomes[verdict.outcome] += 1
        start = verdict.sentence.split(" ")[0]
        assert start in {"einstimmig", "mehrheitlich", "abgelehnt"}
        if verdict.sentence == "einstimmig":
            assert numbers.no == numbers.abstention == 0
        if "Stimmengleichheit" in verdict.sentence:
            assert numbers.yes == numbers.no
    assert sum(outcomes.values()) == 1879
    assert min(outcomes.values()) > 100


def test_a_higher_bar_accepts_no_more(ballots):
    accepted = {
        majority: {
            place for place, one in enumerate(ballots) if count(numbers_of(one), majority).accepted
        }
        for majority in Majority
    }
    assert accepted[Majority.TWO_THIRDS_PRESENT] <= accepted[Majority.TWO_THIRDS_CAST]
    assert accepted[Majority.TWO_THIRDS_CAST] <= accepted[Majority.SIMPLE]
    assert accepted[Majority.MAJORITY_PRESENT] <= accepted[Majority.SIMPLE]
    assert accepted[Majority.TWO_THIRDS_LEGAL] <= accepted[Majority.MAJORITY_LEGAL]
