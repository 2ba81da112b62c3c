"""Replies of GeoReport v2 as JSON and as XML, the same facts in both."""

from typing import Any

import orjson
from litestar.response import Response
from lxml import etree

from rostra_frontend.feeds.atom import FORBIDDEN

JSON, XML = "application/json; charset=utf-8", "text/xml; charset=utf-8"
FORMATS = {"json": JSON, "xml": XML}
OPEN = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
"""Open data: pages of others may read it."""
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
    "errors": "error",
}
"""What one of a list is called in XML."""


class Refused(Exception):
    """What cannot be answered, with the code and the sentence that the standard asks for."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description


def replied(name: str, facts: Any, form: str, status: int = 200) -> Response[bytes]:
    """Facts as a reply; `name` is that of the outermost element in XML."""
    content = orjson.dumps(facts) if form == "json" else as_xml(name, facts)
    return Response(content, status_code=status, media_type=FORMATS[form], headers=OPEN)


def refused(refusal: Refused, form: str) -> Response[bytes]:
    """A refusal in the form of the standard."""
    facts = [{"code": refusal.code, "description": refusal.description}]
    return replied("errors", facts, form, refusal.code)


def as_xml(name: str, facts: Any) -> bytes:
    """Facts as a document: lists become elements named after one of their things."""
    return etree.tostring(element(name, facts), xml_declaration=True, encoding="utf-8")


def element(name: str, facts: Any) -> etree._Element:
    """Facts as an element; nothing at all is an empty one."""
    made = etree.Element(name)
    if isinstance(facts, dict):
        made.extend(element(key, value) for key, value in facts.items())
    elif isinstance(facts, list):
        made.extend(element(ITEMS[name], one) for one in facts)
    elif isinstance(facts, bool):
        made.text = "true" if facts else "false"
    elif facts is not None:
        made.text = FORBIDDEN.sub("", str(facts))
    return made
