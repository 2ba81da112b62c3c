"""A paper is written, given its files and filed in the browser, without a script."""

import re

import pytest

from support.documents import pdf
from support.make.organizations import make_organization
from support.town_hall import town_hall


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data", max_upload_bytes=500_000) as running:
        yield running


class Writer:
    """Somebody of a department at a browser."""

    def __init__(self, visitor):
        self.visitor = visitor

    async def send(self, path, page, **fields):
        """Fill in a form of a page."""
        token = await self.visitor.token(page)
        return await self.visitor.post(path, {"form_token": token, **fields})

    async def send_file(self, paper, content, name="Plan.pdf", **fields):
        """Send the form with the file, as a browser does."""
        token = await self.visitor.token(f"{paper}/edit")
        headers = self.visitor._with({"Origin": self.visitor.origin})
        return self.visitor._keep(
            await self.visitor.client.post(
                f"{paper}/files",
                data={"form_token": token, "use": "main", **fields},
                files={"file": (name, content, "application/pdf")},
                headers=headers,
            )
        )


async def begun(visitor, hall):
    """A draft of the editor's, and who writes it."""
    await visitor.log_in(hall.emails["editor"])
    writer = Writer(visitor)
    page = (await visitor.get("/papers/new")).text
    department = re.search(r'<option value="([^"]+)"', page)[1]
    reply = await writer.send(
        "/papers/new", "/papers/new", organization=department, name="Radweg am Anger",
        paperType="Beschlussvorlage", proposedResolution="1. Der Radweg wird gebaut.",
    )  # fmt: skip
    assert reply.status_code == 303, reply.text
    return writer, reply.headers["Location"].removesuffix("/edit")


async def test_from_the_first_word_to_the_reference(hall):
    committee = await make_organization(
        hall.database, await body_of(hall), name="Bauausschuss", organization_type="Gremium"
    )
    async with hall.visitor() as visitor, hall.visitor() as public:
        writer, paper = await begun(visitor, hall)
        edit = f"{paper}/edit"
        assert (await public.get(paper)).status_code == 404
        await writer.send(
            f"{paper}/stations", edit, organization=str(committee.id), role="Beratung"
        )
        sent = await writer.send_file(paper, pdf("Lageplan"), fileTitle="Lageplan")
        assert sent.status_code == 303, sent.text
        page = (await visitor.get(edit)).text
        assert "Bauausschuss" in page
        assert "Lageplan" in page
        again = await writer.send_file(paper, pdf("Anlage"), use="auxiliary", fileTitle="Irrtum")
        assert again.status_code == 303
        page = (await visitor.get(edit)).text
        mistake = re.findall(r'name="file" value="([^"]+)"', page)[-1]
        gone = await writer.send(f"{paper}/files/withdraw", edit, file=mistake)
        assert gone.status_code == 303
        assert "Irrtum" not in (await visitor.get(edit)).text
        filed = await writer.send(f"{paper}/file", edit, public="true")
        assert filed.status_code == 303
        shown = (await public.get(paper)).text
        assert re.search(r"\d\d/0001-BV", shown)
        assert "Lageplan" in shown


async def body_of(hall):
    from rostra.access import system
    from rostra.organizations.models import Body

    async with hall.database.reading(system) as work:
        return await work.find(Body, hall.body)


async def test_a_refusal_keeps_what_was_typed(hall):
    async with hall.visitor() as visitor:
        writer, paper = await begun(visitor, hall)
        reply = await writer.send(
            f"{paper}/edit",
            f"{paper}/edit",
            name="",
            paperType="Antrag",
            proposedResolution="Punkt 1",
        )
        assert reply.status_code == 422
        assert "Punkt 1" in reply.text
        bad = await writer.send_file(paper, b"MZ\x90\x00" + bytes(500))
        assert bad.status_code == 422
        assert "Dateien dieser Art" in bad.text
        assert (await writer.send_file(paper, bytes(600_000))).status_code in {413, 422}


async def test_a_form_with_a_file_needs_its_token(hall):
    async with hall.visitor() as visitor:
        _, paper = await begun(visitor, hall)
        reply = await visitor.client.post(
            f"{paper}/files",
            data={"use": "main", "form_token": "geraten"},
            files={"file": ("a.pdf", pdf("x"))},
            headers=visitor._with({"Origin": visitor.origin}),
        )
        assert reply.status_code == 403


async def test_who_may_not_write_sees_no_form_and_changes_nothing(hall):
    async with hall.visitor() as visitor, hall.visitor() as other:
        _, paper = await begun(visitor, hall)
        await other.log_in(hall.emails["citizen"])
        assert "<select" not in (await other.get("/papers/new")).text
        assert (await other.get(f"{paper}/edit")).status_code == 404
        token = await other.token("/account")
        reply = await other.post(f"{paper}/withdraw", {"form_token": token})
        assert reply.status_code == 404
        assert (await visitor.get(f"{paper}/edit")).status_code == 200
