"""How letters leave the house: by SMTP, or into the outbox of a demo."""

import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr, parseaddr
from typing import Protocol

import aiosmtplib

from rostra.notifications.models import Letter
from rostra.settings import Settings

PATIENCE = 30.0
"""Seconds that a mail server may take for an answer."""


class Refused(Exception):
    """The mail server will never take this letter: the address is wrong or closed."""


class Postman(Protocol):
    """Carries letters out of the house."""

    @property
    def keeps_texts(self) -> bool:
        """Whether letters stay readable here after they were sent."""

    async def carry(self, mail: EmailMessage) -> None:
        """Hand the letter over; Refused when it will never be taken, another error for later."""


@dataclass(frozen=True)
class Outbox:
    """Carries nothing: letters can be read in the outbox page of the demo."""

    keeps_texts: bool = True

    async def carry(self, mail: EmailMessage) -> None:
        """Leave the letter where it is."""


@dataclass(frozen=True)
class SmtpPostman:
    """Carries letters to a mail server."""

    settings: Settings
    keeps_texts: bool = False

    async def carry(self, mail: EmailMessage) -> None:
        """Hand the letter over by SMTP; a refusal of the address or the letter is for good."""
        settings = self.settings
        secure = settings.mail_security
        try:
            await aiosmtplib.send(
                mail,
                sender=parseaddr(settings.mail_from)[1],
                hostname=settings.mail_host,
                port=settings.mail_port,
                username=settings.mail_user or None,
                password=settings.mail_password or None,
                use_tls=secure == "tls",
                start_tls=secure == "starttls",
                tls_context=None if secure == "none" else ssl.create_default_context(),
                timeout=PATIENCE,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            refusals = [one for one in error.recipients if one.code >= 500]
            if len(refusals) == len(error.recipients):
                raise Refused(f"{refusals[0].code} {refusals[0].message}") from error
            raise
        except aiosmtplib.SMTPDataError as error:
            if error.code >= 500:
                raise Refused(f"{error.code} {error.message}") from error
            raise


def postman_of(settings: Settings) -> Postman | None:
    """Who carries letters here; None where no mail server is set, so that letters wait."""
    if settings.environment == "demo":
        return Outbox()
    return SmtpPostman(settings) if settings.mail_host else None


def mail_of(letter: Letter, address: str, settings: Settings) -> EmailMessage:
    """The letter as a message: plain text and HTML, with one name for good.

    Its Message-ID comes from the letter alone, so that a second copy, sent because the house
    fell between the server's yes and our note of it, is known as the same letter.
    """
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["Message-ID"] = f"<{letter.id}@{domain_of(settings)}>"
    mail["Date"] = format_datetime(letter.created)
    name, sender = parseaddr(settings.mail_from)
    mail["From"] = (
        formataddr((name or settings.city_name, sender)) if sender else sender_of(settings)
    )
    mail["To"] = address
    mail["Subject"] = letter.subject
    mail["Content-Language"] = letter.language
    mail["Auto-Submitted"] = "auto-generated"
    if letter.end_token:
        mail["List-Unsubscribe"] = f"<{settings.base_url}/letters/end/{letter.end_token}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    return mail


def sender_of(settings: Settings) -> str:
    """The sender where none is set, as in the demo."""
    return formataddr((settings.city_name or "Rostra", f"rostra@{domain_of(settings)}"))


def domain_of(settings: Settings) -> str:
    """The domain of the house's letters."""
    sender = parseaddr(settings.mail_from)[1]
    if "@" in sender:
        return sender.rpartition("@")[2]
    return settings.base_url.partition("://")[2].partition("/")[0].partition(":")[0]
