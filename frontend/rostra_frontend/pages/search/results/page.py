"""The search: a question, its hits, and what narrows it."""

import math
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
HITS_PER_PAGE = 20
LAST_PAGE = 50
ORDERS = ("RELEVANCE", "NEWEST", "OLDEST")
NARROWING = ("kind", "organization", "year", "order")


def number_of_page(inputs: Inputs) -> int:
    """Which page of hits is asked for."""
    asked = inputs.get("page", "1")
    return min(LAST_PAGE, max(1, int(asked))) if asked.isdecimal() else 1


def question(inputs: Inputs) -> dict[str, Any]:
    """What the search is asked for, beside the words; nothing is searched without words."""
    words = inputs.get("q").strip()[:200]
    order = inputs.get("order", ORDERS[0]).upper()
    year = inputs.get("year")
    return {
        "q": words,
        "asked": bool(words),
        "first": HITS_PER_PAGE,
        "offset": (number_of_page(inputs) - 1) * HITS_PER_PAGE,
        "order": order if order in ORDERS else ORDERS[0],
        "from": f"{year}-01-01" if year.isdecimal() and len(year) == 4 else None,
        "until": f"{year}-12-31" if year.isdecimal() and len(year) == 4 else None,
    }


def changed(inputs: Inputs, **changes: str | None) -> str:
    """The query string of the present question with some of its parts changed."""
    now = {name: inputs.get(name) for name in ("q", *NARROWING)}
    asked = {name: value for name, value in (now | changes).items() if value}
    return urlencode(asked)


def rows(inputs: Inputs, name: str, counts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The values of a facet, each with the address that chooses it or lets it go."""
    now = inputs.get(name).lower()
    return [
        {
            "label": count["label"],
            "count": count["count"],
            "chosen": str(count["value"]).lower() == now,
            "address": changed(
                inputs,
                **{name: None if str(count["value"]).lower() == now else str(count["value"])},
            ),
        }
        for count in counts
    ]


def pages(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """Where the reader is among the pages of hits."""
    total = data["search"]["total"] if "search" in data else 0
    last = min(LAST_PAGE, max(1, math.ceil(total / HITS_PER_PAGE)))
    page = min(last, number_of_page(inputs))
    return {
        "page": page,
        "pages": last,
        "before": changed(inputs, page=str(page - 1)) if page > 1 else "",
        "after": changed(inputs, page=str(page + 1)) if page < last else "",
    }


def finding(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The question with everything that narrows it, and the way through its hits."""
    words = inputs.get("q").strip()[:200]
    facets = data["search"]["facets"] if words else {"kinds": [], "years": [], "organizations": []}
    orders = [
        {
            "chosen": (inputs.get("order") or ORDERS[0]).upper() == order,
            "address": changed(inputs, order=order.lower()),
        }
        for order in ORDERS
    ]
    return {
        "finding": {
            "q": words,
            "kept": [(name, inputs.get(name)) for name in NARROWING if inputs.get(name)],
            "kinds": rows(inputs, "kind", facets["kinds"]),
            "years": rows(inputs, "year", facets["years"]),
            "organizations": rows(inputs, "organization", facets["organizations"]),
            "orders": orders,
            **pages(data, inputs),
        }
    }


page = Page("/search", FOLDER, section="search", prepare=question, present=finding, indexed=False)
