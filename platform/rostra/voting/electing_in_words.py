"""The result of an election in the words of the minutes (VOT-2)."""

from collections.abc import Iterable, Mapping

from rostra.voting.counting import abstentions
from rostra.voting.electing import Election, Returns
from rostra.voting.models import Outcome


def election_in_words(election: Election, returns: Returns, names: Mapping[str, str]) -> str:
    """The result of a round as the minutes say it."""
    return f"{outcome_in_words(election, names)} ({numbers_in_words(returns, names)})"


def numbers_in_words(returns: Returns, names: Mapping[str, str]) -> str:
    """Amsel 21, Buche 15, 4 Enthaltungen"""
    told = [f"{names[key]} {votes}" for key, votes in returns.votes.items()]
    told += [f"{returns.no} Nein"] if returns.no else []
    told += [abstentions(returns.abstention)] if returns.abstention else []
    told += [f"{returns.invalid} ungültig"] if returns.invalid else []
    if returns.papers is not None:
        told.append(f"{returns.papers} Stimmzettel")
    return ", ".join(told)


def outcome_in_words(election: Election, names: Mapping[str, str]) -> str:
    """Who is elected, and what is still to be decided."""
    surely = [key for key in election.elected if key not in election.by_lot]
    told = [f"gewählt: {listed(surely, names)}"] if surely else []
    if election.by_lot:
        told.append(f"durch Los gewählt: {listed(election.by_lot, names)}")
    open_ = election.seats - len(election.elected)
    if election.outcome == Outcome.LOT:
        among = f" zwischen {listed(election.tied, names)}" if election.seats > 1 else ""
        told.append(f"Stimmengleichheit, das Los entscheidet{among}")
    elif election.outcome == Outcome.RUN_OFF:
        about = f" um {'einen Sitz' if open_ == 1 else f'{open_} Sitze'}"
        about = about if election.seats > 1 else ""
        nobody = "" if told else "niemand gewählt, "
        told.append(f"{nobody}Stichwahl{about} erforderlich")
    elif not told:
        told.append("niemand gewählt")
    elif open_:
        told.append("ein Sitz bleibt frei" if open_ == 1 else f"{open_} Sitze bleiben frei")
    return "; ".join(told)


def listed(keys: Iterable[str], names: Mapping[str, str]) -> str:
    """Names one after the other."""
    return ", ".join(names[key] for key in keys)
