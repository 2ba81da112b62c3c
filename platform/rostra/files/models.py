"""Files, the texts in them and where they are used, as OParl has them."""

import datetime as dt
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column
from uuid_utils.compat import uuid7

from rostra.records import Described, Record, list_by_body, now, reference


class File(Record, Described):
    """A document: its description here, its bytes in the store under their hash."""

    __tablename__ = "files"
    kind = "file"
    body_id: Mapped[UUID] = reference("bodies.id", index=False)
    name: Mapped[str | None]
    file_name: Mapped[str | None]
    mime_type: Mapped[str | None]
    date: Mapped[dt.date | None]
    size: Mapped[int | None] = mapped_column(sa.BigInteger())
    sha1_checksum: Mapped[str | None]
    sha512_checksum: Mapped[str | None]
    """As the source states it, or as we computed it for bytes of our own."""
    content_hash: Mapped[str | None] = mapped_column(index=True)
    """The SHA-512 under which the store holds the bytes; None while they are elsewhere."""
    access_url: Mapped[str | None]
    """Where the bytes lie when the store does not hold them."""
    download_url: Mapped[str | None]
    external_service_url: Mapped[str | None]
    master_file_id: Mapped[UUID | None] = reference("files.id")
    file_license: Mapped[str | None]
    text_state: Mapped[str] = mapped_column(default="none")
    """none, pending, done or failed: how far the extraction of the text is"""
    text_failure: Mapped[str | None]
    preview_state: Mapped[str | None]
    """pending, done or failed: how far the picture of the first page is; None without one"""
    preview_hash: Mapped[str | None]
    """The SHA-512 under which the store holds the picture."""


class Upload(Record):
    """Bytes on their way in, piece by piece; they become a file when all have come."""

    __tablename__ = "uploads"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    account_id: Mapped[UUID] = reference("accounts.id", ondelete="CASCADE")
    file_name: Mapped[str]
    size: Mapped[int] = mapped_column(sa.BigInteger())
    received: Mapped[int] = mapped_column(sa.BigInteger(), default=0)
    """How many bytes have come so far."""
    content_hash: Mapped[str | None]
    """The SHA-512 under which the store holds them, once all have come and were looked at."""
    sha1: Mapped[str | None]
    media_type: Mapped[str | None]
    failure: Mapped[str | None]
    created: Mapped[dt.datetime] = mapped_column(default=now)
    ends: Mapped[dt.datetime] = mapped_column(index=True)


class FileText(Record):
    """The text in a file, as it was extracted or received; read only with its file."""

    __tablename__ = "file_texts"
    file_id: Mapped[UUID] = reference("files.id", ondelete="CASCADE", primary_key=True, index=False)
    text: Mapped[str]


class FileUse(Record):
    """That a meeting, an agenda item or a paper has a file, as what, and in which place."""

    __tablename__ = "file_uses"
    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    file_id: Mapped[UUID] = reference("files.id", ondelete="CASCADE")
    meeting_id: Mapped[UUID | None] = reference("meetings.id", ondelete="CASCADE")
    agenda_item_id: Mapped[UUID | None] = reference("agenda_items.id", ondelete="CASCADE")
    paper_id: Mapped[UUID | None] = reference("papers.id", ondelete="CASCADE")
    use: Mapped[str] = mapped_column("file_use", default="auxiliary")
    """main, auxiliary, invitation, results_protocol, verbatim_protocol or resolution"""
    position: Mapped[int] = mapped_column(default=0)


list_by_body(File)
