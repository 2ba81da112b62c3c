"""The same feeds as RSS 2.0, for readers and for the press that know no Atom."""

import datetime as dt
from collections.abc import Iterable
from email.utils import format_datetime

from lxml import etree

from rostra_frontend.feeds.atom import ATOM, FORBIDDEN, Item

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
"""Names an author; RSS itself would have an e-mail address there."""


def channel_of(title: str, url: str, page_url: str, items: Iterable[Item]) -> bytes:
    """An RSS channel that lies at `url` and tells of the page at `page_url`."""
    items = list(items)
    rss = etree.Element("rss", nsmap={"atom": ATOM, "dc": DUBLIN_CORE}, version="2.0")
    channel = etree.SubElement(rss, "channel")
    write(channel, "title", title)
    write(channel, "link", page_url)
    write(channel, "description", title)
    etree.SubElement(channel, f"{{{ATOM}}}link", rel="self", href=url, type="application/rss+xml")
    for item in items:
        channel.append(item_of(item))
    return etree.tostring(rss, xml_declaration=True, encoding="utf-8")


def item_of(item: Item) -> etree._Element:
    """One item; it keeps the id that it has in Atom."""
    element = etree.Element("item")
    write(element, "title", item.title)
    write(element, "link", item.url)
    write(element, "guid", item.id).set("isPermaLink", "false")
    write(element, "pubDate", format_datetime(dt.datetime.fromisoformat(item.published)))
    write(element, f"{{{DUBLIN_CORE}}}creator", item.author or "–")
    if item.html is not None:
        write(element, "description", item.html)
    elif item.text is not None:
        write(element, "description", html_of(item.text))
    return element


def html_of(text: str) -> str:
    """Bare text as the HTML that a description is read as, so that no word becomes markup."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace("\n", "<br>")


def write(parent: etree._Element, name: str, text: str) -> etree._Element:
    """An element with text that XML can hold."""
    element = etree.SubElement(parent, name)
    element.text = FORBIDDEN.sub("", text)
    return element
