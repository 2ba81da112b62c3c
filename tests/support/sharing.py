"""How the tests are shared out among processes, so that what is costly is made but once."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/demo/": "the demo city",
    "tests/imports/test_counting.py": "the real cities",
    "tests/imports/test_tables_of_a_real_city.py": "the real cities",
    "tests/oparl/test_publishing_real_cities.py": "the real cities",
}
"""Folders and files whose tests look at the same costly thing, and what it is."""

LAST = "tests/journeys/"
"""A browser keeps an event loop, which no other test of its process could share."""


def place_of(nodeid: str) -> tuple[bool, bool]:
    """Where a test stands in the row: long work first, so that nobody waits for it at the end."""
    return nodeid.startswith(LAST), not nodeid.startswith(tuple(TOGETHER))


class FileByFile(LoadScopeScheduling):
    """Hands out whole files, and some of them together, in the order in which they stand."""

    def _split_scope(self, nodeid: str) -> str:
        for place, shared in TOGETHER.items():
            if nodeid.startswith(place):
                return shared
        return nodeid.partition("::")[0]
