"""Posts and comments as Atom (RFC 4287)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold."""


@dataclass(frozen=True)
class Item:
    """One entry of a feed; times are ISO 8601 with offset, `html` is cleaned HTML."""

    id: str
    url: str
    title: str
    updated: str
    published: str
    author: str
    html: str | None = None
    text: str | None = None
    language: str = "de"


def feed_of(title: str, url: str, page_url: str, items: Iterable[Item], updated: str) -> bytes:
    """An Atom feed; `updated` stands where no item does."""
    items = list(items)
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    write(feed, "title", title)
    write(feed, "id", url)
    write(feed, "updated", max((item.updated for item in items), default=updated))
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="self", href=url, type="application/atom+xml")
    etree.SubElement(feed, f"{{{ATOM}}}link", rel="alternate", href=page_url, type="text/html")
    for item in items:
        feed.append(entry_of(item))
    return etree.tostring(feed, xml_declaration=True, encoding="utf-8")


def entry_of(item: Item) -> etree._Element:
    """One item as an entry."""
    entry = etree.Element(f"{{{ATOM}}}entry")
    entry.set("{http://www.w3.org/XML/1998/namespace}lang", item.language)
    write(entry, "title", item.title)
    write(entry, "id", item.id)
    write(entry, "published", item.published)
    write(entry, "updated", item.updated)
    etree.SubElement(entry, f"{{{ATOM}}}link", rel="alternate", href=item.url, type="text/html")
    write(etree.SubElement(entry, f"{{{ATOM}}}author"), "name", item.author or "–")
    if item.html is not None:
        write(entry, "content", item.html).set("type", "html")
    elif item.text is not None:
        write(entry, "content", item.text).set("type", "text")
    return entry


def write(parent: etree._Element, name: str, text: str) -> etree._Element:
    """An element with text that XML can hold."""
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = FORBIDDEN.sub("", text)
    return element
