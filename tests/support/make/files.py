"""Files, their texts and uses for tests; the bytes are the storage's own matter."""

from typing import Any

from rostra.files.models import File, FileText, FileUse
from rostra.meetings.models import AgendaItem, Meeting
from rostra.papers.models import Paper
from support.making import Place, kept, linked

OWNERS = {Meeting: "meeting_id", AgendaItem: "agenda_item_id", Paper: "paper_id"}


async def make_file(
    place: Place,
    owner: Meeting | AgendaItem | Paper,
    use: str = "auxiliary",
    text: str | None = None,
    position: int = 0,
    **values: Any,
) -> File:
    """A PDF of the meeting, item or paper, with the text in it where one is given."""
    usual = {
        "name": "Anlage 1: Lageplan",
        "file_name": "lageplan.pdf",
        "mime_type": "application/pdf",
        "size": 48_213,
        "text_state": "none" if text is None else "done",
    }
    file = await kept(place, File, body_id=owner.body_id, **{**usual, **values})
    owned = {OWNERS[type(owner)]: owner.id}
    rows: list[Any] = [FileUse(file_id=file.id, use=use, position=position, **owned)]
    if text is not None:
        rows.append(FileText(file_id=file.id, text=text))
    await linked(place, *rows)
    return file
