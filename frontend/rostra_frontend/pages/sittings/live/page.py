"""The sitting for those inside: what is dealt with, motions, and the vote, each with its forms."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.sittings.scene import scene_of

FOLDER = Path(__file__).parent
PATH = "/meetings/{id:uuid}/live"
EVERY = 5
"""Seconds after which who presides sees anew who is connected while a vote is open."""


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The item that is called with all that the forms need."""
    names = scene_of(data, inputs)
    dealt = data["scene"] and data["scene"]["currentItem"]
    votings = dealt["votings"] if dealt else []
    connected = {one["id"] for one in data["watching"] or ()}
    running = [one for one in votings if one["state"] in ("open", "closed")]
    told = [one for one in votings if one["state"] in ("announced", None)]
    return {
        **names,
        **hall_of(data),
        "dealt": dealt,
        "running": [{**one, "disconnected": missing(one, connected)} for one in running],
        "announced": told[-1] if told else None,
        "every": EVERY if data["watching"] is not None else 0,
    }


def hall_of(data: dict[str, Any]) -> dict[str, Any]:
    """Who is in the hall, who of the members is not, and what of it is the viewer's own."""
    scene, own = data["scene"], data["viewer"] and data["viewer"]["person"]
    me = own and own["id"]
    stays = [one for one in (scene["presences"] if scene else ()) if one["person"]]
    here = [one for one in stays if one["left"] is None]
    present = {one["person"]["id"] for one in here}
    seats = {
        seat["person"]["id"]: seat["person"]["name"]
        for organization in data["meeting"]["organizations"]
        for seat in organization["memberships"]
        if seat["person"]
    }
    away = [{"id": id, "name": name} for id, name in seats.items() if id not in present]
    called = scene and scene["currentItem"] and scene["currentItem"]["id"]
    biased = [
        one
        for one in (scene["exclusions"] if scene else ())
        if one["person"] and one["agendaItem"] and one["agendaItem"]["id"] == called
    ]
    return {
        "me": me,
        "here": here,
        "gone": [one for one in stays if one["left"] is not None],
        "away": sorted(away, key=lambda one: one["name"]),
        "biased": biased,
        "own_bias": any(one["person"]["id"] == me for one in biased),
    }


def missing(ballot: dict[str, Any], connected: set[str]) -> list[str]:
    """Who may vote, has not, and has no screen open at this moment."""
    return [
        one["person"]["name"]
        for one in ballot["electors"]
        if one["person"]
        and not one["voted"]
        and not one["excluded"]
        and one["person"]["id"] not in connected
    ]


def form(name: str, back: str) -> Form:
    """A form of the page, which leads back to its section."""
    return Form(
        f"{PATH}/{name}", FOLDER / f"{name}.graphql", page, then=f"/meetings/{{id}}/live#{back}"
    )


page = Page(PATH, FOLDER, subject="viewer", section="calendar", present=present, indexed=False)
FORMS = (
    *(form(name, "vote") for name in ("cast", "open", "close", "announce", "cancel", "repeat")),
    form("count", "vote"),
    *(form(name, "motions") for name in ("move", "withdraw", "reach")),
    *(form(f"{name}-sitting", "state") for name in ("open", "interrupt", "resume", "close")),
    *(form(name, "state") for name in ("call-item", "finish-item", "put-off")),
    *(form(name, "attendance") for name in ("arrive", "enter-expected", "leave")),
    *(form(name, "attendance") for name in ("bias", "revoke-bias")),
    *(form(name, "turn") for name in ("request", "guest", "withdraw-speech")),
    *(form(name, "turn") for name in ("call-speaker", "stop-speaker", "extend")),
)
