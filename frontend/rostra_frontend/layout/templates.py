"""Turns templates into HTML: one environment per language, strict about what is missing."""

from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from rostra_frontend.addresses import hit_address
from rostra_frontend.layout.assets import asset
from rostra_frontend.layout.chamber import chamber, seat_size
from rostra_frontend.layout.readings import READINGS
from rostra_frontend.layout.texts import FILTERS
from rostra_frontend.translations.languages import Language
from rostra_frontend.translations.sentences import said
from rostra_frontend.translations.wording import Wording

PACKAGE = Path(__file__).parent.parent


class KeyFirst(Environment):
    """An environment that reads `thing.name` as a key of the answer before anything else."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The key of that name, or the attribute, or an error that says what is missing."""
        if type(obj) is dict:
            try:
                return obj[attribute]
            except KeyError:
                pass
        return super().getattr(obj, attribute)


@cache
def environment(language: Language, zone: str) -> Environment:
    """The templates of the website in one language and the city's time zone."""
    wording = Wording(language.locale, ZoneInfo(zone))
    env = KeyFirst(
        loader=FileSystemLoader(PACKAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_translations(language.texts, newstyle=True)  # type: ignore[attr-defined]
    for name in ("date", "skeleton", "time", "clock", "number", "size", "money"):
        env.filters[name] = getattr(wording, name)
    env.filters.update(FILTERS | READINGS)
    env.filters["address"] = hit_address
    env.filters["said"] = lambda sentence: said(sentence, language.texts.gettext)
    env.globals.update(asset=asset, chamber=chamber, seat_size=seat_size)
    env.globals.update(url=language.url, language=language)
    return env
