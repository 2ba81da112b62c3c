"""What a screen reader is told beyond what WeasyPrint tells it; fits the pinned version only."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pydyf

PAGINATION = {"Type": "/Pagination"}
LONGEST = 500
"""Letters of a description; PDF/A allows a string 32,767 bytes."""


def mark_furniture(document: Any) -> None:
    """Note on running headers and footers that they are no part of the text."""
    for page in document.pages:
        for box in page._page_box.children:
            if type(box).__name__ == "MarginBox":
                for inner in box.descendants():
                    inner.is_furniture = True


def without_furniture(marked: Callable[..., Any]) -> Callable[..., Any]:
    """Mark headers and footers as pagination artifacts instead of text (PDF/UA-1, 7.8)."""

    @contextmanager
    def marking(stream: Any, box: Any, tag: str) -> Iterator[None]:
        if stream._tags is None or not getattr(box, "is_furniture", False):
            with marked(stream, box, tag):
                yield
            return
        stream.begin_marked_content("Artifact", pydyf.Dictionary(PAGINATION))
        try:
            yield
        finally:
            stream.end_marked_content()

    return marking


def telling_more(build: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Add language, scope of headings, notes, contents and link texts to the tree of tags."""

    def building(box: Any, parent: Any, pdf: Any, *others: Any) -> Iterator[Any]:
        if type(box).__name__ == "MarginBox":
            return
        box = getattr(box, "_box", box)
        for element in build(box, parent, pdf, *others):
            if box.element is not None and box.element_tag not in ("html", "body"):
                describe(box, element)
            if element["S"] == "/LI":
                embody(element, pdf)
            yield element

    return building


def describe(box: Any, element: Any) -> None:
    """Write onto a tag what the markup says about its element."""
    source = box.element
    if (language := source.get("lang")) and element["S"] != "/NonStruct":
        element["Lang"] = pydyf.String(language)
    if element["S"] == "/TH":
        scope = "/Row" if source.get("scope") == "row" else "/Column"
        element["A"]["Scope"] = scope
    if box.link_annotation:
        words = " ".join("".join(source.itertext()).split())
        box.link_annotation["Contents"] = pydyf.String((words or source.get("href", "–"))[:LONGEST])
    retag(box, element, source.get("data-tag"))


def embody(item: Any, pdf: Any) -> None:
    """Put what a list item holds beside its label into one body, as PDF/UA wants it."""
    kids = {kid: pdf.objects[int(kid.split()[0])] for kid in item["K"]}
    loose = [kid for kid, tag in kids.items() if tag["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/LBody", "K": pydyf.Array(loose), "Pg": item["Pg"],
         "P": item.reference}
    )  # fmt: skip
    pdf.add_object(body)
    for kid in loose:
        kids[kid]["P"] = body.reference
    place = item["K"].index(loose[0])
    item["K"][:] = [kid for kid in item["K"] if kid not in loose]
    item["K"].insert(place, body.reference)


def retag(box: Any, element: Any, wanted: str | None) -> None:
    """Give contents and notes the tags that HTML has no element for."""
    if wanted is None or "::" in box.element_tag:
        return
    if wanted == "TOC" and element["S"] == "/L":
        element["S"] = "/TOC"
    elif wanted == "TOCI":
        element["S"] = {"/LI": "/TOCI", "/LBody": "/NonStruct"}.get(element["S"], element["S"])
    elif wanted == "Note":
        element["S"] = "/Note"
        element["ID"] = pydyf.String(f"note-{element.number}")
