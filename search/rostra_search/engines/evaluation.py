"""Answers a wish over the segments of a Whoosh index, term by term."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from math import log
from operator import itemgetter

from rostra_search.engines.engine import Demand, Facets, Filters, Found, Hit, Order
from rostra_search.engines.segment import KINDS, Postings, Segment
from rostra_search.entry import Key
from rostra_search.wanted import All, Any, Beginning, Everything, Exact, Term, Wish, Without

PHRASE_WEIGHT = 1.5
AFTER_ALL_DATES = 10_000_000

Scores = dict[int, float]
Mask = bytearray


@dataclass(frozen=True, slots=True)
class View:
    """A segment with what the asker may read of it."""

    segment: Segment
    allowed: Mask

    def without(self, hidden: frozenset[Key]) -> "View":
        """The same view with these entries out of sight."""
        documents = [d for key in hidden for d in self.segment.documents_of(key)]
        if not documents:
            return self
        allowed = bytearray(self.allowed)
        for document in documents:
            allowed[document] = 0
        return View(self.segment, allowed)


class Evaluation:
    """One wish over all segments: which documents, and how well they fit."""

    def __init__(self, views: Sequence[View]) -> None:
        self._views = views
        self._documents = sum(view.segment.size for view in views)
        self._rarity: dict[tuple[str, str], float] = {}

    def scores(self, wish: Wish, view: View) -> Scores:
        """The documents of a segment that fit, each with its score."""
        match wish:
            case Term(term, weight):
                return self._weighed("terms", term, view, weight)
            case Exact((form,)):
                return self._weighed("forms", form, view, 1.0)
            case Exact(forms):
                return self._phrase(forms, view)
            case Beginning(prefix):
                found = view.segment.beginning(prefix)
                return dict(zip(found.documents, found.weights, strict=True))
            case All(wishes):
                return self._all(wishes, view)
            case Any(wishes):
                return self._any(wishes, view)
            case Without(wanted, unwanted):
                return self._without(wanted, unwanted, view)
            case Everything():
                return dict.fromkeys(range(view.segment.size), 1.0)

    def _weight(self, field: str, term: str) -> float:
        """How much a term tells: the rarer it is the more."""
        known = self._rarity.get((field, term))
        if known is None:
            seen = sum(len(view.segment.postings(field, term)) for view in self._views)
            known = log(1 + (self._documents - seen + 0.5) / (seen + 0.5))
            self._rarity[field, term] = known
        return known

    def _weighed(self, field: str, term: str, view: View, weight: float) -> Scores:
        found = view.segment.postings(field, term)
        factor = weight * self._weight(field, term) if found else 0.0
        return {d: factor * w for d, w in zip(found.documents, found.weights, strict=True)}

    def _all(self, wishes: tuple[Wish, ...], view: View) -> Scores:
        found: Scores | None = None
        for scores in (self.scores(wish, view) for wish in wishes):
            if found is None:
                found = scores
            else:
                fewer, more = sorted((found, scores), key=len)
                found = {d: score + more[d] for d, score in fewer.items() if d in more}
            if not found:
                return {}
        return found or {}

    def _any(self, wishes: tuple[Wish, ...], view: View) -> Scores:
        found: Scores = {}
        for scores in (self.scores(wish, view) for wish in wishes):
            if not found:
                found = scores
                continue
            for document, score in scores.items():
                if score > found.get(document, 0.0):
                    found[document] = score
        return found

    def _without(self, wanted: Wish, unwanted: tuple[Wish, ...], view: View) -> Scores:
        found = self.scores(wanted, view)
        for wish in unwanted:
            dropped = self.scores(wish, view)
            found = {d: score for d, score in found.items() if d not in dropped}
        return found

    def _phrase(self, forms: tuple[str, ...], view: View) -> Scores:
        """The readable documents in which the forms stand one after another."""
        lists = [view.segment.postings("forms", form) for form in forms]
        candidates = _in_all(lists, view.allowed)
        if not candidates:
            return {}
        places = [_places(view.segment, form, candidates) for form in forms]
        weight = PHRASE_WEIGHT * sum(self._weight("forms", form) for form in dict.fromkeys(forms))
        found = {}
        for document in candidates:
            starts = set(places[0][document])
            for distance, where in enumerate(places[1:], 1):
                starts &= {place - distance for place in where[document]}
                if not starts:
                    break
            if starts:
                found[document] = weight * len(starts) / (len(starts) + 1.0)
        return found


def _in_all(lists: list[Postings], allowed: Mask) -> list[int]:
    """The readable documents that are in each of the lists, in order."""
    shortest, *others = sorted(lists, key=len)
    common = {d for d in shortest.documents if allowed[d]}
    for other in others:
        if not common:
            break
        common.intersection_update(other.documents)
    return sorted(common)


def _places(segment: Segment, form: str, documents: list[int]) -> "dict[int, array[int]]":
    """The places of a form in each of these documents, in which it is known to occur."""
    matcher = segment.matcher("forms", form)
    places = {}
    for document in documents:
        matcher.skip_to(document)  # type: ignore[union-attr]
        places[document] = array("I", matcher.value())  # type: ignore[union-attr]
    return places


class Selection:
    """The documents of one segment that fit and may be read, and what they count as."""

    def __init__(self, view: View, scores: Scores, filters: Filters) -> None:
        self.segment = view.segment
        allowed = view.allowed
        self._tests = _tests(view.segment, filters)
        self._readable = [d for d in scores if allowed[d]]
        self._scores = scores
        self.documents = self._passing()

    def _passing(self, but: str = "") -> list[int]:
        """The readable documents that pass all filters, or all but one."""
        documents = self._readable
        for name, passes in self._tests.items():
            if name != but:
                documents = [d for d in documents if passes(d)]
        return documents

    def _under_others(self, facet: str) -> list[int]:
        return self._passing(but=facet) if facet in self._tests else self.documents

    def count(self, kinds: Counter, organizations: Counter, years: Counter) -> None:
        """Add the segment's documents to the facets, each under all filters but its own."""
        segment = self.segment
        kinds.update(map(segment.kinds.__getitem__, self._under_others("kinds")))
        groups = Counter(map(segment.groups.__getitem__, self._under_others("organizations")))
        for group, times in groups.items():
            for organization_id in segment.organizations[group]:
                organizations[organization_id] += times
        years.update(map(segment.years.__getitem__, self._under_others("dates")))

    def best(self, order: Order, most: int) -> Iterable[tuple[float, float, Segment, int]]:
        """The first documents of this segment in the order, with what they are sorted by."""
        segment, scores = self.segment, self._scores
        rank = _rank(order, segment, scores)
        ranked = nlargest(most, self.documents, key=rank)
        return [(rank(document), scores[document], segment, document) for document in ranked]


def _tests(segment: Segment, filters: Filters) -> dict[str, Callable[[int], bool]]:
    """The filters as questions about a document's number."""
    tests: dict[str, Callable[[int], bool]] = {}
    if filters.kinds:
        codes = {code for code, kind in enumerate(KINDS) if kind in filters.kinds}
        kinds = segment.kinds
        tests["kinds"] = lambda d: kinds[d] in codes
    if filters.organization_ids:
        wanted, groups = filters.organization_ids, segment.groups
        meant = {n for n, ids in enumerate(segment.organizations) if not wanted.isdisjoint(ids)}
        tests["organizations"] = lambda d: groups[d] in meant
    if filters.by_date:
        first = filters.date_from.toordinal() if filters.date_from else 1
        last = filters.date_until.toordinal() if filters.date_until else AFTER_ALL_DATES
        dates = segment.dates
        tests["dates"] = lambda d: first <= dates[d] <= last
    return tests


def _rank(order: Order, segment: Segment, scores: Scores) -> Callable[[int], float]:
    """By what the documents of a segment are sorted, the first the largest."""
    if order is Order.NEWEST:
        return segment.dates.__getitem__
    if order is Order.OLDEST:
        return lambda d: -(segment.dates[d] or AFTER_ALL_DATES)
    return scores.__getitem__


def answer(demand: Demand, views: Sequence[View]) -> Found:
    """What the views hold of what is demanded."""
    evaluation = Evaluation(views)
    selections = [
        Selection(view, evaluation.scores(demand.wish, view), demand.filters) for view in views
    ]
    return Found(
        sum(len(selection.documents) for selection in selections),
        _hits(demand, selections),
        _facets(selections) if demand.with_facets else Facets(),
    )


def _hits(demand: Demand, selections: Sequence[Selection]) -> tuple[Hit, ...]:
    """The wanted stretch of the hits over all segments."""
    most = demand.offset + demand.limit
    best = [hit for selection in selections for hit in selection.best(demand.order, most)]
    best.sort(key=itemgetter(0), reverse=True)
    return tuple(
        Hit(segment.key(document), score)
        for _, score, segment, document in best[demand.offset : most]
    )


def _facets(selections: Sequence[Selection]) -> Facets:
    kinds: Counter = Counter()
    organizations: Counter = Counter()
    years: Counter = Counter()
    for selection in selections:
        selection.count(kinds, organizations, years)
    del years[0]
    return Facets({KINDS[code]: n for code, n in kinds.items()}, dict(organizations), dict(years))
