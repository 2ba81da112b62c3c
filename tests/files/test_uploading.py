"""Files come in piece by piece, go on after any interruption, and belong to who sends them."""

import asyncio
import base64
import os

import httpx
import pytest

from rostra.access import system
from rostra.files.models import Upload
from rostra.files.uploading import MOST_OPEN, attach_upload
from rostra.papers.models import Paper
from support.actors import account_holder
from support.documents import pdf
from support.make.papers import make_paper
from support.town_hall import town_hall

TUS = {"Tus_Resumable": "1.0.0"}


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data", max_upload_bytes=2_000_000) as running:
        yield running


class Sender:
    """Somebody who is logged in and sends a file, as a program that speaks tus does."""

    def __init__(self, visitor, token):
        self.visitor, self.token = visitor, token

    async def ask(self, method, path, content=b"", **headers) -> httpx.Response:
        """A request of the protocol, with the proof that it is ours."""
        sent = self.visitor._with({"X_Form_Token": self.token, **TUS, **headers})
        return await self.visitor.client.request(method, path, content=content, headers=sent)

    async def create(self, size, name="Plan.pdf") -> httpx.Response:
        metadata = f"filename {base64.b64encode(name.encode()).decode()}"
        return await self.ask("POST", "/uploads", Upload_Length=str(size), Upload_Metadata=metadata)

    async def patch(self, path, offset, content) -> httpx.Response:
        return await self.ask(
            "PATCH", path, content, Upload_Offset=str(offset),
            Content_Type="application/offset+octet-stream",
        )  # fmt: skip


async def sender(visitor, hall, who="editor") -> Sender:
    await visitor.log_in(hall.emails[who])
    return Sender(visitor, await visitor.token("/account"))


async def test_a_file_comes_in_pieces_and_goes_on_where_it_stopped(hall):
    content = pdf("Lageplan " * 40, "Haus")
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        created = await us.create(len(content))
        assert created.status_code == 201
        path = created.headers["Location"]
        assert (await us.patch(path, 0, content[:700])).headers["Upload-Offset"] == "700"
        told = await us.ask("HEAD", path)
        assert (told.headers["Upload-Offset"], told.headers["Upload-Length"]) == (
            "700", str(len(content)),
        )  # fmt: skip
        assert (await us.patch(path, 500, content[500:])).status_code == 409
        done = await us.patch(path, 700, content[700:])
        assert (done.status_code, done.headers["Upload-Offset"]) == (204, str(len(content)))
    async with hall.database.reading(system) as work:
        upload = await work.db.get(Upload, path_id(path))
    assert upload.media_type == "application/pdf"
    assert upload.content_hash


def path_id(path):
    from uuid import UUID

    return UUID(path.rpartition("/")[2])


async def test_becomes_the_file_of_a_paper_once(hall):
    content = pdf("Lageplan " * 40, "Haus")
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall, "clerk")
        path = (await us.create(len(content))).headers["Location"]
        await us.patch(path, 0, content)
        paper = await make_paper(hall.database)
        document = """mutation($upload: UUID!, $paper: UUID!) {
          attachUpload(input: {upload: $upload, paper: $paper, use: "main", name: "Lageplan"}) {
            name fileName mimeType textState
          }
        }"""
        async with hall.database.work(system) as work:
            kept = await work.find(Paper, paper.id)
            kept.body_id = hall.body
        sent = {
            "query": document,
            "variables": {"upload": str(path_id(path)), "paper": str(paper.id)},
        }
        headers = {"Content_Type": "application/json", "Origin": visitor.origin}
        first = await us.visitor.client.post("/graphql", json=sent, headers=visitor._with(headers))
        assert first.json()["data"]["attachUpload"] == {
            "name": "Lageplan", "fileName": "Plan.pdf", "mimeType": "application/pdf",
            "textState": "pending",
        }  # fmt: skip
        again = await us.visitor.client.post("/graphql", json=sent, headers=visitor._with(headers))
        assert again.json()["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_what_is_no_document_is_refused_with_a_sentence(hall):
    content = b"MZ\x90\x00" + bytes(2_000)
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        path = (await us.create(len(content), "Rechnung.pdf")).headers["Location"]
        reply = await us.patch(path, 0, content)
        assert reply.status_code == 422
        assert "Files of this type are not taken" in reply.text
        assert "Files of this type are not taken" in (await us.ask("GET", path)).text


async def test_nobody_else_sees_or_touches_an_upload(hall):
    async with hall.visitor() as visitor, hall.visitor() as other:
        us, them = await sender(visitor, hall), await sender(other, hall, "citizen")
        path = (await us.create(100)).headers["Location"]
        for method in ("HEAD", "GET", "DELETE"):
            assert (await them.ask(method, path)).status_code == 404
        assert (await them.patch(path, 0, b"x")).status_code == 404
        assert (await us.ask("HEAD", path)).headers["Upload-Offset"] == "0"


async def test_asks_for_a_login_and_its_token(hall):
    async with hall.visitor() as visitor:
        nobody = Sender(visitor, "")
        assert (await nobody.create(100)).status_code == 403
        us = await sender(visitor, hall)
        us.token = "geraten"
        assert (await us.create(100)).status_code == 403


async def test_has_limits(hall):
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        assert (await us.create(2_000_001)).status_code == 422
        assert (await us.create(0)).status_code == 422
        assert (await us.create("viel")).status_code == 422
        path = (await us.create(10)).headers["Location"]
        assert (await us.patch(path, 0, b"x" * 11)).status_code == 422
        assert (await us.ask("PATCH", path, b"x", Upload_Offset="0")).status_code == 415
        for _ in range(MOST_OPEN - 1):
            assert (await us.create(10)).status_code == 201
        assert (await us.create(10)).status_code == 409
        assert (await us.ask("DELETE", path)).status_code == 204
        assert (await us.create(10)).status_code == 201


async def test_who_has_no_use_for_files_begins_none(hall):
    async with hall.visitor() as visitor:
        citizen = await sender(visitor, hall, "citizen")
        assert (await citizen.create(100)).status_code == 403


async def test_many_beginnings_at_once_keep_to_the_limit(hall):
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        replies = await asyncio.gather(*(us.create(100) for _ in range(MOST_OPEN + 10)))
        assert sorted(reply.status_code for reply in replies) == [201] * MOST_OPEN + [409] * 10


async def test_two_senders_of_one_file_do_not_mix(hall):
    content = os.urandom(400_000)
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        path = (await us.create(len(content))).headers["Location"]
        replies = await asyncio.gather(*(us.patch(path, 0, content[:200_000]) for _ in range(4)))
        assert sorted(reply.status_code for reply in replies) == [204, 409, 409, 409]
        assert (await us.ask("HEAD", path)).headers["Upload-Offset"] == "200000"


async def test_an_upload_of_another_is_attached_by_nobody(hall):
    paper = await make_paper(hall.database)
    async with hall.visitor() as visitor:
        us = await sender(visitor, hall)
        path = (await us.create(10)).headers["Location"]
    from rostra.errors import NotFound
    from support.make.people import make_account

    stranger = await make_account(hall.database)
    with pytest.raises(NotFound):
        async with hall.database.work(account_holder(stranger)) as work:
            await attach_upload(work, path_id(path), paper)
