"""Documents: the pieces of JSON in a folder, an archive or a file, one after the other."""

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from rostra.imports.oparl.reporting import Report

NAMES = (".json", ".jsonl", ".ndjson", ".gz", ".tgz", ".tar", ".zip")
"""Endings of the files that are looked into."""

LARGEST = 1024**3
"""Bytes that one document may have, unpacked."""

DEEPEST = 3
"""How many archives may be nested in one another."""

BROKEN_ARCHIVE = (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile,
                  NotImplementedError, RuntimeError)  # fmt: skip
"""What unpacking a damaged, encrypted or exotic archive raises."""


@dataclass(frozen=True, slots=True)
class Document:
    """One piece of JSON and where it was found."""

    where: str
    payload: Any


def documents_of(source: Path, report: Report) -> Iterator[Document]:
    """Every document of a folder, an archive or a file, in the order of their names."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and path.name.lower().endswith(NAMES):
                yield from documents_at(path, str(path.relative_to(source)), report)
    else:
        yield from documents_at(source, source.name, report)


def documents_at(path: Path, where: str, report: Report) -> Iterator[Document]:
    """The documents in one file on disk."""
    try:
        with path.open("rb") as stream:
            yield from unpacked(stream, where, report, depth=0)
    except BROKEN_ARCHIVE as error:
        report.problem("file", "cannot be read", where, error)


def unpacked(stream: IO[bytes], where: str, report: Report, depth: int) -> Iterator[Document]:
    """The documents in a stream, through all archives around them."""
    name = where.lower()
    if depth > DEEPEST:
        report.problem("file", "archives nested too deep", where)
    elif name.endswith(".zip"):
        yield from zipped(stream, where, report, depth)
    elif name.endswith((".tar", ".tar.gz", ".tgz")):
        yield from tarred(stream, where, report, depth)
    elif name.endswith(".gz"):
        with gzip.GzipFile(fileobj=stream) as inner:
            yield from unpacked(inner, where[:-3], report, depth + 1)  # type: ignore[arg-type]
    else:
        yield from parsed(stream, where, report)


def tarred(stream: IO[bytes], where: str, report: Report, depth: int) -> Iterator[Document]:
    """The documents in a tar archive, packed or not."""
    with tarfile.open(fileobj=stream, mode="r:*") as archive:
        for member in archive:
            if member.isfile() and member.name.lower().endswith(NAMES):
                inner = archive.extractfile(member)
                if inner is not None:
                    yield from inside(inner, f"{where}:{member.name}", report, depth)


def zipped(stream: IO[bytes], where: str, report: Report, depth: int) -> Iterator[Document]:
    """The documents in a zip archive."""
    with zipfile.ZipFile(stream) as archive:
        for member in archive.infolist():
            if not member.is_dir() and member.filename.lower().endswith(NAMES):
                try:
                    with archive.open(member) as inner:
                        yield from inside(inner, f"{where}:{member.filename}", report, depth)
                except BROKEN_ARCHIVE as error:
                    report.problem("file", "cannot be read", f"{where}:{member.filename}", error)


def inside(stream: IO[bytes], where: str, report: Report, depth: int) -> Iterator[Document]:
    """The documents in a member of an archive; a broken one costs only itself."""
    try:
        yield from unpacked(stream, where, report, depth + 1)
    except BROKEN_ARCHIVE as error:
        report.problem("file", "cannot be read", where, error)


def parsed(stream: IO[bytes], where: str, report: Report) -> Iterator[Document]:
    """The documents in a stream of text: one JSON value, or one on each line."""
    first = stream.readline(LARGEST)
    payload = loaded(first)
    if payload is not BROKEN:
        yield Document(where, payload)
        yield from lines_of(stream, where, report, number=2)
        return
    whole = first + stream.read(LARGEST + 1 - len(first))
    if len(whole) > LARGEST:
        report.problem("file", "too large", where)
        return
    payload = loaded(whole)
    if payload is not BROKEN:
        yield Document(where, payload)
    elif whole.strip():
        yield from lines_of(io.BytesIO(whole), where, report, number=1)


def lines_of(stream: IO[bytes], where: str, report: Report, number: int) -> Iterator[Document]:
    """A document for every line; lines that are no JSON go to the report."""
    while line := stream.readline(LARGEST):
        if line.strip():
            payload = loaded(line)
            if payload is BROKEN:
                report.problem("file", "is not JSON", f"{where}:{number}", line[:80])
            else:
                yield Document(where, payload)
        number += 1


BROKEN = object()
"""What `loaded` answers for bytes that are no JSON."""


def loaded(data: bytes) -> Any:
    """The JSON value, read from UTF-8 or, where it is none, from Windows' Western code page."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return loaded_leniently(data)


def loaded_leniently(data: bytes) -> Any:
    """The JSON value of a writer that minds neither the code page nor half characters nor NaN."""
    try:
        written = data.decode("utf-8")
    except UnicodeDecodeError:
        written = data.decode("cp1252", "replace")
    try:
        value = json.loads(written, parse_constant=lambda _name: None)
        return orjson.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return BROKEN
