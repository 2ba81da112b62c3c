"""Text with markup, cleaned on the way in, so that it can be shown as it is kept."""

import html
import re
import unicodedata
from collections import Counter

import nh3

TAGS = {
    "p", "br", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "b", "em", "i", "u",
    "s", "sub", "sup", "a", "table", "thead", "tbody", "tr", "th", "td", "caption", "hr",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "lang"},
    "p": {"lang"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
}
SCHEMES = {"https", "http", "mailto", "tel"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
ANY_TAG = re.compile(r"<[^<>]*>")
ENDING_BY_THEMSELVES = {
    "p", "li", "br", "hr", "tr", "th", "td", "thead", "tbody", "caption", "dt", "dd", "img", "col",
}  # fmt: skip
DEEPEST = 100
"""Tags within each other; what is nested deeper is read as plain text, since it would take long."""


def cleaned_html(html: str) -> str:
    """The HTML with nothing in it that could act: known tags, harmless links, no styles."""
    if is_too_deep(html):
        html = ANY_TAG.sub(" ", html)
    cleaned = washed(html)
    # A control character can be spelled as an entity, which the cleaning reads; what it parted
    # could be harmful in one piece, and is looked at again.
    plain = CONTROL.sub("", cleaned)
    return (cleaned if plain == cleaned else washed(plain)).strip()


def washed(html: str) -> str:
    """The HTML with known tags and harmless links alone."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener nofollow ugc",
    )


def is_too_deep(html: str) -> bool:
    """Whether tags stand within each other deeper than any text needs."""
    opened: Counter[str] = Counter()
    depth = 0
    for closing, name in TAG.findall(html):
        tag = name.lower()
        if tag in ENDING_BY_THEMSELVES:
            continue
        if not closing:
            opened[tag] += 1
            depth += 1
        elif opened[tag]:
            opened[tag] -= 1
            depth -= 1
        if depth > DEEPEST:
            return True
    return False


def cleaned_text(text: str) -> str:
    """Plain text without control characters and without blank ends; line breaks are kept."""
    kept = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return kept if any(is_seen(character) for character in kept) else ""


def is_seen(character: str) -> bool:
    """Whether a character leaves a mark; a text of others alone is empty."""
    return unicodedata.category(character)[0] not in "CZ"


def html_of(typed: str) -> str:
    """What was typed without markup as paragraphs, parted by blank lines; markup as it is."""
    text = typed.replace("\r\n", "\n").strip()
    if not text or re.search(r"<[a-zA-Z/]", text):
        return text
    paragraphs = re.split(r"\n\s*\n", text)
    return "".join(f"<p>{html.escape(one, quote=False)}</p>" for one in paragraphs).replace(
        "\n", "<br>"
    )


def typed_of(markup: str) -> str:
    """Paragraphs as they are typed; where there is more to the markup, the markup itself."""
    if re.search(r"<(?!/?p>|br>)", markup):
        return markup
    parted = markup.replace("</p>", "\n\n").replace("<p>", "").replace("<br>", "\n")
    return html.unescape(parted).strip()


def plain_text(html: str) -> str:
    """The words of cleaned HTML, one paragraph a line, for search and teasers."""
    broken = re.sub(r"</(p|li|h[2-4]|tr|blockquote)>|<br ?/?>", "\n", html)
    stripped = nh3.clean(broken, tags=set())
    unescaped = (
        stripped.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ")
        .replace("&quot;", '"').replace("&amp;", "&")
    )  # fmt: skip
    return re.sub(r"\n{2,}", "\n", unescaped).strip()
