"""Entering an organization into a body."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rostra_frontend.form import Form
from rostra_frontend.page import Page

FOLDER = Path(__file__).parent
PATH = "/office/organizations/new"


def to_the_organization(data: dict[str, Any], path: Mapping[str, str]) -> str:
    """On to the organization that was entered."""
    return f"/office/organizations/{data['enterOrganization']['id']}"


page = Page(PATH, FOLDER, indexed=False)
enter = Form(PATH, mutation=FOLDER / "enter.graphql", page=page, then=to_the_organization)
