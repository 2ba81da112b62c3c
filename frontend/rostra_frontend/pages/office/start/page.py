"""Where keeping the council begins: what is due, and the way to everything that is kept."""

from pathlib import Path
from typing import Any

from rostra_frontend.page import Inputs, Page

Thing = dict[str, Any]
LATEST = "9999-12-31"


def line(kind: str, path: str, name: str | None, day: str | None = None, more: str = "") -> Thing:
    """One thing that is due, and the page on which it is done."""
    return {"kind": kind, "path": path, "name": name or "", "day": day, "more": more}


def meetings_due(due: Thing) -> list[Thing]:
    """What is due before and after meetings."""
    invitations = [
        line("invite", f"/meetings/{one['meeting']['id']}/invite", one["meeting"]["name"],
             one["day"], one["meeting"]["start"])
        for one in due["invitations"]
    ]  # fmt: skip
    minutes = [
        line(one["step"].lower(), f"/meetings/{one['meeting']['id']}/minutes/edit",
             one["meeting"]["name"], one["day"], one["meeting"]["start"])
        for one in due["minutes"]
    ]  # fmt: skip
    return invitations + minutes


def resolutions_due(due: Thing) -> list[Thing]:
    """What is due with resolutions."""
    return [
        *(
            line("overdue", f"/resolutions/{one['id']}", f"{one['number']} {one['title']}",
                 one["due"])
            for one in due["overdueResolutions"]
        ),
        *(
            line("secret", f"/resolutions/{one['id']}", f"{one['number']} {one['title']}")
            for one in due["secretsToReview"]
        ),
    ]  # fmt: skip


def reports_due(due: Thing) -> list[Thing]:
    """The defect reports that should be closed by now."""
    return [
        line("report", f"/reports/{one['reference'] or one['id']}",
             (one["category"] or {}).get("name"), one["due"], one["address"] or "")
        for one in due["overdueReports"]
    ]  # fmt: skip


def persons_due(due: Thing) -> list[Thing]:
    """What is due with accounts and seats."""
    return [
        *(
            line("account", f"/office/persons/{one['id']}#account", one["name"])
            for one in due["invitedToAccounts"]
        ),
        *(
            line("seat", f"/office/seats/{one['id']}", (one["person"] or {}).get("name"),
                 one["endDate"], (one["organization"] or {"name": ""})["name"])
            for one in due["seatsEnding"]
        ),
    ]  # fmt: skip


def requests_due(requests: list[Thing], body_id: str) -> list[Thing]:
    """The requests for items that wait for the clerk of a body."""
    return [
        line("request", "/office/requests", one["title"], None, one["organization"]["name"])
        for one in requests
        if one["fate"] == "OPEN" and one["viewerMayDecide"]
        and one["organization"] and one["organization"]["body"]["id"] == body_id
    ]  # fmt: skip


def promises_due(comments: list[Thing]) -> list[Thing]:
    """The comments that the viewer's departments should have answered by now; all are late."""
    return [
        {
            **line("promise", f"/comments/{one['id']}/office", one["text"], one["answerBy"],
                   (one["organization"] or {"name": ""})["name"]),
            "late": True,
        }
        for one in comments
    ]  # fmt: skip


def desks(data: Thing, inputs: Inputs) -> Thing:
    """For each body that the viewer keeps: what is due, what is late before what has time."""
    today = inputs.today.isoformat()
    found = []
    for due in data["due"]:
        lines = [
            *meetings_due(due),
            *requests_due(data["itemRequests"], due["body"]["id"]),
            *resolutions_due(due),
            *reports_due(due),
            *persons_due(due),
        ]
        for one in lines:
            one["late"] = bool(one["day"]) and one["day"] < today
        found.append(
            {"body": due["body"], "lines": sorted(lines, key=lambda one: one["day"] or LATEST)}
        )
    return {"desks": found, "promises": promises_due(data["overdueAnswers"])}


page = Page("/office", Path(__file__).parent, present=desks, indexed=False)
