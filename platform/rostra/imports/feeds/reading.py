"""Reading RSS 2.0 and Atom: what a city told on another site, in clean words."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from email.utils import parsedate_to_datetime
from html import escape
from urllib.parse import urlsplit

from lxml import etree

from rostra.errors import Invalid
from rostra.posts.models import PostLanguage
from rostra.posts.writing import LONGEST_POST, LONGEST_TITLE
from rostra.rich_text import cleaned_html, cleaned_text, plain_text

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
LONGEST_TEASER = 300


@dataclass(frozen=True)
class FeedItem:
    """A post of another site."""

    key: str
    """By what the site knows it: its guid, or its link."""
    title: str
    text: str
    """Cleaned HTML."""
    teaser: str | None
    link: str | None
    published: str | None
    """When it appeared there, in UTC."""

    @property
    def content_hash(self) -> str:
        """What is kept to see whether it has changed."""
        facts = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclass(frozen=True)
class Feed:
    """A feed with its items, in the order in which it hands them out."""

    home: str
    """The host that it says it comes from; empty where it says nothing."""
    language: PostLanguage
    items: tuple[FeedItem, ...]


def feed_in(content: bytes) -> Feed:
    """The feed that some bytes hold; nothing in them can call anything up."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(content.lstrip(), parser)
    except etree.XMLSyntaxError as error:
        raise Invalid("source", f"This is no feed: {error}") from error
    if root.tag == f"{ATOM}feed":
        entries = [item_of_atom(one) for one in root.iter(f"{ATOM}entry")]
        language = root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        return Feed(host_of(link_in(root)), language_of(language), taken(entries))
    channel = root.find("channel")
    if root.tag != "rss" or channel is None:
        raise Invalid("source", "This is neither RSS 2.0 nor Atom.")
    items = [item_of_rss(one) for one in channel.iter("item")]
    return Feed(
        host_of(words(channel, "link")), language_of(words(channel, "language")), taken(items)
    )


def taken(items: list[FeedItem]) -> tuple[FeedItem, ...]:
    """The items that have a key, each once."""
    found: dict[str, FeedItem] = {}
    for one in items:
        if one.key:
            found.setdefault(one.key, one)
    return tuple(found.values())


def item_of_rss(item: etree._Element) -> FeedItem:
    """An item of RSS 2.0."""
    link = words(item, "link")
    markup = words(item, CONTENT) or words(item, "description")
    told = words(item, "pubDate") or words(item, f"{DUBLIN_CORE}date")
    return item_of(
        words(item, "guid") or link, words(item, "title"), markup, words(item, "description"),
        link, told,
    )  # fmt: skip


def item_of_atom(entry: etree._Element) -> FeedItem:
    """An entry of Atom."""
    markup = marked_up(entry.find(f"{ATOM}content"))
    summary = marked_up(entry.find(f"{ATOM}summary"))
    told = words(entry, f"{ATOM}published") or words(entry, f"{ATOM}updated")
    link = link_in(entry)
    title = plain_text(marked_up(entry.find(f"{ATOM}title")))
    return item_of(words(entry, f"{ATOM}id") or link, title, markup or summary, summary, link, told)


def item_of(key: str, title: str, markup: str, summary: str, link: str, told: str) -> FeedItem:
    """An item in clean words, short enough for a post."""
    name = " ".join(cleaned_text(plain_text(title)).split()) or link or "…"
    text = cleaned_html(markup)
    if not plain_text(text) or len(text) > LONGEST_POST:
        text = f"<p>{escape(plain_text(text)[: LONGEST_POST // 2] or name, quote=False)}</p>"
    teaser = " ".join(plain_text(cleaned_html(summary)).split("\n")[0].split())
    return FeedItem(
        key=key,
        title=shortened(name, LONGEST_TITLE),
        text=text,
        teaser=shortened(teaser, LONGEST_TEASER) or None,
        link=link if urlsplit(link).scheme in ("http", "https") and host_of(link) else None,
        published=moment(told),
    )


def words(element: etree._Element, name: str) -> str:
    """The text in a child of an element."""
    return (element.findtext(name) or "").strip()


def marked_up(element: etree._Element | None) -> str:
    """What a text of Atom says, as HTML."""
    if element is None:
        return ""
    if element.get("type") == "xhtml":
        return "".join(etree.tostring(one, encoding="unicode") for one in element)
    text = (element.text or "").strip()
    return text if element.get("type") == "html" else escape(text, quote=False)


def link_in(element: etree._Element) -> str:
    """Where something of Atom is to be read."""
    for link in element.findall(f"{ATOM}link"):
        if link.get("rel", "alternate") == "alternate":
            return link.get("href", "").strip()
    return ""


def host_of(address: str) -> str:
    """The host of an address; empty where it has none."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def language_of(tag: str) -> PostLanguage:
    """The language of a feed; German unless it says otherwise."""
    return PostLanguage.EN if tag.lower().startswith("en") else PostLanguage.DE


def moment(text: str) -> str | None:
    """A point in time as either kind of feed writes it, in UTC; None for what is none."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(text)
            aware = found if found.tzinfo else found.replace(tzinfo=dt.UTC)
            return aware.astimezone(dt.UTC).replace(microsecond=0).isoformat()
        except (ValueError, TypeError, OverflowError):
            continue
    return None


def shortened(text: str, longest: int) -> str:
    """A text that is cut between words where it is too long."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0] + "…"
