"""The spool: all objects of an import on disk, sorted by kind, so that their order is ours."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec

from rostra.errors import Conflict
from rostra.imports.oparl.reporting import Report
from rostra.imports.oparl.splitting import Found
from rostra.imports.oparl.vocabulary import (
    BODY_LISTS,
    FILE_OWNERS,
    POINTERS,
    PROTOCOL_FIELDS,
    is_address,
)

ENCODE = msgspec.json.Encoder().encode
ALONE = "-alone"
"""What is added to the name of the spool of objects that stood by themselves."""

PROTOCOL = "-protocol"
"""What is added to the name of the spool of objects with attendance, minutes or votes."""

DECODE = msgspec.json.Decoder(Found).decode


class Claim(msgspec.Struct, array_like=True):
    """What an object says about another one that it only names: that it belongs to it."""

    kind: str
    id: str
    field: str
    owner_kind: str
    owner_id: str


DECODE_CLAIM = msgspec.json.Decoder(Claim).decode


class Spool:
    """Takes objects as they come and gives them back by kind, together with what they imply."""

    def __init__(self, folder: Path, report: Report) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.report = report
        self._lock = (folder / "lock").open("wb")
        lock_or_refuse(self._lock)
        for left_over in folder.glob("spool-*"):
            shutil.rmtree(left_over, ignore_errors=True)
        self._place = tempfile.TemporaryDirectory(prefix="spool-", dir=folder)
        self._open = ExitStack()
        self._files: dict[str, BinaryIO] = {}
        self.totals: dict[str, int] = {}
        self.bodies: set[str] = set()
        self.lists: dict[str, str] = {}
        """The addresses of the lists of bodies, and whose they are."""
        self.seats: dict[str, str] = {}
        """The body of each organization."""
        self.license: str | None = None
        """The licence that the whole system states."""

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._open.close()
        self._place.cleanup()
        self._lock.close()

    def add(self, found: Found) -> None:
        """Take an object; one that cannot be written down goes to the report."""
        self.report.count(found.kind, "read")
        try:
            line = ENCODE(found)
        except (TypeError, ValueError, RecursionError) as error:
            self.report.problem(found.kind, "cannot be kept", found.id, error)
            return
        self._write(found.kind if found.embedded else found.kind + ALONE, line)
        self.totals[found.kind] = self.totals.get(found.kind, 0) + 1
        self._learn(found)
        if any(key in found.object for key in PROTOCOL_FIELDS.get(found.kind, ())):
            self._write(f"{found.kind}{PROTOCOL}", line)
        for claim in claims_of(found):
            self._write("claim", ENCODE(claim))
            self.totals["claim"] = self.totals.get("claim", 0) + 1

    def of_kind(self, kind: str) -> Iterator[Found]:
        """The objects of a kind: first those embedded in others, which know their place."""
        return map(DECODE, chain(self._lines(kind), self._lines(kind + ALONE)))

    def with_protocol(self, kind: str) -> Iterator[Found]:
        """The objects of a kind that bring attendance, minutes or votes."""
        return map(DECODE, self._lines(kind + PROTOCOL))

    def claims(self) -> Iterator[Claim]:
        """What objects say about others that they only name."""
        return map(DECODE_CLAIM, self._lines("claim"))

    def _write(self, name: str, line: bytes) -> None:
        if name not in self._files:
            opened = Path(self._place.name, name).open("wb")  # noqa: SIM115 (the stack closes it)
            self._files[name] = self._open.enter_context(opened)
        self._files[name].write(line + b"\n")

    def _lines(self, name: str) -> Iterable[bytes]:
        if name not in self._files:
            return
        self._files[name].flush()
        with Path(self._place.name, name).open("rb") as stream:
            yield from stream

    def _learn(self, found: Found) -> None:
        if found.body:
            self.bodies.add(found.body)
        if found.kind == "body":
            for key in BODY_LISTS:
                address = found.object.get(key)
                if is_address(address):
                    self.lists[without_query(address)] = found.id
        elif found.kind == "organization" and found.body:
            self.seats[found.id] = found.body
        elif found.kind == "system" and isinstance(found.object.get("license"), str):
            self.license = found.object["license"]


def lock_or_refuse(file: BinaryIO) -> None:
    """Take the lock of an import; Conflict when another one holds it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise Conflict("Another import is running; wait until it has ended.") from None


def claims_of(found: Found) -> Iterator[Claim]:
    """The claims of an object: on those it lists by address, and of a file on its places."""
    if found.object.get("deleted") is True:
        return
    for key, pointer in POINTERS[found.kind].items():
        if pointer.back and found.kind != "body":
            for address in addresses(found.object.get(key)):
                yield Claim(pointer.kind, address, pointer.back, found.kind, found.id)
    if found.kind == "file":
        for key, kind in FILE_OWNERS.items():
            for address in addresses(found.object.get(key)):
                yield Claim("file", found.id, key, kind, address)


def addresses(value: object) -> list[str]:
    """The addresses in a field that holds one or several."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if is_address(one)]


def without_query(address: str) -> str:
    """The address of a list, whichever page of it."""
    return address.partition("?")[0].rstrip("/")
