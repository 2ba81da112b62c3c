"""Nobody acts in somebody else's name: fixed logins, foreign pages, forged forms, guessing."""

import json

import pytest
import sqlalchemy as sa

from rostra.access import Office, system
from rostra.comments.models import Comment
from rostra.organizations.models import Membership
from rostra.people.models import Login
from rostra.settings import Settings
from rostra_frontend.server.login_routes import is_ours
from rostra_frontend.server.reception import client_address
from rostra_frontend.server.visitors import Cookies
from support.town_hall import COOKIE, HERE, PASSWORD, town_hall


async def comments_in(hall):
    async with hall.database.reading(system) as work:
        return await work.fetch(sa.select(Comment))


async def test_logging_in_gives_a_cookie_and_leads_on(hall):
    async with hall.visitor() as visitor:
        answer = await visitor.post(
            "/login",
            {"email": hall.emails["citizen"], "password": PASSWORD, "next": "/account?tab=1"},
        )
        assert (answer.status_code, answer.headers["location"]) == (303, "/account?tab=1")
        (cookie, _plain) = answer.headers.get_list("set-cookie")
        assert cookie.startswith(f"{COOKIE}=")
        assert {part.strip() for part in cookie.split(";")[1:]} >= {
            "Path=/",
            "Secure",
            "HttpOnly",
            "SameSite=Lax",
        }
        assert "Domain" not in cookie
        assert "Berta Bürgerin" in (await visitor.get("/account")).text


async def test_a_chosen_cookie_is_never_taken_over(hall):
    async with hall.visitor() as victim, hall.visitor() as attacker:
        victim.cookies[COOKIE] = attacker.cookies[COOKIE] = "chosen-by-the-attacker"
        await victim.log_in(hall.emails["citizen"])
        assert victim.cookies[COOKIE] != "chosen-by-the-attacker"
        assert "Berta Bürgerin" not in (await attacker.get("/account")).text


async def test_a_cookie_held_before_logging_in_ends(hall):
    async with hall.visitor() as victim, hall.visitor() as attacker:
        await attacker.log_in(hall.emails["editor"])
        victim.cookies = dict(attacker.cookies)
        token = await victim.token("/account")
        await victim.post(
            "/login",
            {"email": hall.emails["citizen"], "password": PASSWORD, "form_token": token},
        )
        assert "Berta Bürgerin" in (await victim.get("/account")).text
        assert "Muster" not in (await attacker.get("/account")).text
        assert "Berta" not in (await attacker.get("/account")).text


async def test_logging_out_ends_it_on_the_server(hall):
    async with hall.visitor() as visitor, hall.visitor() as thief:
        await visitor.log_in(hall.emails["citizen"])
        thief.cookies = dict(visitor.cookies)
        token = await visitor.token("/account")
        answer = await visitor.post("/logout", {"form_token": token})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        assert COOKIE not in visitor.cookies
        assert "Berta" not in (await thief.get("/account")).text
    async with hall.database.reading(system) as work:
        assert await work.count(sa.select(Login)) == 0


async def test_a_rise_of_powers_gives_another_cookie(hall):
    async with hall.visitor() as clerk, hall.visitor() as thief:
        await clerk.log_in(hall.emails["editor"])
        before = clerk.cookies[COOKIE]
        thief.cookies = dict(clerk.cookies)
        async with hall.database.work(system) as work:
            editors = sa.update(Membership).where(Membership.office == Office.EDITOR)
            await work.change(editors.values(office=Office.ADMINISTRATOR))
        answer = await clerk.get("/account")
        assert clerk.cookies[COOKIE] != before
        assert "Muster" in answer.text
        assert "Muster" in (await clerk.get("/account")).text
        assert "Muster" not in (await thief.get("/account")).text


async def test_changing_the_password_ends_other_logins(hall):
    async with hall.visitor() as visitor, hall.visitor() as other:
        for one in (visitor, other):
            await one.log_in(hall.emails["citizen"])
        fields = {"current": PASSWORD, "new": "Ein ganz neuer Anfang"}
        token = await visitor.token("/account")
        refused = await visitor.post("/account/password", {**fields, "current": "falsch"})
        assert refused.status_code == 403
        wrong = {**fields, "current": "falsch", "form_token": token}
        refused = await visitor.post("/account/password", wrong)
        assert refused.status_code == 422
        assert "Ein ganz neuer Anfang" not in refused.text
        done = await visitor.post("/account/password", {**fields, "form_token": token})
        assert done.status_code == 303
        assert "Berta" in (await visitor.get("/account")).text
        assert "Berta" not in (await other.get("/account")).text


async def test_a_wrong_password_shows_the_form_again(hall):
    async with hall.visitor() as visitor:
        answer = await visitor.log_in(hall.emails["citizen"], "falsch und lang")
        assert answer.status_code == 403
        assert hall.emails["citizen"] in answer.text
        assert "falsch und lang" not in answer.text
        assert visitor.cookies == {}
        assert answer.headers["cache-control"] == "no-store"


async def test_guessing_is_stopped(hall):
    async with hall.visitor() as attacker:
        for _ in range(5):
            assert (await attacker.log_in(hall.emails["citizen"], "x" * 12)).status_code == 403
        assert (await attacker.log_in(hall.emails["citizen"])).status_code == 403
        assert attacker.cookies == {}
    async with hall.visitor("198.51.100.9") as owner:
        assert (await owner.log_in(hall.emails["citizen"])).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example", "Sec-Fetch-Site": ""},
        {"Origin": "null", "Sec-Fetch-Site": ""},
        {"Origin": "http://[", "Sec-Fetch-Site": ""},
        {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "", "Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_foreign_page_changes_nothing(small_hall, headers):
    hall = small_hall
    async with hall.visitor() as visitor:
        answer = await visitor.post(
            "/login", {"email": hall.emails["citizen"], "password": PASSWORD}, **headers
        )
        assert (answer.status_code, visitor.cookies) == (403, {})
        await visitor.log_in(hall.emails["citizen"])
        token = await visitor.token(f"/posts/{hall.post}")
        fields = {"text": "Untergeschoben", "form_token": token}
        answer = await visitor.post(f"/discussions/post/{hall.post}", fields, **headers)
        assert answer.status_code == 403
    assert await comments_in(hall) == []


async def test_a_form_needs_the_token_of_this_very_login(hall):
    async with hall.visitor() as visitor, hall.visitor() as other:
        await visitor.log_in(hall.emails["citizen"])
        await other.log_in(hall.emails["editor"])
        path = f"/posts/{hall.post}"
        tokens = ["", "x.y", ".", "é.é", await other.token(path)]
        for token in tokens:
            answer = await visitor.post(
                f"/discussions/post/{hall.post}", {"text": "Untergeschoben", "form_token": token}
            )
            assert answer.status_code == 403
        assert await comments_in(hall) == []
        mine = await visitor.token(path)
        assert mine != await visitor.token(path)
        answer = await visitor.post(
            f"/discussions/post/{hall.post}", {"text": "Ja!", "form_token": mine}
        )
        assert answer.status_code == 303
    assert [comment.text for comment in await comments_in(hall)] == ["Ja!"]


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", ""])
async def test_other_kinds_of_forms_are_turned_away(small_hall, kind):
    async with small_hall.visitor() as visitor:
        await visitor.log_in(small_hall.emails["citizen"])
        token = await visitor.token(f"/posts/{small_hall.post}")
        crumbs = {"Cookie": f"{COOKIE}={visitor.cookies[COOKIE]}", "Origin": HERE}
        answer = await visitor.client.post(
            f"/discussions/post/{small_hall.post}",
            content=f"form_token={token}&text=hallo",
            headers={**crumbs, "Content-Type": kind},
        )
        assert answer.status_code == 403
    assert await comments_in(small_hall) == []


async def test_a_form_without_measure_is_turned_away(small_hall):
    async with small_hall.visitor() as visitor:
        await visitor.log_in(small_hall.emails["citizen"])
        fields = {"text": "x" * 2_000_000, "form_token": "x"}
        answer = await visitor.post(f"/discussions/post/{small_hall.post}", fields)
        assert answer.status_code == 413


async def test_json_needs_a_proof_of_where_it_comes_from(small_hall):
    async with small_hall.visitor() as visitor:
        await visitor.log_in(small_hall.emails["citizen"])
        crumbs = {"Cookie": f"{COOKIE}={visitor.cookies[COOKIE]}"}
        token = await visitor.token("/account")
        query = (
            "mutation($id: UUID!, $text: String!) {"
            " writeComment(input: {post: $id, text: $text}) { id } }"
        )

        async def send(**headers):
            text = f"Über die API, mit {', '.join(headers) or 'nichts'}"
            mutation = {"query": query, "variables": {"id": str(small_hall.post), "text": text}}
            return await visitor.client.post(
                "/graphql",
                content=json.dumps(mutation),
                headers={**crumbs, "Content-Type": "application/json", **headers},
            )

        assert (await send()).status_code == 403
        assert (await send(Origin="https://evil.example")).status_code == 403
        assert await comments_in(small_hall) == []
        for headers in ({"Origin": HERE}, {"X-Form-Token": token}):
            assert (await send(**headers)).json()["data"]["writeComment"]["id"]
        assert len(await comments_in(small_hall)) == 2


@pytest.mark.parametrize(
    ("address", "ours"),
    [
        ("/papers?page=2#x", True),
        ("/", True),
        ("", False),
        ("papers", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/\t/evil.example", False),
        ("https://evil.example", False),
        ("javascript:alert(1)", False),
        ("/ok\r\nSet-Cookie: a=b", False),
    ],
)
async def test_leads_on_to_addresses_of_our_own_alone(address, ours):
    assert is_ours(address) is ours


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"environment": "production"}, (COOKIE,)),
        ({"environment": "demo", "public_url": "https://rat.example.org"}, (COOKIE,)),
        ({"environment": "demo"}, (COOKIE, "login")),
    ],
)
def test_in_public_service_the_cookie_is_bound_to_host_and_https(chosen, names):
    cookies = Cookies.of(Settings(**chosen))
    assert cookies.names == names
    for value in (*cookies.given("x"), *cookies.taken()):
        assert value.startswith("login=") or "; Secure" in value


async def test_behind_a_proxy_guessers_are_told_apart(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data", proxies=1) as hall, hall.visitor() as one:
        for _ in range(5):
            await one.post(
                "/login",
                {"email": hall.emails["citizen"], "password": "x" * 12},
                X_Forwarded_For="203.0.113.9",
            )
        fields = {"email": hall.emails["citizen"], "password": PASSWORD}
        stopped = await one.post("/login", fields, X_Forwarded_For="198.51.100.1, 203.0.113.9")
        assert stopped.status_code == 403
        welcome = await one.post("/login", fields, X_Forwarded_For="203.0.113.9, 198.51.100.1")
        assert welcome.status_code == 303


def test_a_line_that_the_client_made_up_is_not_believed():
    """Some proxies add a line of their own below the client's instead of extending it."""
    lines = [(b"x-forwarded-for", b"10.1.1.1"), (b"x-forwarded-for", b"203.0.113.9")]
    scope = {"client": ("192.0.2.7", 1), "headers": lines}
    assert client_address(scope, 0) == "192.0.2.7"
    assert client_address(scope, 1) == "203.0.113.9"
    assert client_address(scope, 2) == "10.1.1.1"
    assert client_address(scope, 3) == "192.0.2.7"
