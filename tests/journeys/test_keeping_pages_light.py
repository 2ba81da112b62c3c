"""What a public page may weigh: compressed bytes, requests, and no script at all."""

import httpx
import pytest

HTML, STYLES, FONTS, REQUESTS = 20_000, 15_000, 50_000, 12
"""Bytes as they are sent, and requests of a first visit."""


def weight(client: httpx.Client, address: str) -> int:
    """The bytes of an answer as they come over the line."""
    with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
        return sum(len(chunk) for chunk in response.iter_raw())


def test_every_page_is_light(site):
    with httpx.Client() as client:
        heavy = {
            path: size
            for path in site.city.places.values()
            if (size := weight(client, site.url + path)) > HTML
        }
    assert heavy == {}


@pytest.mark.browser
def test_a_first_visit_asks_for_little(site, browser):
    context = browser.new_context()
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append((request.resource_type, request.url)))
    with httpx.Client() as client:
        for name in ("home", "meeting", "item", "found"):
            asked.clear()
            page.goto(site.url + site.city.places[name], wait_until="networkidle")
            assert len(asked) <= REQUESTS
            assert all(url.startswith(site.url + "/") for _, url in asked)
            kinds = {kind for kind, _ in asked}
            assert "script" not in kinds
            by_kind = {
                kind: sum(weight(client, url) for one, url in asked if one == kind)
                for kind in kinds
            }
            assert by_kind["stylesheet"] <= STYLES
            assert by_kind.get("font", 0) <= FONTS
    context.close()


def test_what_is_built_is_kept_for_ever(site):
    page = httpx.get(site.url + "/").text
    styles = page.split('rel="stylesheet" href="')[1].split('"')[0]
    response = httpx.get(site.url + styles)
    assert "immutable" in response.headers["cache-control"]
    assert "Set-Cookie" not in httpx.get(site.url + "/").headers
