"""The API over a fresh city, for the tests of this folder."""

import pytest

from support.asking import api_of


@pytest.fixture
def api(database):
    """The API of a city in public service; each test runs on SQLite and on PostgreSQL."""
    return api_of(database)


@pytest.fixture
def sqlite_api(sqlite_database):
    """The same on SQLite alone, for what does not depend on the database."""
    return api_of(sqlite_database)
