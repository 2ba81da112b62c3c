"""What goes to a printer's process and comes back, and how it is packed."""

import struct
from typing import BinaryIO

import msgspec

LENGTH = struct.Struct(">?Q")
"""What precedes every message: whether it went well, and how many bytes follow."""


class Sheet(msgspec.Struct, frozen=True):
    """What is to be printed: markup, and the stylesheets of this package by name."""

    markup: str
    stylesheets: tuple[str, ...]


def send(channel: BinaryIO, well: bool, content: bytes) -> None:
    """Write one message."""
    channel.write(LENGTH.pack(well, len(content)))
    channel.write(content)
    channel.flush()


def receive(channel: BinaryIO) -> tuple[bool, bytes]:
    """Read one message; EOFError when the other side has gone."""
    head = channel.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    well, length = LENGTH.unpack(head)
    content = channel.read(length)
    if len(content) < length:
        raise EOFError
    return well, content
