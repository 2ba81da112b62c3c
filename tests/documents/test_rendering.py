import asyncio
import http.server
import io
import os
import threading

import pikepdf
import pytest

from rostra_documents import fonts
from rostra_documents.press import PRESS, Press
from rostra_documents.sheet import Sheet
from support.printed import everything_in, faults, pages_of, tags_of, text_of

FRAME = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Probe</title></head>'
    '<body data-running="Kopfzeile" data-page="Seite" data-of="von">{}</body></html>'
)


async def rendered(body: str, press: Press = PRESS) -> bytes:
    return await press.print(Sheet(FRAME.format(body), ("page.css",)))


@pytest.fixture
def listener():
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


async def test_fetches_nothing_from_the_network_or_the_disk(listener, tmp_path):
    address, asked = listener
    secret = tmp_path / "secret.txt"
    secret.write_text("Geheimnis auf der Platte")
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 9 9"><image xlink:href="{address}/in-svg.png" width="9" height="9"/></svg>'
    )
    content = await rendered(
        f'<link rel="stylesheet" href="{address}/a.css"><style>@import url({address}/b.css);'
        f"p {{ background: url({address}/c.png) }}"
        f"@font-face {{ font-family: x; src: url({address}/d.ttf) }}</style>"
        f'<link rel="attachment" href="file://{secret}" title="x">'
        f'<img src="{address}/e.png" alt="e"><img src="file://{secret}" alt="f">'
        f'<object data="file://{secret}"></object>'
        f"<img alt='g' src='data:image/svg+xml,{svg.replace('#', '%23')}'><p>Text</p>"
    )
    assert asked == []
    assert "Text" in text_of(content)
    assert "Geheimnis auf der Platte" not in everything_in(content)


async def test_gives_the_same_bytes_in_every_process(monkeypatch):
    body = "<h1>Überschrift</h1><p>Ein Satz mit <em>Betonung</em> und § 3 Abs. 2.</p>"
    first = await rendered(body)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    other = Press(printers=1)
    try:
        assert await rendered(body, other) == first
    finally:
        await asyncio.to_thread(other.close)


@pytest.mark.parametrize(
    "odd",
    [
        "𓂀 𝕏 한글 中文 العربية ไทย",
        "👩‍👩‍👧 🇩🇪 ☂️ emoji",
        "\ue000\uf8ff privat",
        "A\u0308rger zerlegt",
        "◦ ☐ ☑ ✓ → ≥ ½ „“ ‚‘ – — …",
        "Nullbreite\u200b\u200c\u200d\u2060\ufeff und \u202everkehrt\u202c",
        "Zeile\u2028Absatz\u2029Ende",
    ],
)
async def test_survives_signs_that_no_typeface_has(odd):
    content = await rendered(f"<h1>Titel {odd}</h1><p><strong>{odd}</strong> <em>{odd}</em></p>")
    assert faults(content) == []


async def test_keeps_the_signs_that_a_typeface_has():
    text = text_of(await rendered("<p>Łukasz Çelik Ďuriš Þór ✓ ☐ → 1.240.000 € ½ ≥</p>"))
    assert "Łukasz Çelik Ďuriš Þór ✓ ☐ → 1.240.000 € ½ ≥" in text


async def test_composes_letters_that_come_in_pieces():
    assert "Ärger" in text_of(await rendered("<p>A\u0308rger</p>"))


async def test_tells_a_screen_reader_what_is_in_another_language():
    tags = tags_of(await rendered('<p>Der <span lang="en">Chairman</span> spricht.</p>'))
    assert [tag.language for tag in tags if tag.language] == ["en"]


async def test_tells_a_screen_reader_the_direction_of_table_headings():
    table = (
        '<table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>'
        '<tbody><tr><th scope="row">C</th><td>1</td></tr></tbody></table>'
    )
    tags = tags_of(await rendered(table))
    scopes = [tag.scope for tag in tags if tag.kind == "/TH"]
    assert scopes == ["/Column", "/Column", "/Row"]


async def test_describes_links_in_words():
    content = await rendered('<p>Siehe <a href="https://example.org/x7">die Übersicht</a>.</p>')
    with pikepdf.open(io.BytesIO(content)) as opened:
        links = [str(one["/Contents"]) for one in opened.pages[0]["/Annots"]]
    assert links == ["die Übersicht"]
    assert faults(content) == []


async def test_tags_notes_and_contents():
    content = await rendered(
        '<ol data-tag="TOC" style="list-style:none"><li data-tag="TOCI"><a href="#a">Eins</a></li>'
        '</ol><h1 id="a">Eins</h1><p>Text<span data-tag="Note" style="float:footnote">Anmerkung'
        "</span>.</p>"
    )
    kinds = [tag.kind for tag in tags_of(content)]
    assert {"/TOC", "/TOCI", "/Note"} <= set(kinds)
    assert all(tag.id for tag in tags_of(content) if tag.kind == "/Note")
    assert faults(content) == []


async def test_keeps_running_headers_out_of_the_text_that_is_read_aloud():
    content = await rendered("<p>Eins</p><p style='break-before: page'>Zwei</p>")
    assert "Kopfzeile" in pages_of(content)[1]
    with pikepdf.open(io.BytesIO(content)) as opened:
        drawn = opened.pages[1].Contents.read_bytes().split()
    assert drawn.count(b"/Pagination>>") == 2, "the header and the page number"
    assert drawn.count(b"/Span") == 1, "the text"
    assert sum(tag.kind == "/P" for tag in tags_of(content)) == 2


async def test_gives_list_items_of_paragraphs_one_body():
    content = await rendered("<ul><li><p>Eins</p><p>Mehr</p><ul><li>Tiefer</li></ul></li></ul>")
    assert faults(content) == []


def test_knows_its_typefaces_wherever_they_are_installed(tmp_path):
    assert [face.name for face in fonts.faces()] == sorted(
        ["DejaVuSans.ttf", "SourceSansPro-Regular.otf", "SourceSerifPro-Regular.otf"],
        key=lambda name: str(next(f for f in fonts.faces() if f.name == name)),
    )
    written = fonts.configure(tmp_path).read_text()
    assert all(str(folder) in written for folder in fonts.folders())


async def test_uses_no_typeface_of_the_machine():
    content = await rendered("<p style='font-family: \"Liberation Serif\", cursive'>Text</p>")
    assert b"Source-Sans" in content or "Source-Sans" in everything_in(content)
    assert "Liberation" not in everything_in(content)
    assert "FONTCONFIG_FILE" not in os.environ
