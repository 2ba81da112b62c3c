"""Text is read from good files; bad ones lose their own text and harm nothing else."""

import asyncio
import io
import os
import time
from pathlib import Path

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostra.files.sniffing import DOCX, ODF, type_of
from rostra_search.extraction import SLOW, Limits, extract, has_reader
from rostra_search.extraction_child import ENCRYPTED, NO_TEXT, joint, tidied
from support import documents

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
PDF = "application/pdf"
ODT = ODF + "text"
QUICK = Limits(cpu_seconds=2, wall_seconds=6, memory_bytes=512 * 1024 * 1024)


@pytest.fixture
def read(tmp_path):
    async def reading(content, media_type, limits=None):
        path = tmp_path / "document"
        path.write_bytes(content)
        return await extract(path, media_type, limits)

    return reading


async def test_reads_a_pdf(read):
    found = await read(documents.pdf("Gebührensatzung", "§ 3 Höhe der Gebühr"), PDF)
    assert (found.state, found.reason) == ("done", None)
    assert found.text == "Gebührensatzung\n§ 3 Höhe der Gebühr"


async def test_reads_a_word_document(read):
    body = (
        "<w:p><w:r><w:t>Beschluss</w:t><w:tab/><w:t>Nr. 4</w:t></w:r></w:p>"
        "<w:p><w:del><w:r><w:delText>gestrichen</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>eingefügt</w:t><w:br/><w:t>Zeile</w:t></w:r></w:ins></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ja</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    found = await read(documents.docx(body), DOCX)
    assert found.text == "Beschluss Nr. 4\neingefügt\nZeile\nJa"


async def test_reads_an_open_document(read):
    body = (
        "<text:tracked-changes><text:p>gestrichen</text:p></text:tracked-changes>"
        "<text:h>Niederschrift</text:h>"
        "<text:p>Der <text:span>Rat</text:span> tagt<text:s/>heute.<text:line-break/>Ende</text:p>"
    )
    found = await read(documents.odt(body), ODT)
    assert found.text == "Niederschrift\nDer Rat tagt heute.\nEnde"


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-15", "utf-16"])
async def test_reads_a_page_in_its_own_charset(read, charset):
    page = (
        f"<html><head><meta charset={charset}><title>x</title><style>p{{}}</style></head><body>"
        "<h1>Straße</h1><p>Müll\n abfuhr<br>am <b>Mon</b>tag</p><script>alert()</script>"
        "<!-- nie --><table><tr><td>12</td><td>€</td></tr></table></body></html>"
    )
    found = await read(page.encode(charset), "text/html")
    assert found.text == "Straße\n\nMüll abfuhr\nam Montag\n\n12 €"


@pytest.mark.parametrize("charset", ["idna", "punycode", "hex", "rot13", "x" * 99, "undefined"])
async def test_is_not_led_astray_by_a_strange_charset(read, charset):
    page = f"<meta charset={charset}><p>Größe".encode("cp1252")
    assert (await read(page, "text/html")).text == "Größe"


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
async def test_reads_plain_text_in_any_charset(read, charset):
    found = await read("Größe:\r\n 12 m".encode(charset), "text/plain")
    assert found.text == "Größe:\n12 m"


@pytest.mark.skipif(not SHARED.exists(), reason="the real papers lie in ../shared/data")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pdf/stuttgart-Protokoll*.pdf", ("Niederschrift", "Branddirektion", "Landeshauptstadt")),
        ("pdf/stuttgart-Antwort*.pdf", ("baudurchführende", "Inbetriebnahmetermin", "Nesenbach")),
        ("pdf/versammlungen-Potsdam-2022.pdf", ("02.07.2022", "Innenstadt")),
        ("stuttgart-html/Antrag*.html", ("Stadträtinnen", "Gemeinderat")),
    ],
)
async def test_reads_real_papers(name, words):
    (path,) = SHARED.glob(name)
    found = await extract(path, type_of(path))
    assert found.state == "done"
    assert [word for word in words if word not in found.text] == []
    assert "\ufffe" not in found.text


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("Landes\ufffehauptstadt", "Landeshauptstadt"),
        ("Landes\u00ad\nhauptstadt", "Landeshauptstadt"),
        ("Landes-\r\nhauptstadt", "Landeshauptstadt"),
        ("Landes\u2010\nhauptstadt", "Landeshauptstadt"),
        ("Luxemburg-\nLiebknecht", "Luxemburg-\nLiebknecht"),
        ("Luxemburg\ufffeLiebknecht", "Luxemburg-Liebknecht"),
        ("Haus-\nund Grundbesitz", "Haus- und Grundbesitz"),
        ("Haus\ufffeund Grundbesitz", "Haus- und Grundbesitz"),
        ("Sitzung 3-\n4", "Sitzung 3-\n4"),
        ("ﬁnanziell", "finanziell"),
        ("a\x00b\ud800c", "abc"),
        ("640.000\u00a0€  \n\n\n\n Ende ", "640.000 €\n\nEnde"),
    ],
)
def test_mends_what_the_line_end_broke(broken, whole):
    assert tidied(broken) == whole


@given(st.text())
def test_leaves_nothing_that_a_database_or_a_page_refuses(text):
    tidy = tidied(text)
    assert "\x00" not in tidy
    tidy.encode("utf-8")
    assert joint(text or None) in ("", "-", "- ")


async def test_says_that_there_is_no_text(read):
    assert (await read(documents.pdf(), PDF)).state == "none"
    assert (await read(documents.pdf(), PDF)).reason == NO_TEXT
    found = await read(b"\x89PNG\r\n\x1a\n", "image/png")
    assert found.state == "none"
    assert not has_reader("image/png")


async def test_stops_at_the_number_of_characters(read):
    limits = Limits(characters=100)
    found = await read(b"Wort " * 10_000, "text/plain", limits)
    assert (found.state, len(found.text)) == ("done", 99)
    assert found.reason is not None


async def test_knows_a_password(read):
    with pikepdf.open(io.BytesIO(documents.pdf("geheim"))) as opened:
        locked = io.BytesIO()
        opened.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    manifest = ("META-INF/manifest.xml", "<m><encryption-data/></m>")
    for content, media_type in (
        (locked.getvalue(), PDF),
        (documents.odt("<text:p/>", manifest), ODT),
    ):
        found = await read(content, media_type)
        assert (found.state, found.reason) == ("failed", ENCRYPTED)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (documents.pdf("Vorlage")[:200], PDF),
        (b"%PDF-1.7\n" + os.urandom(5_000), PDF),
        (documents.docx("<w:p/>")[:-30], DOCX),
        (documents.docx("<w:p>"), DOCX),
        (documents.docx("<w:p/>").replace(b"PK\x01\x02", b"PK\x01\x03"), DOCX),
        (b"PK\x03\x04 nothing", DOCX),
        (documents.odt("<text:p>&undefined;</text:p>"), ODT),
    ],
)
async def test_says_that_a_file_is_damaged(read, content, media_type):
    found = await read(content, media_type)
    assert found.state == "failed"
    assert found.reason


@pytest.mark.parametrize(
    ("hostile", "media_type"),
    [
        (documents.endless_pdf, PDF),
        (lambda: documents.swelling_pdf(600_000_000), PDF),
        (lambda: documents.docx("<w:p><w:t>" + "A" * 250_000_000 + "</w:t></w:p>"), DOCX),
        (lambda: documents.docx("<w:p>" * 5_000_000), DOCX),
        (lambda: b"<div>" * 4_000_000, "text/html"),
        (lambda: b"<p>" * 20_000_000, "text/html"),
    ],
    ids=["endless", "swelling", "zip bomb", "deep xml", "deep html", "wide html"],
)
@pytest.mark.long
async def test_a_hostile_file_costs_its_own_text_and_nothing_else(read, hostile, media_type):
    content = hostile()
    began = time.monotonic()
    found = await read(content, media_type, QUICK)
    assert time.monotonic() - began < 9
    assert found.state in ("failed", "none")
    assert found.reason
    assert (await read(documents.pdf("danach"), PDF)).text == "danach"


@pytest.mark.parametrize("limits", [Limits(wall_seconds=0.4), Limits(cpu_seconds=1)])
async def test_gives_up_what_takes_too_long(read, limits):
    found = await read(documents.endless_pdf(), PDF, limits)
    assert (found.state, found.reason) == ("failed", SLOW)


async def test_does_not_follow_entities_or_the_network(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("GEHEIM")
    for inside in (f'SYSTEM "file://{secret}"', '"EINGESETZT"'):
        content = documents.packed(
            ("[Content_Types].xml", "<Types/>"),
            (
                "word/document.xml",
                f"<!DOCTYPE d [<!ENTITY x {inside}>]>"
                f'<w:document xmlns:w="{documents.WORD}"><w:t>vor&x;nach</w:t></w:document>',
            ),
        )
        found = await read(content, DOCX)
        assert "GEHEIM" not in found.text
        assert "EINGESETZT" not in found.text


async def test_survives_a_billion_laughs(read):
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))
    content = documents.packed(
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", f"<!DOCTYPE d [{laughs}]><d>&l11;</d>"),
    )
    found = await read(content, DOCX, QUICK)
    assert found.state in ("failed", "none")


async def test_leaves_no_process_behind_when_it_is_cancelled(read):
    reading = asyncio.create_task(read(documents.endless_pdf(), PDF))
    await asyncio.sleep(0.6)
    before = readers_running()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert before == 1
    assert readers_running() == 0


def readers_running():
    """How many readers this process has started that still run."""
    found = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rsplit(")", 1)[1].split()
            line = (status.parent / "cmdline").read_bytes()
        except OSError:
            continue
        alive = fields[0] not in ("Z", "X")
        found += alive and int(fields[1]) == os.getpid() and b"extraction_child" in line
    return found
