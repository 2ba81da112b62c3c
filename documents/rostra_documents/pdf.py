"""Markup and stylesheets become a PDF that can be archived and read aloud (PDF/A-3a, PDF/UA-1).

The only module that imports WeasyPrint; it runs in the press's own processes.
"""

import functools
import os
import re
import tempfile
import unicodedata
from pathlib import Path

import weasyprint
from fontTools.ttLib import TTFont
from weasyprint.pdf import stream, tags
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from rostra_documents import fonts, tagging

FOLDER = Path(__file__).parent
UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"
INVISIBLE = re.compile("[\u200c-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]")
WHITE = frozenset("\t\n\r \xa0\xad\u2009\u200b\u202f")

ACCESSIBLE = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which it conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""The claim of PDF/UA-1, with the description of its schema that PDF/A asks for."""

tags._build_box_tree = tagging.telling_more(tags._build_box_tree)
stream.Stream.marked = tagging.without_furniture(stream.Stream.marked)


class Nothing(URLFetcher):
    """Fetches what the markup carries itself (`data:`) and nothing else in the world."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False)


@functools.cache
def font_configuration() -> FontConfiguration:
    """Our typefaces and no others, found once per process."""
    with tempfile.TemporaryDirectory(prefix="rostra-fonts-") as folder:
        os.environ["FONTCONFIG_FILE"] = str(fonts.configure(Path(folder)))
        try:
            return FontConfiguration()
        finally:
            del os.environ["FONTCONFIG_FILE"]


@functools.cache
def stylesheet(name: str) -> weasyprint.CSS:
    """A stylesheet of this package, read once per process."""
    return weasyprint.CSS(FOLDER / name, url_fetcher=Nothing(), font_config=font_configuration())


@functools.cache
def printable() -> frozenset[str]:
    """Every sign that one of the typefaces has."""
    points: set[int] = set()
    for face in fonts.faces():
        points.update(TTFont(face, lazy=True).getBestCmap())
    signs = {chr(point) for point in points}
    return frozenset(sign for sign in signs if unicodedata.category(sign)[0] != "C") | WHITE


def with_known_signs(markup: str) -> str:
    """The markup with a replacement for every sign that no typeface has: PDF/UA forbids gaps."""
    composed = INVISIBLE.sub("", unicodedata.normalize("NFC", markup))
    unknown = set(composed) - printable()
    return composed.translate({ord(sign): UNPRINTABLE for sign in unknown}) if unknown else composed


def render(markup: str, stylesheets: tuple[str, ...]) -> bytes:
    """The PDF of the markup; the same bytes for the same markup, wherever it is made."""
    document = weasyprint.HTML(string=with_known_signs(markup), url_fetcher=Nothing()).render(
        stylesheets=[stylesheet(name) for name in stylesheets],
        font_config=font_configuration(),
        pdf_variant="pdf/a-3a",
    )
    tagging.mark_furniture(document)
    claim_accessibility(document.metadata)
    return document.write_pdf(pdf_variant="pdf/a-3a")


def claim_accessibility(metadata: weasyprint.document.DocumentMetadata) -> None:
    """Let the metadata say PDF/UA-1 beside PDF/A-3a, and stand uncompressed for archives."""
    described, included = metadata.generate_rdf_metadata, metadata.include_in_pdf

    def describe(*claim: object) -> bytes:
        return described(*claim).replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>")

    def include(pdf: object, *claim: object) -> None:
        included(pdf, *claim[:3], compress=False)

    metadata.generate_rdf_metadata, metadata.include_in_pdf = describe, include
