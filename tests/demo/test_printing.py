"""Printing the demo city's papers: a reader, an archive and a screen reader can use each."""

import pytest
import sqlalchemy as sa

from rostra.access import PUBLIC, system
from rostra.files.models import File, FileUse
from rostra.files.storage import Folder
from rostra.papers.models import Paper, PaperRelation
from rostra_frontend.demo.founding import id_of
from support.printed import faults, text_of

pytestmark = pytest.mark.long


async def test_leaves_nothing_to_object_to(city, built):
    storage = Folder(built.folder / "files")
    async with city.reading(system) as work:
        files = await work.fetch(sa.select(File))
    for file in files:
        content = b"".join([chunk async for chunk in storage.stream(file.content_hash)])
        assert faults(content) == [], file.name


async def test_says_what_the_paper_says(city, built):
    storage = Folder(built.folder / "files")
    async with city.reading(system) as work:
        rows = await work.rows(
            sa.select(FileUse.paper_id, File.content_hash).join(File, File.id == FileUse.file_id)
        )
    printed = {paper: digest for paper, digest in rows if paper}
    for paper in built.plot.papers:
        digest = printed[id_of("paper", paper.text.key)]
        content = b"".join([chunk async for chunk in storage.stream(digest)])
        text = text_of(content)
        assert paper.reference in text
        assert " ".join(paper.title.split()) in text


async def test_names_no_secret_paper_to_everybody(city, built):
    """A public paper that refers to a secret one is printed without the reference."""
    storage = Folder(built.folder / "files")
    related = (
        sa.select(File.content_hash, Paper.reference, Paper.name)
        .join(FileUse, FileUse.file_id == File.id)
        .join(PaperRelation, PaperRelation.paper_id == FileUse.paper_id)
        .join(Paper, Paper.id == PaperRelation.other_id)
        .where(File.audience_id == PUBLIC, Paper.audience_id != PUBLIC)
    )
    async with city.reading(system) as work:
        rows = await work.rows(related)
    assert rows
    for digest, reference, name in rows:
        content = b"".join([chunk async for chunk in storage.stream(digest)])
        text = text_of(content)
        assert reference not in text
        assert name not in text
