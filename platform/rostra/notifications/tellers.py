"""Which facts are told to whom, one line each."""

from collections.abc import Mapping

from rostra.notifications.telling import Teller

TELLERS: Mapping[str, Teller] = {}
"""By the name of the event."""
