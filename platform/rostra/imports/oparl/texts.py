"""Texts of files that a source delivers, in the file's object or on lines of their own."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from rostra.files.models import File, FileText
from rostra.imports.events import CouncilDataImported
from rostra.imports.models import Imported
from rostra.imports.oparl import converting
from rostra.imports.oparl.batches import local_id, pieces
from rostra.imports.oparl.documents import documents_of
from rostra.imports.oparl.mapping import table_of
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.targets import existing, insert_into
from rostra.imports.oparl.vocabulary import is_address
from rostra.work import Work

BATCH = 200
"""Texts that one Work takes in; a text may be long."""

TEXT = "#text"
"""What is added to a file's address for the ledger's line about its text."""


def text_in(found: Found) -> str | None:
    """The text that a File object carries, fit for the database."""
    text = found.object.get("text")
    return converting.UNFIT.sub("", text) if isinstance(text, str) and text.strip() else None


async def keep_texts(work: Work, texts: dict[UUID, str]) -> None:
    """Keep the texts of files in place of those that were there."""
    if not texts:
        return
    statement = insert_into(work, table_of(FileText))
    values = {"text": statement.excluded.text}
    statement = statement.on_conflict_do_update(index_elements=["file_id"], set_=values)
    rows = [{"file_id": id, "text": text} for id, text in texts.items()]
    await work.change(statement, rows)
    for piece in pieces(list(texts)):
        await work.change(
            sa.update(table_of(File))
            .where(File.id.in_(piece))
            .values(text_state="done", text_failure=None)
        )


def texts_of(path: Path, report: Report) -> Iterator[list[tuple[str, str]]]:
    """The texts in a file of lines {file, text}, in batches of address and text."""
    waiting: list[tuple[str, str]] = []
    for document in documents_of(path, report):
        lines = document.payload if isinstance(document.payload, list) else [document.payload]
        for line in lines:
            file, text = parts_of(line)
            if file is None or text is None:
                report.problem("text", "is no line of {file, text}", document.where)
                continue
            report.count("text", "read")
            waiting.append((file, text))
            if len(waiting) == BATCH:
                yield waiting
                waiting = []
    if waiting:
        yield waiting


def parts_of(line: Any) -> tuple[str | None, str | None]:
    """The address and the text on a line, if it has both."""
    if not isinstance(line, dict):
        return None, None
    file, text = line.get("file"), line.get("text")
    return (
        file if is_address(file) else None,
        converting.UNFIT.sub("", text) if isinstance(text, str) else None,
    )


async def load_texts(work: Work, texts: list[tuple[str, str]], report: Report) -> None:
    """Keep those of the texts that are new and whose files are there."""
    addressed = dict(texts)
    report.count("text", "repeated", len(texts) - len(addressed))
    hashes = {file + TEXT: digest(text) for file, text in addressed.items()}
    ledger = sa.select(Imported.source_id, Imported.content_hash).where(
        Imported.source_id.in_(list(hashes))
    )
    known = {row[0]: row[1] for row in await work.rows(ledger)}
    there = await existing(work, "file", [local_id(file) for file in addressed])
    fresh: dict[str, str] = {}
    for file, text in addressed.items():
        if local_id(file) not in there:
            report.problem("text", "belongs to no file", file)
        elif known.get(file + TEXT) == hashes[file + TEXT]:
            report.count("text", "unchanged")
        else:
            report.count("text", "changed" if file + TEXT in known else "new")
            fresh[file] = text
    if not fresh:
        return
    await keep_texts(work, {local_id(file): text for file, text in fresh.items()})
    await note_texts(work, {file: hashes[file + TEXT] for file in fresh})
    work.record(CouncilDataImported(file=tuple(local_id(file) for file in fresh)))


async def note_texts(work: Work, hashes: dict[str, str]) -> None:
    """Write into the ledger which texts were received."""
    statement = insert_into(work, table_of(Imported))
    names = ("content_hash", "seen")
    values = {name: statement.excluded[name] for name in names}
    statement = statement.on_conflict_do_update(index_elements=["source_id"], set_=values)
    rows = [
        {"source_id": file + TEXT, "kind": "text", "local_id": local_id(file),
         "content_hash": value, "source_modified": None, "seen": work.now}
        for file, value in hashes.items()
    ]  # fmt: skip
    await work.change(statement, rows)


def digest(text: str) -> str:
    """What distinguishes one text from another."""
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()
