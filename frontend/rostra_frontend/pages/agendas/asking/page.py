"""Asking for an item on the agenda of a council or committee, and signing with others (AGD-1)."""

from pathlib import Path

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/organizations/{id:uuid}/requests"
HERE = "/organizations/{id}/requests"

page = Page(PATH, FOLDER, subject="organization", section="organizations", indexed=False)
ask = Form(PATH, mutation=FOLDER / "ask.graphql", page=page, then=HERE)
sign = Form(f"{PATH}/sign", mutation=FOLDER / "sign.graphql", page=page, then=HERE)
withdraw = Form(f"{PATH}/withdraw", mutation=FOLDER / "withdraw.graphql", page=page, then=HERE)
FORMS = (ask, sign, withdraw)
