import asyncio
import os
import signal
import sys

import pytest

from rostra_documents.press import Busy, Press, PrintingFailed
from rostra_documents.sheet import Sheet

SMALL = Sheet("<html lang=de><title>t</title><p>Text</p></html>", ("page.css",))
ENDLESS = Sheet("<html lang=de><title>t</title>" + "<p>Wort und Wort</p>" * 60_000, ("page.css",))


@pytest.fixture
async def press():
    press = Press(printers=1)
    yield press
    await asyncio.to_thread(press.close)


async def test_starts_no_process_before_the_first_sheet(press):
    assert press._children == set()
    await press.print(SMALL)
    assert len(press._children) == 1


async def test_keeps_its_process_for_the_next_sheet(press):
    await press.print(SMALL)
    child = next(iter(press._children))
    assert (await press.print(SMALL))[:5] == b"%PDF-"
    assert press._children == {child}


async def test_prints_with_a_fresh_process_when_the_old_one_has_ended(press):
    await press.print(SMALL)
    child = next(iter(press._children))
    os.kill(child.pid, signal.SIGKILL)
    assert (await press.print(SMALL))[:5] == b"%PDF-"
    assert press._children != {child}


async def test_gives_up_a_sheet_that_takes_too_long_and_prints_the_next():
    press = Press(printers=1, patience=4)
    try:
        with pytest.raises(PrintingFailed, match="4 seconds"):
            await press.print(ENDLESS)
        assert (await press.print(SMALL))[:5] == b"%PDF-"
    finally:
        await asyncio.to_thread(press.close)


async def test_says_why_a_sheet_could_not_be_printed(press):
    with pytest.raises(PrintingFailed, match=r"missing\.css"):
        await press.print(Sheet("<p>Text</p>", ("missing.css",)))
    assert (await press.print(SMALL))[:5] == b"%PDF-"


async def test_refuses_more_sheets_than_it_can_hold():
    press = Press(printers=1, queue=1)
    try:
        first = asyncio.ensure_future(press.print(SMALL))
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await press.print(SMALL)
        assert (await first)[:5] == b"%PDF-"
    finally:
        await asyncio.to_thread(press.close)


async def test_leaves_the_event_loop_free(press):
    printing = asyncio.ensure_future(press.print(SMALL))
    turns = 0
    while not printing.done():
        await asyncio.sleep(0.01)
        turns += 1
    assert turns > 20


async def test_ends_its_processes_and_opens_again(press):
    await press.print(SMALL)
    child = next(iter(press._children))
    await asyncio.to_thread(press.close)
    assert child.returncode is not None
    assert (await press.print(SMALL))[:5] == b"%PDF-"


def test_serves_one_event_loop_after_another():
    press = Press(printers=1)
    try:
        first, second = (asyncio.run(press.print(SMALL)) for _ in range(2))
        assert first == second
    finally:
        press.close()


async def test_processes_end_with_the_one_that_started_them():
    script = (
        "import asyncio\n"
        "from rostra_documents.press import PRESS\n"
        "from rostra_documents.sheet import Sheet\n"
        "asyncio.run(PRESS.print(Sheet('<p>x</p>', ('page.css',))))\n"
        "print(next(iter(PRESS._children)).pid, flush=True)\n"
        "input()\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    pid = int(await parent.stdout.readline())
    parent.kill()
    await parent.wait()
    for _ in range(100):
        if not os.path.exists(f"/proc/{pid}"):
            return
        await asyncio.sleep(0.05)
    pytest.fail("the printing process still runs")
