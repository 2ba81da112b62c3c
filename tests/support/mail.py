"""A mail server of the tests' own, which keeps what it was given and can be made to refuse."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from support.postgres import free_port


class Letterbox:
    """Takes letters for everybody, but for those who moved away or are busy."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.moved_away: set[str] = set()
        self.busy = 0
        """How many letters are still put off."""

    async def handle_RCPT(
        self, _server: Any, _peer: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take the address, unless nobody lives there any more."""
        if address in self.moved_away:
            return "550 5.1.1 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _peer: Any, envelope: Any) -> str:
        """Take the letter, unless it is put off."""
        if self.busy:
            self.busy -= 1
            return "451 4.3.0 Try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[Letterbox, int]]:
    """A mail server on a port of its own, with what it was given."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=0, ready_timeout=10)
    # the controller asks its own port whether it is there, which must be known before
    controller.port = free_port()
    controller.start()
    try:
        yield box, controller.port
    finally:
        controller.stop()
