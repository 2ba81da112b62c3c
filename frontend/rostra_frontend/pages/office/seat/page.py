"""A membership as the clerk keeps it: changing, ending and withdrawing it, and its deputies."""

from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Inputs, Page

FOLDER = Path(__file__).parent
PATH = "/office/seats/{id:uuid}"
HERE = "/office/seats/{id}"


def beside(data: dict[str, Any], inputs: Inputs) -> dict[str, Any]:
    """Who can stand in: those named already, and who sits beside the holder, by name."""
    holder = data["membership"]["person"] or {"id": "", "memberships": []}
    seats = [
        seat
        for held in holder["memberships"]
        for seat in (held["organization"] or {"memberships": []})["memberships"]
    ]
    people = [*data["deputiesOf"], *(seat["person"] for seat in seats if seat["person"])]
    names = {one["id"]: one["name"] or "?" for one in people if one["id"] != holder["id"]}
    return {"colleagues": sorted(names.items(), key=lambda pair: pair[1].split()[-1:])}


page = Page(PATH, FOLDER, subject="membership", present=beside, indexed=False)
change = Form(PATH, mutation=FOLDER / "change.graphql", page=page, then=HERE)
end = Form(f"{PATH}/end", mutation=FOLDER / "end.graphql", page=page, then=HERE)
withdraw = Form(
    f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then="/office/persons"
)
deputies = Form(f"{PATH}/deputies", mutation=FOLDER / "deputies.graphql", page=page, then=HERE)
FORMS = (change, end, withdraw, deputies)
