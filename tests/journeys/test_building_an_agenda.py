"""The clerk builds an agenda with mouse, buttons and keyboard, and nothing is in anybody's way."""

import pytest
from playwright.sync_api import Locator, Page, expect

from support.council_site import Hall
from support.looking import barriers_in_sight

pytestmark = pytest.mark.browser
PUBLIC = "ol.agenda >> nth=0"


def names(page: Page, part: str = PUBLIC) -> list[str]:
    """The items of a part, as they stand."""
    return page.locator(part).locator("> li .name").all_text_contents()


def item(page: Page, name: str) -> Locator:
    """The item with these words in its name."""
    return page.locator("li[data-item]", has=page.locator(".name", has_text=name))


def at_the_agenda(hall: Hall) -> Page:
    """The clerk before the whole agenda: a page that scrolls amid a drag would move the target."""
    clerk = hall.enter("clerk@example.org")
    clerk.set_viewport_size({"width": 1280, "height": 1800})
    clerk.goto(hall.meeting("/agenda/edit"))
    return clerk


def drag(page: Page, name: str, onto: str, beneath: bool) -> None:
    """Take an item by its number and let it go over another."""
    picked = item(page, name).locator(".number")
    target = item(page, onto)
    box = target.bounding_box()
    assert box is not None
    place = {"x": 20, "y": box["height"] - 4 if beneath else 4}
    picked.drag_to(target, target_position=place)


def test_items_are_dragged_and_put_back(hall: Hall):
    clerk = at_the_agenda(hall)
    assert names(clerk) == ["Eröffnung", "Radweg an der Saale"]
    drag(clerk, "Eröffnung", "Radweg", beneath=True)
    expect(clerk.locator("agenda-builder > [role=status]")).to_contain_text("Eröffnung")
    assert names(clerk) == ["Radweg an der Saale", "Eröffnung"]
    drag(clerk, "Eröffnung", "Radweg", beneath=False)
    expect(clerk.locator(PUBLIC).locator("> li .name").first).to_have_text("Eröffnung")
    clerk.reload()
    assert names(clerk) == ["Eröffnung", "Radweg an der Saale"]


def test_the_keyboard_moves_an_item_and_keeps_its_place(hall: Hall):
    clerk = at_the_agenda(hall)
    down = clerk.locator("ol.agenda li button[id^=down-]").first
    moved = down.get_attribute("id")
    down.focus()
    clerk.keyboard.press("Enter")
    expect(clerk.locator(PUBLIC).locator("> li .name").first).to_have_text("Radweg an der Saale")
    kept = clerk.evaluate("document.activeElement.closest('[data-item]').dataset.item")
    assert kept == (moved or "").removeprefix("down-")
    clerk.locator("#undo").focus()
    clerk.keyboard.press("Enter")
    expect(clerk.locator(PUBLIC).locator("> li .name").first).to_have_text("Eröffnung")


def test_an_item_is_dragged_behind_closed_doors(hall: Hall):
    clerk = at_the_agenda(hall)
    drag(clerk, "Radweg", "Anfragen", beneath=True)
    expect(clerk.locator("agenda-builder > [role=status]")).to_contain_text("Radweg")
    assert names(clerk) == ["Eröffnung"]
    assert names(clerk, "ol.agenda >> nth=1")[:2] == ["Anfragen", "Radweg an der Saale"]


PAGES = ("agenda/edit", "invite", "versions", "answers", "moving", "notice", "minutes/edit", "live")


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_keeps_anybody_from_the_meeting_s_pages(hall: Hall, width: int):
    clerk = hall.enter("clerk@example.org")
    clerk.set_viewport_size({"width": width, "height": 900})
    objections = barriers_before(hall, clerk)
    clerk.goto(hall.meeting("/invite"))
    clerk.get_by_role("button", name="Einladung versenden").click()
    objections += barriers_before(hall, clerk)
    member = hall.enter("member1@example.org")
    member.set_viewport_size({"width": width, "height": 900})
    for path in (hall.meeting("/invitation"), hall.url + "/account", hall.url + "/papers/new"):
        objections += seen(member, path)
    assert objections == []


def barriers_before(hall: Hall, clerk: Page) -> list[str]:
    """What axe objects to on the pages that lead to a meeting."""
    paths = [hall.meeting(f"/{one}") for one in PAGES]
    office = ["/office", "/office/meetings/new", "/office/requests", "/office/roles"]
    organization = f"/organizations/{hall.council.organization.id}/requests"
    paths += [hall.url + one for one in (*office, organization, "/papers/new")]
    return [line for path in paths for line in seen(clerk, path)]


def seen(page: Page, path: str) -> list[str]:
    """What axe objects to on one page; nothing, where there is no such page at this time."""
    reply = page.goto(path)
    assert reply is not None
    if reply.status == 404 and path.endswith(("/live", "/minutes/edit", "/versions", "/answers")):
        return []
    assert reply.ok, path
    return [f"{path} {one}" for one in barriers_in_sight(page)]
