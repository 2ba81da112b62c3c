"""Documents made by hand for the tests: good ones, broken ones and wicked ones."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"


def packed(*parts: tuple[str, bytes | str]) -> bytes:
    """A zip with these parts in this order; the first one of an ODF must not be compressed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            how = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(name, content, how)
    return made.getvalue()


def docx(body: str, *more: tuple[str, bytes | str]) -> bytes:
    """A Word document with this body."""
    document = f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), *more)


def odt(body: str, *more: tuple[str, bytes | str]) -> bytes:
    """An OpenDocument text with this body."""
    content = (
        f'<office:document-content xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    return packed(("mimetype", kind), ("content.xml", content), *more)


def pdf(*lines: str, extra: bytes = b"") -> bytes:
    """A PDF of one page with these lines of text."""
    shown = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in lines)
    content = b"BT /F1 12 Tf 14 TL 50 780 Td %sET" % shown
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>" + extra,
    )


def assembled(*objects: bytes) -> bytes:
    """A PDF of these objects, with its table of contents."""
    made = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(made)


def endless_pdf() -> bytes:
    """A small PDF whose single page draws itself again, a million times a million."""
    levels = 12
    forms = []
    for level in range(levels):
        draws = b"/X Do " * 60 if level < levels - 1 else b"BT /F1 9 Tf (bomb) Tj ET"
        resources = (
            b"<</XObject<</X %d 0 R>>>>" % (6 + level)
            if level < levels - 1
            else b"<</Font<</F1 4 0 R>>>>"
        )
        forms.append(
            b"<</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources %s/Length %d>>stream\n"
            b"%s\nendstream" % (resources, len(draws), draws)
        )
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R"
        b"/Resources<</XObject<</X 5 0 R>>>>>>"
    )
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        page,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *forms,
    )


def swelling_pdf(size: int) -> bytes:
    """A PDF whose page content unpacks to `size` bytes, twice over."""
    import zlib

    once = zlib.compress(zlib.compress(b" " * size, 9), 9)
    return assembled(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>stream\n%s\nendstream" % (len(once), once),
    )
