"""The pages of those who write posts, as they are shown."""

import re

import pytest

from support.town_hall import town_hall


@pytest.fixture
async def hall(sqlite_url, tmp_path):
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


async def test_the_desk_and_its_forms_stand_for_editors_alone(hall):
    async with hall.visitor() as editor:
        await editor.log_in(hall.emails["editor"])
        for path in ("/posts/desk", "/posts/new", f"/posts/{hall.post}/edit", "/posts"):
            shown = await editor.get(path)
            assert shown.status_code == 200, (path, shown.text[-300:])
        form = (await editor.get("/posts/new")).text
        assert re.search(r'name="title"', form)
    async with hall.visitor() as stranger:
        for path in ("/posts/desk", "/posts/new"):
            assert 'name="title"' not in (await stranger.get(path)).text
        assert 'name="title"' not in (await stranger.get(f"/posts/{hall.post}/edit")).text
