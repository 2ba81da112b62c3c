"""The clerk keeps the council in a browser, and nothing on the office's pages is in the way."""

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from support.council_site import Hall
from support.invitations import ZONE
from support.looking import barriers_in_sight

pytestmark = pytest.mark.browser
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


def office(hall: Hall) -> dict[str, str]:
    """The pages of the council office, by name."""
    council = hall.council
    organization = f"/office/organizations/{council.organization.id}"
    return {
        "start": "/office",
        "organizations": "/office/organizations",
        "new organization": "/office/organizations/new",
        "organization": organization,
        "ending": f"{organization}/end?lastDay={dt.datetime.now(ZONE).date()}",
        "persons": "/office/persons",
        "new person": "/office/persons/new",
        "person": f"/office/persons/{council.persons[1].id}",
        "terms": "/office/terms",
        "new term": "/office/terms/new",
        "bodies": "/office/bodies",
        "body": f"/office/bodies/{council.body.id}",
        "rules": f"/office/{council.body.id}/rules?number=notice_days",
        "roles": "/office/roles",
    }


def barriers_on(page: Page, name: str) -> list[str]:
    """What is in the way on a page, wide and narrow."""
    found = []
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        found += [f"{name}, {size['width']}: {one}" for one in barriers_in_sight(page)]
    return found


def test_keeps_a_seat_by_keyboard_and_nothing_is_in_the_way(hall: Hall):
    clerk = hall.enter("clerk@example.org")
    objections = []
    for name, path in office(hall).items():
        clerk.goto(hall.url + path)
        objections += barriers_on(clerk, name)

    clerk.goto(f"{hall.url}/office/persons/{hall.council.persons[1].id}")
    clerk.locator("#seats ~ table a").first.focus()
    clerk.keyboard.press("Enter")
    expect(clerk.locator("h1")).to_have_text("Stadtrat")
    objections += barriers_on(clerk, "seat")
    clerk.get_by_label("1. Vertretung").select_option(index=1)
    clerk.get_by_role("button", name="Vertretungen festlegen").focus()
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_label("1. Vertretung")).not_to_have_value("")

    clerk.get_by_label("Letzter Tag").last.fill("1999-12-31")
    clerk.get_by_role("button", name="Sitz beenden").click()
    expect(clerk.locator(".wrong")).to_contain_text("nicht vor dem ersten")
    objections += barriers_on(clerk, "refused")
    assert objections == []
