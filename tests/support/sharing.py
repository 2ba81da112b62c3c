"""How the tests are shared out among processes, so that what is costly is made but once."""

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/demo/",)
"""Folders whose tests all look at the same thing, such as the demo city."""

LAST = "tests/journeys/"
"""A browser keeps an event loop, which no other test of its process could share."""


def place_of(nodeid: str) -> tuple[bool, bool]:
    """Where a test stands in the row: long work first, so that nobody waits for it at the end."""
    return nodeid.startswith(LAST), not nodeid.startswith(TOGETHER)


class FileByFile(LoadScopeScheduling):
    """Hands out whole files, some folders undivided, and the journeys at the end, one by one."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(LAST):
            return nodeid
        for folder in TOGETHER:
            if nodeid.startswith(folder):
                return folder
        return nodeid.partition("::")[0]
