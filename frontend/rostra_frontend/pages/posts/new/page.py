"""A department begins a post, or the same post in another language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page
from rostra_frontend.pages.posts.writing import (
    LANGUAGES,
    MOMENTS,
    NOTHING,
    TYPES,
    WORDS,
    arranged_new,
    id_in,
    standing,
)

FOLDER = Path(__file__).parent
KEPT = ("postType", "topics", "starts", "ends", "place", "latitude", "longitude", "paper",
        "meeting", "resolution", "project")  # fmt: skip
"""What a variant has in common with the post that it says in another language."""
ALL = (*WORDS, *MOMENTS, *KEPT, "language", "organization")


def prepare(inputs: Inputs) -> dict[str, Any]:
    """The post of which a variant is written, if it is one."""
    return {"other": id_in(inputs.get("variantOf") or None) or NOTHING}


def present(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """What stands in the fields of the form."""
    other = data.get("post")
    kind = inputs.get("type").upper()
    nothing: dict[str, Any] = dict.fromkeys(
        (*WORDS, *MOMENTS, *KEPT, "language", "organization"), ""
    )
    now = nothing | {"postType": kind if kind in TYPES else "NEWS"}
    if other:
        stands = standing(other, inputs)
        taken = {stands["language"], *(one["language"].upper().replace("-", "_")
                                       for one in other["variants"])}  # fmt: skip
        free = next((one for one in LANGUAGES if one not in taken), "EN")
        now |= {name: stands[name] for name in KEPT} | {
            "language": free, "organization": (other["organization"] or {}).get("id", ""),
        }  # fmt: skip
    return {"now": now, "types": TYPES, "other": other}


def to_the_draft(data: dict[str, Any], _path: Mapping[str, str]) -> str:
    """The page on which the new post is written on."""
    return f"/posts/{data['writePost']['id']}/edit"


page = Page(
    "/posts/new", FOLDER, subject="viewer", section="posts", prepare=prepare, present=present,
    indexed=False,
)  # fmt: skip
draft = Form(
    "/posts/new",
    mutation=FOLDER / "draft.graphql",
    page=page,
    then=to_the_draft,
    arrange=arranged_new,
)
