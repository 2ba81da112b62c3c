"""How the demo city votes: by faction, with dissenters, and so that the numbers add up."""

from collections import Counter
from dataclasses import dataclass

from rostra_frontend.demo.seating import Seat
from rostra_frontend.demo.stories import PaperText

CHOICES = ("yes", "no", "abstention", "not_participating", "excluded")
SAID = {"yes": "yes", "no": "no", "abstain": "abstention"}


@dataclass(frozen=True, slots=True)
class Tally:
    """A ballot: who chose what, or in an election how many chose whom."""

    method: str
    outcome: str
    choices: dict[str, str]
    elected: tuple[tuple[str, int], ...] = ()

    @property
    def present(self) -> int:
        """How many were in the room and entitled."""
        return len(self.choices)

    def count(self, choice: str) -> int:
        """How many chose this."""
        return Counter(self.choices.values())[choice]

    @property
    def in_numbers(self) -> str:
        """The numbers as minutes give them."""
        said = [f"{self.count('yes')} Ja", f"{self.count('no')} Nein"]
        abstained = self.count("abstention")
        if abstained:
            said.append(f"{abstained} Enthaltung{'en' if abstained > 1 else ''}")
        return ", ".join(said)


def tally(paper: PaperText, group: str, voters: list[Seat]) -> Tally:
    """The ballot of those present on a paper."""
    if paper.method == "election":
        return election(paper, voters)
    choices: dict[str, str] = {}
    for faction in dict.fromkeys(one.faction for one in voters):
        stance = paper.stance_at.get(group) or paper.stance.get(faction or "", "yes")
        ranks = [one.person for one in voters if one.faction == faction]
        choices |= chosen(stance, sorted(ranks))
    present = {one.person for one in voters}
    said = {who: SAID[what] for who, what in paper.stance_person.items() if who in present}
    out = {who: "excluded" for who in paper.bias if who in present}
    choices = {one.person: (choices | said | out)[one.person] for one in voters}
    votes = Counter(choices.values())
    outcome = "accepted" if votes["yes"] > votes["no"] else "rejected"
    method = paper.method if group == "stadtrat" else "open"
    return Tally(method, outcome, choices)


def chosen(stance: str, ranks: list[str]) -> dict[str, str]:
    """How the members of a faction vote: all alike, or divided."""
    if stance != "split":
        return dict.fromkeys(ranks, SAID[stance])
    divided = ("yes", "no", "yes", "abstention", "yes", "no")
    return {person: divided[place % len(divided)] for place, person in enumerate(ranks)}


def election(paper: PaperText, voters: list[Seat]) -> Tally:
    """A secret election: numbers alone, shared out among those present."""
    cast = len(voters) - 1
    first = round(cast * paper.shares[0] / sum(paper.shares))
    choices = {one.person: "yes" for one in voters}
    results = tuple(zip(paper.candidates, (first, cast - first), strict=True))
    return Tally("election", "elected", choices, results)
