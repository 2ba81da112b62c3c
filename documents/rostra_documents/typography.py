"""Text as it is set: spaces that must not break, numbered points, and rich text fit to print."""

import re
from dataclasses import dataclass

from lxml import etree, html
from markupsafe import Markup

NARROW = "\u202f"
FIXED = "\u00a0"
TIES = (
    (re.compile(r"(?<=\d) (?=(?:€|EUR|%|‰|Uhr|Mio\.|Mrd\.|TEUR|km|m|m²|m³|ha|kWh|MWh|kW|t)(?!\w))"),
     FIXED),
    (re.compile(r"(§§?|Art\.|Abs\.|Nr\.|Nrn\.|Ziff\.|Satz|TOP|S\.) (?=\d)"), "\\1" + FIXED),
    (re.compile(r"\b(Dr\.|Prof\.) (?=\w)"), "\\1" + FIXED),
    (re.compile(r"\b(z|u|d|i|o)\. ?(B|a|h|V|d|ä)\.(?!\w)"), "\\1." + NARROW + "\\2."),
    (re.compile(r"(?<=\d\.) (?=(?:Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|"
                r"November|Dezember)\b)"), FIXED),
)  # fmt: skip
CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
ENDLESS = re.compile(r"\S{120,}")
PIECE = re.compile(r"\S{10}(?=\S)")
POINT = re.compile(r"^\s*(\d{1,3})[.)]\s+(\S.*)$")
HEADINGS = frozenset({"h2", "h3", "h4"})
BLOCKS = frozenset({"p", "ul", "ol", "table", "blockquote", "div", "hr"})


@dataclass(frozen=True, slots=True)
class Points:
    """A text of numbered points: what is said before them, and the points with their lines."""

    lead: tuple[str, ...]
    start: int
    points: tuple[tuple[str, ...], ...]


def tied(markup: str) -> str:
    """The markup with no-break spaces where a line must not end: 640.000 €, § 3, Dr. Muster."""
    for pattern, replacement in TIES:
        markup = pattern.sub(replacement, markup)
    return markup


def typed(value: object) -> object:
    """What was typed, without control characters, and with places to break in endless words.

    A word of thousands of letters would be measured whole for each of its lines.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return broken(CONTROL.sub("", value))


def said(text: str) -> str:
    """The text if there is anything in it that can be seen."""
    return text if any(sign.isprintable() and not sign.isspace() for sign in text) else ""


def broken(text: str) -> str:
    """The text with invisible spaces in words that fit no line."""
    return ENDLESS.sub(lambda word: PIECE.sub("\\g<0>\u200b", word[0]), text)


def points_of(text: str | None) -> Points:
    """Plain text with one numbered point a line, taken apart; odd numbering stays plain text."""
    lead: list[str] = []
    points: list[list[str]] = []
    start = 1
    for line in (one.strip() for one in (text or "").splitlines()):
        if not line:
            continue
        match = POINT.match(line)
        if match and not points:
            start, points = int(match[1]), [[match[2]]]
        elif match and int(match[1]) == start + len(points):
            points.append([match[2]])
        elif points:
            points[-1].append(line)
        else:
            lead.append(line)
    return Points(tuple(lead), start, tuple(tuple(point) for point in points))


def paragraphs_of(text: str | None) -> tuple[str, ...]:
    """The lines of a plain text that say something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def printable_html(cleaned: str | None) -> Markup:
    """Cleaned HTML made fit for a tagged page: no headings of its own, links of mere words.

    A heading in a debate would break the document's own; an element within a link would become
    a link of its own to a screen reader; a ragged table is no table to it.
    """
    plain = CONTROL.sub("", cleaned or "")
    if not plain.strip():
        return Markup("")
    root = html.fragment_fromstring(plain, create_parent="div")
    for element in list(root.iter(etree.Element)):
        element.text = broken(element.text) if element.text else None
        element.tail = broken(element.tail) if element.tail else None
        if element.tag in HEADINGS:
            element.tag = "p"
            element.set("class", "heading")
        elif element.tag == "a":
            flatten(element)
        elif element.tag == "table":
            square(element)
    wrap_loose_text(root)
    inner = "".join(html.tostring(child, encoding="unicode", method="html") for child in root)
    return Markup(inner)


def flatten(link: html.HtmlElement) -> None:
    """Keep of a link its words alone; without words or address it is no link."""
    words = " ".join("".join(link.itertext()).split())
    for child in list(link):
        child.tail = None
        link.remove(child)
    link.text = words
    for name in list(link.attrib):
        if name not in ("href", "lang"):
            del link.attrib[name]
    if not words or not link.get("href", "").startswith(("https:", "http:", "mailto:", "tel:")):
        link.tag = "span"
        link.attrib.pop("href", None)


def square(table: html.HtmlElement) -> None:
    """Give every row of a table the same number of cells, and none that spans others."""
    rows = list(table.iter("tr"))
    width = max((len(row.findall("td") + row.findall("th")) for row in rows), default=0)
    if not width or list(table.iterdescendants("table")):
        table.tag = "div"
        for part in list(table.iterdescendants("thead", "tbody", "tr", "td", "th", "caption")):
            part.tag = "p" if part.tag in ("td", "th", "caption") else "div"
        return
    for row in rows:
        cells = row.findall("td") + row.findall("th")
        for cell in cells:
            cell.attrib.pop("colspan", None)
            cell.attrib.pop("rowspan", None)
        for _ in range(width - len(cells)):
            etree.SubElement(row, "td")


def wrap_loose_text(root: html.HtmlElement) -> None:
    """Make paragraphs of words and inline elements that stand outside of any."""
    children, text = list(root), root.text
    root.clear()
    paragraph = in_paragraph(root, None, text)
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag in BLOCKS:
            root.append(child)
            paragraph = None
        else:
            paragraph = etree.SubElement(root, "p") if paragraph is None else paragraph
            paragraph.append(child)
        paragraph = in_paragraph(root, paragraph, tail)


def in_paragraph(
    root: html.HtmlElement, paragraph: html.HtmlElement | None, text: str | None
) -> html.HtmlElement | None:
    """Add words to the end of the paragraph, of a new one if there is none; the paragraph."""
    if not text or (paragraph is None and not text.strip()):
        return paragraph
    paragraph = etree.SubElement(root, "p") if paragraph is None else paragraph
    if len(paragraph):
        paragraph[-1].tail = (paragraph[-1].tail or "") + text
    else:
        paragraph.text = (paragraph.text or "") + text
    return paragraph
