"""The search: a question, its hits, and what narrows it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
LONGEST_QUESTION = 200
KINDS = (
    "MEETING",
    "AGENDA_ITEM",
    "PAPER",
    "RESOLUTION",
    "FILE",
    "ORGANIZATION",
    "PERSON",
    "POST",
    "REPORT",
    "COMMENT",
)
ORDERS = ("RELEVANCE", "NEWEST", "OLDEST")
NARROWING = ("kind", "organization", "year", "order")

SHOWN_VALUES = 8

Row = dict[str, Any]


def words_of(inputs: Inputs) -> str:
    """What is looked for."""
    return inputs.get("q").strip()[:LONGEST_QUESTION]


def order_of(inputs: Inputs) -> str:
    """How hits are to be sorted."""
    asked = inputs.get("order").upper()
    return asked if asked in ORDERS else ORDERS[0]


def organization_of(inputs: Inputs) -> str | None:
    """The organization to which hits are to belong."""
    try:
        return str(UUID(inputs.get("organization")))
    except ValueError:
        return None


def question(inputs: Inputs) -> dict[str, Any]:
    """What the search is asked for; nothing is searched without words."""
    words, kind, year = words_of(inputs), inputs.get("kind").upper(), inputs.get("year")
    organization = organization_of(inputs)
    known_year = len(year) == 4 and year.isascii() and year.isdecimal() and year > "0000"
    return {
        "q": words,
        "asked": bool(words),
        "kinds": [kind] if kind in KINDS else None,
        "organizations": [organization] if organization else None,
        "order": order_of(inputs),
        "from": f"{year}-01-01" if known_year else None,
        "until": f"{year}-12-31" if known_year else None,
    }


def changed(inputs: Inputs, **changes: str | None) -> str:
    """The query string of the present question with some of its parts changed."""
    now = {name: inputs.get(name) for name in ("q", *NARROWING)}
    return urlencode({name: value for name, value in (now | changes).items() if value})


def row(inputs: Inputs, name: str, value: str, label: str, count: int) -> Row:
    """A value of a facet with the address that chooses it, or lets it go when it is chosen."""
    chosen = inputs.get(name).lower() == value.lower()
    address = changed(inputs, **{name: None if chosen else value})
    return {"label": label, "count": count, "chosen": chosen, "address": address}


def folded(rows: list[Row]) -> dict[str, list[Row]]:
    """The first values of a facet and those chosen, and the rest to be folded away.

    A rest of one is not worth a fold.
    """
    if len(rows) <= SHOWN_VALUES + 1:
        return {"open": rows, "folded": []}
    rest = rows[SHOWN_VALUES:]
    chosen = [one for one in rest if one["chosen"]]
    return {
        "open": rows[:SHOWN_VALUES] + chosen,
        "folded": [one for one in rest if not one["chosen"]],
    }


def facets_of(found: dict[str, Any] | None, inputs: Inputs) -> dict[str, dict[str, list[Row]]]:
    """What narrows the search further, with the number of hits of each."""
    facets = found["facets"] if found else {"kinds": [], "years": [], "organizations": []}
    return {
        "kinds": folded(
            [
                row(inputs, "kind", one["kind"].lower(), one["kind"], one["count"])
                for one in facets["kinds"]
            ]
        ),
        "years": folded(
            [
                row(inputs, "year", str(one["year"]), str(one["year"]), one["count"])
                for one in facets["years"]
            ]
        ),
        "organizations": folded(
            [
                row(inputs, "organization", one["organization"]["id"], name, one["count"])
                for one in facets["organizations"]
                if (name := one["organization"]["name"])
            ]
        ),
    }


def finding(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The question with everything that narrows it, and the way through its hits."""
    found = data.get("search")
    info: dict[str, Any] = found["pageInfo"] if found else {"hasNextPage": False}
    orders = [
        {"chosen": order_of(inputs) == order, "address": changed(inputs, order=order.lower())}
        for order in ORDERS
    ]
    return {
        "finding": {
            "q": words_of(inputs),
            "kept": [(name, inputs.get(name)) for name in NARROWING if inputs.get(name)],
            "orders": orders,
            "begun": bool(inputs.get("after")),
            "first": changed(inputs),
            "further": changed(inputs, after=info["endCursor"]) if info["hasNextPage"] else "",
            **facets_of(found, inputs),
        }
    }


page = Page("/search", FOLDER, section="search", prepare=question, present=finding, indexed=False)
