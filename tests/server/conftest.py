"""A running town hall for the tests of its front door."""

import pytest

from support.town_hall import town_hall


@pytest.fixture
async def hall(database_url, tmp_path):
    """A town hall on each kind of database."""
    async with town_hall(database_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def small_hall(sqlite_url, tmp_path):
    """A town hall on SQLite, for what does not depend on the database."""
    async with town_hall(sqlite_url, tmp_path / "data") as running:
        yield running


@pytest.fixture
async def visitor(small_hall):
    """Somebody who is not logged in."""
    async with small_hall.visitor() as somebody:
        yield somebody
