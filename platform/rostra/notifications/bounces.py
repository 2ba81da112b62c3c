"""Reading delivery status messages: which letter of ours came back, and why (RFC 3464)."""

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from uuid import UUID

OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Bounce:
    """That a letter came back for good."""

    letter_id: UUID
    reason: str


def bounce_in(content: bytes) -> Bounce | None:
    """The letter that a delivery status message reports as undeliverable, if it is one of ours.

    A report of a delay is none: the mail server goes on trying.
    """
    message = message_from_bytes(content, policy=default)
    reports = [one for one in groups_of(message) if one.get("Action", "").lower() == "failed"]
    letter_id = letter_in(message)
    if not reports or letter_id is None:
        return None
    (report, *_) = reports
    status, diagnosis = report.get("Status", ""), report.get("Diagnostic-Code", "")
    return Bounce(letter_id, " ".join(f"{status} {diagnosis}".split()))


def groups_of(message: EmailMessage) -> list[Message]:
    """The groups of fields in which the message reports on each recipient."""
    groups: list[Message] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            groups += [one for one in part.get_payload() if isinstance(one, Message)]
    return groups


def letter_in(message: EmailMessage) -> UUID | None:
    """The letter of ours that the message sends back, whole or by its headers."""
    for part in message.walk():
        kind = part.get_content_type()
        named = str(part.get("Message-ID", "")) if part is not message else ""
        if kind == "text/rfc822-headers":
            named = str(part.get_payload())
        found = OURS.search(named)
        if found:
            return UUID(found[1])
    return None
