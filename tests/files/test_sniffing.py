"""A file is what its bytes say, whatever its name claims."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.files.sniffing import (
    DOCX,
    EXTENSIONS,
    ODF,
    OLE,
    PPTX,
    UNKNOWN,
    XLSX,
    is_taken,
    safe_name,
    type_of,
)
from support.documents import docx, odt, packed, pdf

OLE_HEAD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def ole(*streams):
    """The beginning of an older office document with these streams in its directory."""
    head = OLE_HEAD + b"\x00" * 22 + struct.pack("<H", 9) + b"\x00" * 16 + struct.pack("<I", 0)
    entries = b"".join(name.encode("utf-16-le").ljust(128, b"\x00") for name in streams)
    return head.ljust(512, b"\x00") + entries


CASES = [
    (pdf("Vorlage"), "application/pdf"),
    (b"\x00\x00garbage first\n" + pdf("Vorlage"), "application/pdf"),
    (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "image/png"),
    (b"\xff\xd8\xff\xe0JFIF", "image/jpeg"),
    (b"GIF89a....", "image/gif"),
    (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
    (b"RIFF\x10\x00\x00\x00WAVEfmt ", UNKNOWN),
    (b"{\\rtf1\\ansi Vorlage}", "application/rtf"),
    (docx("<w:p/>"), DOCX),
    (packed(("[Content_Types].xml", ""), ("xl/workbook.xml", "")), XLSX),
    (packed(("[Content_Types].xml", ""), ("ppt/presentation.xml", "")), PPTX),
    (docx("<w:p/>", ("word/vbaProject.bin", b"macro")), UNKNOWN),
    (odt("<text:p/>"), ODF + "text"),
    (packed(("mimetype", ODF + "spreadsheet"), ("content.xml", "")), ODF + "spreadsheet"),
    (packed(("mimetype", "application/epub+zip"), ("content.xml", "")), UNKNOWN),
    (packed(("a.txt", "a"), ("b.txt", "b")), "application/zip"),
    (b"PK\x03\x04" + b"\xff" * 400, "application/zip"),
    (ole("Root Entry", "WordDocument"), "application/msword"),
    (ole("Root Entry", "Workbook"), "application/vnd.ms-excel"),
    (ole("Root Entry", "PowerPoint Document"), "application/vnd.ms-powerpoint"),
    (ole("Root Entry", "EncryptedPackage"), OLE),
    (OLE_HEAD, UNKNOWN),
    (b"<!DOCTYPE html><title>x</title>", "text/html"),
    (b"\xef\xbb\xbf  <html><body><svg></svg>", "text/html"),
    (b"<!-- c --><script>alert(1)</script>", "text/html"),
    ("<html><p>Größe".encode("cp1252"), "text/html"),
    ("<html><p>Größe".encode("utf-16"), "text/html"),
    (b'<?xml version="1.0"?><svg xmlns="..."><a/></svg>', "image/svg+xml"),
    (b'<svg onload="alert(1)">', "image/svg+xml"),
    (b'<?xml version="1.0"?><rss></rss>', "application/xml"),
    ("Sehr geehrte Damen und Herren, Grüße".encode("cp1252"), "text/plain"),
    ("Grüße".encode(), "text/plain"),
    (b"MZ\x90\x00\x03\x00\x00", UNKNOWN),
    (b"\x7fELF\x02\x01\x01\x00", UNKNOWN),
    (b"", UNKNOWN),
    (b" \n", UNKNOWN),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_tells_the_type_by_the_bytes(tmp_path, content, expected):
    path = tmp_path / "named.pdf"
    path.write_bytes(content)
    assert type_of(path) == expected


@given(st.binary(max_size=600), st.sampled_from([b"", b"PK\x03\x04", OLE_HEAD, b"%PDF-", b"<svg"]))
def test_never_stumbles_over_any_bytes(tmp_path_factory, content, beginning):
    path = tmp_path_factory.getbasetemp() / "anything"
    path.write_bytes(beginning + content)
    assert isinstance(type_of(path), str)


def test_believes_no_table_of_contents_without_measure(tmp_path):
    path = tmp_path / "bomb.zip"
    content = packed(("a", "a"))
    at = content.rindex(b"PK\x05\x06")
    path.write_bytes(content[: at + 12] + struct.pack("<I", 2**32 - 1) + content[at + 16 :])
    assert type_of(path) == "application/zip"


@pytest.mark.parametrize("media_type", [UNKNOWN, OLE, "application/xml", "application/x-dosexec"])
def test_does_not_take_what_nobody_can_read(media_type):
    assert not is_taken(media_type)


@pytest.mark.parametrize(
    ("name", "media_type", "expected"),
    [
        ("Vorlage 24/1087.pdf", "application/pdf", "1087.pdf"),
        ("C:\\Ablage\\Niederschrift.docx", DOCX, "Niederschrift.docx"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        ("Niederschrift.PDF", "application/pdf", "Niederschrift.PDF"),
        ("rechnung.pdf.exe", "application/pdf", "rechnung.pdf.exe.pdf"),
        ("page.html", "text/plain", "page.html.txt"),
        ("a\u202efdp.exe", "application/pdf", "a fdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "application/pdf", "a Set-Cookie x.pdf"),
        ("", "application/pdf", "file.pdf"),
        ("...", "application/pdf", "file.pdf"),
        (".htaccess", "text/plain", "htaccess.txt"),
        ("con.txt", "text/plain", "_con.txt"),
        ("Grüße ☃.jpeg", "image/jpeg", "Grüße ☃.jpeg"),
        ("x" * 300 + ".pdf", "application/pdf", "x" * 150 + ".pdf"),
        ("unbekannt", UNKNOWN, "unbekannt.bin"),
    ],
)
def test_gives_a_safe_name(name, media_type, expected):
    assert safe_name(name, media_type) == expected


@given(st.text(max_size=400), st.sampled_from(sorted(EXTENSIONS)))
def test_gives_a_safe_name_to_anything(name, media_type):
    safe = safe_name(name, media_type)
    assert safe.rpartition(".")[2].lower() in EXTENSIONS[media_type]
    assert not set(safe) & set('/\\:*?"<>|\r\n\x00')
    assert 0 < len(safe) < 170
    assert safe_name(safe, media_type) == safe
