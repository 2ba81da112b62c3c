"""The strong-room keeps bytes once, whole, and under their digest."""

import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from rostra.errors import Invalid, NotFound
from rostra.files.storage import STALE, Folder, chunks_of

LIMIT = 10_000_000


@pytest.fixture
def store(tmp_path):
    return Folder(tmp_path / "files")


async def taken(store, content, limit=LIMIT):
    return await store.receive(chunks_of(content), limit)


async def given(store, digest, *span):
    return b"".join([block async for block in store.stream(digest, *span)])


def names_in(store):
    return [path.name for path in store.folder.rglob("*") if path.is_file()]


async def test_gives_back_what_it_received(store):
    content = os.urandom(700_000)
    stored = await taken(store, content)
    assert stored.sha512 == hashlib.sha512(content).hexdigest()
    assert stored.sha1 == hashlib.sha1(content).hexdigest()
    assert stored.size == await store.size(stored.sha512) == 700_000
    assert await given(store, stored.sha512) == content


async def test_gives_any_part_of_it(store):
    content = os.urandom(600_000)
    digest = (await taken(store, content)).sha512
    for start, stop in ((0, 1), (5, 5), (599_999, 600_000), (262_143, 524_290), (7, None)):
        assert await given(store, digest, start, stop) == content[start:stop]


async def test_keeps_an_empty_file(store):
    stored = await taken(store, b"")
    assert stored.size == 0
    assert await given(store, stored.sha512) == b""


async def test_keeps_the_same_bytes_once(store):
    first = await taken(store, b"Haushaltssatzung")
    inode = store.path(first.sha512).stat().st_ino
    assert await taken(store, b"Haushaltssatzung") == first
    assert names_in(store) == [first.sha512]
    assert store.path(first.sha512).stat().st_ino == inode


async def test_keeps_them_once_when_many_bring_them_at_the_same_time(store):
    content = os.urandom(300_000)
    everyone = await asyncio.gather(*(taken(store, content) for _ in range(12)))
    assert len(set(everyone)) == 1
    assert names_in(store) == [everyone[0].sha512]
    assert await given(store, everyone[0].sha512) == content


async def test_mends_bytes_that_a_full_disk_cut_off(store):
    stored = await taken(store, b"Haushaltssatzung")
    path = store.path(stored.sha512)
    path.chmod(0o640)
    path.write_bytes(b"Haus")
    await taken(store, b"Haushaltssatzung")
    assert await given(store, stored.sha512) == b"Haushaltssatzung"


async def test_refuses_more_than_the_limit_and_leaves_nothing(store):
    assert (await taken(store, b"x" * 1000, limit=1000)).size == 1000
    with pytest.raises(Invalid) as refusal:
        await taken(store, b"y" * 1001, limit=1000)
    assert refusal.value.field == "file"
    assert len(names_in(store)) == 1


async def test_stops_reading_at_the_limit(store):
    asked = 0

    async def without_end():
        nonlocal asked
        while True:
            asked += 1
            yield b"z" * 1000

    with pytest.raises(Invalid):
        await store.receive(without_end(), 5000)
    assert asked == 6
    assert names_in(store) == []


async def test_leaves_nothing_when_the_sender_breaks_off(store):
    async def broken():
        yield b"the beginning"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await store.receive(broken(), LIMIT)
    assert names_in(store) == []


@pytest.mark.parametrize("digest", ["", "..", "../../etc/passwd", "A" * 128, "0" * 127, "0" * 129])
async def test_knows_no_name_that_is_not_a_digest(store, digest):
    with pytest.raises(NotFound):
        await store.size(digest)
    with pytest.raises(NotFound):
        await given(store, digest)


async def test_says_not_found_for_an_unknown_digest(store):
    with pytest.raises(NotFound):
        await given(store, "0" * 128)
    with pytest.raises(NotFound):
        async with store.on_disk("0" * 128):
            pass


async def test_sweeps_only_old_remains(store):
    await taken(store, b"kept")
    fresh, stale = store.incoming / "fresh", store.incoming / "stale"
    for left_over in (fresh, stale):
        left_over.write_bytes(b"half")
    long_ago = time.time() - STALE - 60
    os.utime(stale, (long_ago, long_ago))
    assert await store.sweep() == 1
    assert fresh.exists()
    assert not stale.exists()


async def test_a_killed_process_leaves_no_half_file_under_a_digest(store, tmp_path):
    program = tmp_path / "writer.py"
    program.write_text(
        textwrap.dedent(
            """
            import asyncio, os, sys
            from pathlib import Path
            from rostra.files.storage import Folder, chunks_of

            async def write():
                store = Folder(Path(sys.argv[1]))
                number = 0
                while True:
                    number += 1
                    stored = await store.receive(chunks_of(b"%09d" % number * 40_000), 10**9)
                    print(stored.sha512, flush=True)

            asyncio.run(write())
            """
        )
    )
    child = subprocess.Popen(
        [sys.executable, str(program), str(store.folder)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    acknowledged = [child.stdout.readline().decode().strip() for _ in range(20)]
    child.send_signal(signal.SIGKILL)
    acknowledged += child.communicate()[0].decode().split()
    assert len(acknowledged) >= 20
    for digest in acknowledged:
        assert hashlib.sha512(await given(store, digest)).hexdigest() == digest
    for path in store.folder.rglob("*"):
        if path.is_file() and path.parent != store.incoming:
            assert hashlib.sha512(path.read_bytes()).hexdigest() == path.name
