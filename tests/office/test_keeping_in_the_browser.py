"""The clerk keeps the council over the pages, without JavaScript."""

import datetime as dt
import re

from rostra.access import Office
from rostra.organizations.models import Membership, Organization
from support.invitations import ZONE
from support.make.organizations import make_body, make_membership, make_organization
from support.make.people import make_account, make_person
from support.making import within

TODAY = dt.datetime.now(ZONE).date()
"""The day in the city, which is not always that of the machine."""
DAY = dt.timedelta(days=1)
FORM = re.compile(r'<form[^>]* action="([^"?]+)[^"]*"[^>]*>(.*?)</form>', re.S)
SELECT = re.compile(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', re.S)
LISTS = ("/office/organizations", "/office/persons", "/office/terms", "/office/bodies")


def forms_on(page):
    """The forms of a page by where they lead, with what their hidden and text fields hold."""
    found = {}
    for action, inside in re.findall(
        r'<form[^>]* action="([^"?]+)[^"]*"[^>]*>(.*?)</form>', page, re.S
    ):
        fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', inside))
        for name, options in re.findall(
            r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', inside, re.S
        ):
            chosen = re.findall(r'<option value="([^"]*)" selected', options)
            fields[name] = (chosen or re.findall(r'<option value="([^"]*)"', options))[0]
        found[action] = fields
    return found


async def send(visitor, page, action, **typed):
    """Fill in a form of a page as it stands and send it."""
    fields = forms_on((await visitor.get(page)).text)[action]
    return await visitor.post(action, {**fields, **typed})


async def test_shows_its_lists_to_who_keeps_them_alone(visitors, council):
    for path in LISTS:
        assert 'method="post"' in (await visitors[Office.CLERK].get(path)).text or (
            f'href="{path}/new"' in (await visitors[Office.CLERK].get(path)).text
        )
        for name in (Office.MEMBER, "anybody"):
            page = (await visitors[name].get(path)).text
            assert f'href="{path}/new"' not in page
            assert "Keines Ihrer Ämter" in page


async def test_finds_persons_by_their_names(visitors):
    clerk = visitors[Office.CLERK]
    found = (await clerk.get("/office/persons?text=toni+clerk")).text
    assert "Toni Clerk" in found
    assert "Toni Member" not in found
    assert "Niemand dieses Namens" in (await clerk.get("/office/persons?text=50%25")).text


async def test_enters_changes_and_ends_an_organization(visitors, council, database):
    clerk = visitors[Office.CLERK]
    new = "/office/organizations/new"
    refused = await send(clerk, new, new, name=" ", classification="Beirat")
    assert refused.status_code == 422
    assert "Bitte füllen Sie dieses Feld aus" in refused.text
    assert 'value="Beirat"' in refused.text
    made = await send(
        clerk, new, new, name="Klimabeirat", organizationType="Gremium", classification="Beirat",
        subOrganizationOf=str(council.council.id),
    )  # fmt: skip
    assert made.status_code == 303
    here = made.headers["location"]
    assert "Klimabeirat" in (await clerk.get("/office/organizations?kind=Gremium")).text
    assert "Klimabeirat" not in (await clerk.get("/office/organizations?kind=Fraktion")).text
    assert (await send(clerk, here, here, name="Klimarat")).status_code == 303
    found = (await clerk.get("/office/organizations?text=klima")).text
    assert "Klimarat" in found
    assert "Stadtrat" not in found

    seats = f"/office/persons/{council.persons[Office.MEMBER].id}"
    seated = await send(
        clerk, seats, f"{seats}/seats", organization=here.rpartition("/")[2], role="Mitglied"
    )
    assert seated.status_code == 303
    shown = (await clerk.get(f"{here}/end?lastDay={TODAY}")).text
    assert "1 Mitgliedschaft endet" in shown
    assert "Toni Member" in shown
    unconfirmed = await clerk.post(
        f"{here}/end?lastDay={TODAY}",
        {"form_token": await clerk.token(f"{here}/end?lastDay={TODAY}"), "form": "end",
         "lastDay": str(TODAY)},
    )  # fmt: skip
    assert unconfirmed.status_code == 409
    ended = await send(clerk, f"{here}/end?lastDay={TODAY}", f"{here}/end")
    assert ended.status_code == 303
    async with within(database) as work:
        kept = await work.fetch(
            work.readable(Membership)
            .join(Organization, Organization.id == Membership.organization_id)
            .where(Organization.name == "Klimarat")
        )
        assert [one.end_date for one in kept] == [TODAY]


async def test_refuses_a_stale_form_and_shows_what_stands_there_now(visitors, council):
    here = f"/office/organizations/{council.council.id}"
    clerk, administrator = visitors[Office.CLERK], visitors[Office.ADMINISTRATOR]
    earlier = forms_on((await clerk.get(here)).text)[here]
    assert (await send(administrator, here, here, name="Rat der Stadt")).status_code == 303
    refused = await clerk.post(here, {**earlier, "name": "Stadtverordnete"})
    assert refused.status_code == 409
    assert 'value="Stadtverordnete"' in refused.text
    assert re.search(r"Jetzt steht dort:\s*<strong>Rat der Stadt</strong>", refused.text)
    assert (await clerk.post(here, {**forms_on(refused.text)[here]})).status_code == 303
    assert "Stadtverordnete" in (await clerk.get(here)).text


async def test_keeps_a_person_with_seats_and_deputies(visitors, council):
    clerk = visitors[Office.CLERK]
    new = "/office/persons/new"
    made = await send(clerk, new, new, familyName="Amsel", givenName="Klara", title="Dr.")
    assert made.status_code == 303
    here = made.headers["location"]
    assert "Dr. Klara Amsel" in (await clerk.get(here)).text
    wrong = await send(clerk, here, here, email="nirgends")
    assert wrong.status_code == 422
    assert "keine E-Mail-Adresse" in wrong.text
    assert 'value="nirgends"' in wrong.text
    seated = await send(
        clerk, here, f"{here}/seats", organization=str(council.council.id), role="Mitglied",
        votingRight="true", onBehalfOf=str(council.faction.id),
    )  # fmt: skip
    assert seated.status_code == 303
    seat = re.search(r'href="(/office/seats/[^"]+)"', (await clerk.get(here)).text)[1]
    changed = await send(clerk, seat, seat, role="Vorsitz", office="chair")
    assert changed.status_code == 303
    member, administrator = (
        str(council.persons[one].id) for one in (Office.MEMBER, Office.ADMINISTRATOR)
    )
    fields = forms_on((await clerk.get(seat)).text)[f"{seat}/deputies"]
    named = await clerk.post(
        f"{seat}/deputies", {**fields, "deputies": [administrator, "", member]}
    )
    assert named.status_code == 303
    page = (await clerk.get(seat)).text
    assert re.findall(r'<option value="([^"]+)" selected', page)[-2:] == [administrator, member]
    early = await send(clerk, seat, f"{seat}/end", lastDay=str(TODAY - DAY))
    assert early.status_code == 422
    assert "Der letzte Tag kann nicht vor dem ersten liegen" in early.text
    assert (await send(clerk, seat, f"{seat}/end", lastDay=str(TODAY))).status_code == 303
    assert (await send(clerk, seat, f"{seat}/withdraw")).status_code == 303
    assert (await clerk.get(seat)).status_code == 404


async def test_invites_to_an_account_and_closes_it(visitors, council):
    clerk = visitors[Office.CLERK]
    made = await send(clerk, "/office/persons/new", "/office/persons/new", familyName="Amsel")
    here = made.headers["location"]
    invited = await send(clerk, here, f"{here}/account/invite", address="amsel@example.org")
    assert invited.status_code == 303
    assert "noch nicht angenommen" in (await clerk.get(here)).text
    assert (await send(clerk, here, f"{here}/account/close")).status_code == 303
    assert "geschlossen" in (await clerk.get(here)).text
    assert (await send(clerk, here, f"{here}/account/reopen")).status_code == 303
    member = f"/office/persons/{council.persons[Office.MEMBER].id}"
    assert (await send(clerk, member, f"{member}/account/close")).status_code == 303
    assert "Abmelden" not in (await visitors[Office.MEMBER].get("/account")).text


async def test_lets_no_clerk_close_an_administrators_account(visitors, council):
    clerk = visitors[Office.CLERK]
    here = f"/office/persons/{council.persons[Office.ADMINISTRATOR].id}"
    refused = await send(clerk, here, f"{here}/account/close")
    assert refused.status_code == 403
    assert "mehr erlaubt als das eigene" in refused.text
    assert "Abmelden" in (await visitors[Office.ADMINISTRATOR].get("/account")).text


async def test_lets_who_keeps_the_house_close_the_account_of_another_bodys_keeper(
    visitors, council, database
):
    district = await make_body(database, name="Ortsteil Quellen")
    office = await make_organization(database, district)
    ruler = await make_person(database, district, name="Ines Elster")
    await make_membership(database, ruler, office, office=Office.ADMINISTRATOR)
    await make_account(database, ruler, email="elster@example.org")
    here = f"/office/persons/{ruler.id}"
    assert "elster@example.org" not in (await visitors[Office.CLERK].get(here)).text
    administrator = visitors[Office.ADMINISTRATOR]
    assert set(forms_on((await administrator.get(here)).text)) & {here} == set()
    assert (await send(administrator, here, f"{here}/account/close")).status_code == 303
    assert "geschlossen" in (await administrator.get(here)).text


async def test_keeps_terms_and_bodies(visitors, council):
    clerk = visitors[Office.CLERK]
    new, term = "/office/terms/new", f"/office/terms/{council.term.id}"
    overlapping = await send(clerk, new, new, name="Zu früh", startDate=str(TODAY))
    assert overlapping.status_code == 409
    assert 'value="Zu früh"' in overlapping.text
    assert (await send(clerk, term, term, name="9. Wahlperiode")).status_code == 303
    assert "9. Wahlperiode" in (await clerk.get("/office/terms")).text
    after = dt.date.fromisoformat(str(council.term.end_date)) + DAY
    made = await send(clerk, new, new, name="10. Wahlperiode", startDate=str(after))
    assert made.status_code == 303
    assert "10. Wahlperiode" in (await clerk.get("/office/terms")).text

    bodies, body = "/office/bodies", f"/office/bodies/{council.body.id}"
    assert (await send(clerk, body, body, name="Stadt Brunnfeld an der Alm")).status_code == 303
    assert "an der Alm" in (await clerk.get(bodies)).text
    assert (await send(clerk, bodies, bodies, name="Ortsteil Quellen")).status_code == 303
    assert "Ortsteil Quellen" in (await clerk.get(bodies)).text


async def test_takes_no_form_from_who_keeps_nothing(visitors, council):
    clerk, member = visitors[Office.CLERK], visitors[Office.MEMBER]
    token = await member.token("/account")
    paths = [
        f"/office/organizations/{council.council.id}",
        f"/office/organizations/{council.council.id}/end",
        f"/office/persons/{council.persons[Office.CLERK].id}",
        f"/office/seats/{council.seats[Office.CLERK].id}",
        f"/office/seats/{council.seats[Office.CLERK].id}/end",
        f"/office/seats/{council.seats[Office.MEMBER].id}/deputies",
        f"/office/terms/{council.term.id}",
        f"/office/bodies/{council.body.id}",
    ]
    fields = {
        "name": "Fremd", "familyName": "Fremd", "lastDay": str(TODAY), "office": "clerk",
        "startDate": str(TODAY), "body": str(council.body.id), "form_token": token,
    }  # fmt: skip
    for path in paths:
        assert (await member.post(path, fields)).status_code == 403, path
        assert "Fremd" not in (await clerk.get(path)).text
