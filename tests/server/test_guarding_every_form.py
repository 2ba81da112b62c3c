"""No address that changes something can be used by another site in somebody's name."""

import re

import pytest

from rostra_frontend.server.guard import SAFE
from support.town_hall import HERE, town_hall

NOWHERE = "01890000-0000-7000-8000-000000000000"
LEFT_OUT = re.compile(r"/(oparl|health|metrics|static|en)\b")
"""What takes nothing, and the same forms in another language."""
FOREIGN = ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://boese.example"})
KINDS = ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain")


def changing(app):
    """Every address of the application that takes something, with its methods."""
    while not hasattr(app, "routes"):
        app = next(
            inner
            for name in ("app", "otherwise")
            if (inner := getattr(app, name, None)) is not None
        )
    found = {}
    for route in app.routes:
        methods = set(getattr(route, "methods", ())) - SAFE
        if methods and not LEFT_OUT.match(route.path):
            found[re.sub(r"\{[^}]*\}", NOWHERE, route.path)] = sorted(methods)
    return found


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def test_a_foreign_page_and_a_form_without_token_get_nowhere(hall):
    addresses = changing(hall.app)
    assert len(addresses) > 100, "every form of the site"
    async with hall.visitor() as visitor:
        await visitor.log_in(hall.emails["clerk"])
        for number, (path, methods) in enumerate(addresses.items()):
            for method in methods:
                await is_refused(visitor, method, path, **FOREIGN[number % len(FOREIGN)])
                if path != "/graphql":  # JSON alone, which another site's form cannot send
                    own = {"Sec_Fetch_Site": "same-origin", "Origin": HERE}
                    kind = KINDS[number % len(KINDS)]
                    await is_refused(visitor, method, path, Content_Type=kind, **own)


async def is_refused(visitor, method, path, **headers):
    """The guard says no, before anything else is looked at."""
    usual = {"Content_Type": "application/json"}
    sent = visitor._with({**usual, **headers})
    reply = await visitor.client.request(method, path, content=b'{"query": "{a}"}', headers=sent)
    assert reply.status_code == 403, f"{method} {path} {headers}: {reply.status_code}"
    assert "was not carried out" in reply.text or "expired" in reply.text
