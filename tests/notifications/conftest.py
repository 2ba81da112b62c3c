"""An account, and the pen that writes its letters."""

import pytest

from rostra.database import Database
from rostra.people.models import Account
from rostra.settings import Settings
from rostra_frontend.letters.wording import Pen
from support.make.people import make_account


@pytest.fixture
def settings() -> Settings:
    """The settings of a city that sends letters."""
    return Settings(
        city_name="Lerchenroda",
        public_url="https://lerchenroda.example",
        mail_from="Stadt Lerchenroda <rathaus@lerchenroda.example>",
        mail_security="none",
    )


@pytest.fixture
def pen(settings: Settings) -> Pen:
    """Who puts notes into words."""
    return Pen(settings)


@pytest.fixture
async def reader(database: Database) -> Account:
    """Somebody who gets letters."""
    return await make_account(database, email="amsel@example.org", display_name="Klara Amsel")
