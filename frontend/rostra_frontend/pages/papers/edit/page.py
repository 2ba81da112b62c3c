"""A paper in the making: its words, its way through the council, its files, and filing it."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/papers/{id:uuid}"
HERE = "/papers/{id}/edit"

page = Page(f"{PATH}/edit", FOLDER, subject="paper", section="papers", indexed=False)
edit = Form(f"{PATH}/edit", mutation=FOLDER / "edit.graphql", page=page, then=HERE)
add_station = Form(
    f"{PATH}/stations", mutation=FOLDER / "add_station.graphql", page=page, then=f"{HERE}#way"
)
drop_station = Form(
    f"{PATH}/stations/drop", mutation=FOLDER / "drop_station.graphql", page=page, then=f"{HERE}#way"
)
attach = Form(f"{PATH}/attach", mutation=FOLDER / "attach.graphql", page=page, then=f"{HERE}#files")
withdraw_file = Form(
    f"{PATH}/files/withdraw",
    mutation=FOLDER / "withdraw_file.graphql",
    page=page,
    then=f"{HERE}#files",
)
file = Form(f"{PATH}/file", mutation=FOLDER / "file.graphql", page=page, then="/papers/{id}")
withdraw = Form(
    f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then="/papers/new"
)
FORMS = (edit, add_station, drop_station, attach, withdraw_file, file, withdraw)
