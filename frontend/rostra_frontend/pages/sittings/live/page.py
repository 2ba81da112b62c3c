"""The sitting for those inside: what is dealt with, motions, and the vote, each with its forms."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Arrange, Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.sittings.live import filling
from rostra_frontend.pages.sittings.scene import scene_of

FOLDER = Path(__file__).parent
PATH = "/meetings/{id:uuid}/live"
EVERY = 5
"""Seconds after which who presides sees anew who is connected while a vote is open."""
WAITING = (None, "pending")
"""The states of an item that has not been dealt with."""


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """The item that is called with all that the forms need."""
    names = scene_of(data, inputs)
    dealt = data["scene"] and data["scene"]["currentItem"]
    votings = dealt["votings"] if dealt else []
    connected = {one["id"] for one in data["watching"] or ()}
    running = [one for one in votings if one["state"] in ("open", "closed")]
    told = [one for one in votings if one["state"] in ("announced", None)]
    last = votings[-1] if votings else None
    return {
        **names,
        **hall_of(data),
        **agenda_of(data),
        "dealt": dealt,
        "running": [{**one, "disconnected": missing(one, connected)} for one in running],
        "announced": told[-1] if told else None,
        "broken": last if last and last["state"] == "cancelled" else None,
        "every": EVERY if data["watching"] is not None else 0,
    }


def agenda_of(data: dict[str, Any]) -> dict[str, Any]:
    """What waits on the agenda, and the committees to which an item can be referred."""
    scene, meeting = data["scene"], data["meeting"]
    called = scene and scene["currentItem"] and scene["currentItem"]["id"]
    sitting = {one["id"] for one in meeting["organizations"]}
    return {
        "pending": [
            one
            for one in meeting["agendaItems"]
            if one["state"] in WAITING and not one["end"] and one["id"] != called
        ],
        "others": [one for one in data["committees"]["nodes"] if one["id"] not in sitting],
    }


def hall_of(data: dict[str, Any]) -> dict[str, Any]:
    """Who is in the hall, who of the members is not, and what of it is the viewer's own."""
    scene, own = data["scene"], data["viewer"] and data["viewer"]["person"]
    me = own and own["id"]
    stays = [one for one in (scene["presences"] if scene else ()) if one["person"]]
    here = [one for one in stays if one["left"] is None]
    called = scene and scene["currentItem"] and scene["currentItem"]["id"]
    biased = [
        one
        for one in (scene["exclusions"] if scene else ())
        if one["person"] and one["agendaItem"] and one["agendaItem"]["id"] == called
    ]
    excluded = {one["person"]["id"] for one in biased}
    findings = scene["quorumFindings"] if scene else []
    return {
        "me": me,
        "here": here,
        "gone": [one for one in stays if one["left"] is not None],
        "free": [one for one in here if one["person"]["id"] not in excluded],
        **absent_in(data, here),
        "biased": biased,
        "own_bias": me in excluded,
        "finding": findings[-1] if findings else None,
    }


def absent_in(data: dict[str, Any], here: list[dict[str, Any]]) -> dict[str, Any]:
    """Who could come in still: members, those who stand in for one, and who else was invited."""
    present = {one["person"]["id"] for one in here}
    seats = {
        seat["person"]["id"]: seat["person"]
        for organization in data["meeting"]["organizations"]
        for seat in organization["memberships"]
        if seat["person"]
    }
    stood_in_for = {one["standsInFor"]["id"] for one in here if one["standsInFor"]}
    away = [one for id, one in seats.items() if id not in present and id not in stood_in_for]
    asked = [one for one in data["summonses"] if one["person"] and one["person"]["id"] not in seats]
    named = [
        *((one["person"], one["standsInFor"]) for one in asked if one["standsInFor"]),
        *(
            (one["person"], one["member"])
            for one in (data["scene"]["substitutes"] if data["scene"] else ())
            if one["person"] and one["member"]
        ),
    ]
    missing = {one["id"] for one in away}
    standing_in = {
        f"{person['id']}/{member['id']}": {"person": person["name"], "member": member["name"]}
        for person, member in named
        if person["id"] not in present and member["id"] in missing
    }
    guests = [
        one["person"]
        for one in asked
        if not one["standsInFor"] and one["person"]["id"] not in present
    ]
    return {
        "seated": sorted(seats.values(), key=by_name),
        "away": sorted(away, key=by_name),
        "deputies": standing_in,
        "guests": sorted(guests, key=by_name),
    }


def by_name(person: dict[str, Any]) -> str:
    """By which persons are put into order."""
    return str(person["name"])


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


def form(name: str, back: str, arrange: Arrange | None = None) -> Form:
    """A form of the page, which leads back to its section."""
    then = f"/meetings/{{id}}/live#{back}"
    return Form(f"{PATH}/{name}", FOLDER / f"{name}.graphql", page, then, arrange)


page = Page(PATH, FOLDER, subject="viewer", section="calendar", present=present, indexed=False)
FORMS = (
    form("cast", "vote", filling.paper),
    *(form(name, "vote") for name in ("open", "close", "announce", "cancel", "repeat")),
    form("count", "vote", filling.numbers),
    form("enter-votes", "vote", filling.votes),
    form("elect", "vote", filling.candidates),
    *(form(name, "vote") for name in ("draw-lot", "establish-quorum")),
    form("move", "motions", filling.motion),
    *(form(name, "motions") for name in ("withdraw", "reach", "lapse")),
    *(form(f"{name}-sitting", "state") for name in ("open", "interrupt", "resume", "close")),
    *(form(name, "state") for name in ("call-next", "call-item", "set-aside", "finish-item")),
    form("put-off", "state", filling.referral),
    *(form(name, "state") for name in ("bring-forward", "debate-together")),
    *(form(name, "state") for name in ("close-doors", "open-doors")),
    form("arrive", "attendance", filling.arrival),
    form("correct-presence", "attendance", filling.stay),
    *(form(name, "attendance") for name in ("enter-expected", "leave")),
    *(form(name, "attendance") for name in ("bias", "exclude", "revoke-bias")),
    form("guest", "turn", filling.speaking_time),
    *(form(name, "turn") for name in ("request", "request-for", "withdraw-speech")),
    *(form(name, "turn") for name in ("call-speaker", "stop-speaker", "extend")),
    form("reopen-speakers", "turn"),
)
