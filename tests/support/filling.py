"""Filling in the forms of a page as a browser without scripts does."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from support.town_hall import Visitor

VALUED = {"hidden", "text", "number", "time"}


@dataclass
class FormFound:
    """A form of a page: where it leads, what stands in it, and what can be chosen."""

    action: str
    id: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def sent(self, **typed: Any) -> dict[str, Any]:
        """The fields as they are sent, with what somebody typed."""
        return {**self.fields, **typed}


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[FormFound] = []
        self.within: FormFound | None = None
        self.select = self.area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field or something that can be chosen."""
        named = dict(attrs)
        name, value = named.get("name") or "", named.get("value") or ""
        if tag == "form":
            self.within = FormFound(named["action"] or "", named.get("id") or "")
            self.forms.append(self.within)
        elif self.within is None:
            return
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select:
            self.within.choices.setdefault(self.select, []).append(value)
            if "selected" in named or self.select not in self.within.fields:
                self.within.fields[self.select] = [value]
        elif tag == "input" and named.get("type") in VALUED:
            self.within.fields[name] = [value]
        elif tag == "input":
            self.within.choices.setdefault(name, []).append(value)
            if "checked" in named:
                self.within.fields.setdefault(name, []).append(value)
        elif tag == "textarea":
            self.area = name
            self.within.fields[name] = [""]

    def handle_data(self, data: str) -> None:
        """What stands in an area."""
        if self.area and self.within:
            self.within.fields[self.area] = [data]

    def handle_endtag(self, tag: str) -> None:
        """A form or a field is over."""
        if tag == "form":
            self.within = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


@dataclass
class Somebody:
    """Somebody who looks at one page and sends its forms."""

    visitor: Visitor
    path: str

    async def look(self) -> str:
        """The page as it is shown now."""
        return (await self.visitor.get(self.path)).text

    async def form(self, name: str, id: str = "") -> FormFound:
        """The form of the page that leads there."""
        forms = Forms(await self.look()).forms
        found = [one for one in forms if one.action.endswith(f"/live/{name}") and id in one.id]
        assert found, f"There is no form to {name}."
        return found[0]

    async def offers(self, name: str) -> bool:
        """Whether the page has such a form."""
        return f'/live/{name}"' in await self.look()

    async def send(self, name: str, id: str = "", **typed: Any) -> str:
        """Fill in a form and send it; the page to which it leads."""
        form = await self.form(name, id)
        answer = await self.visitor.post(form.action, form.sent(**typed))
        assert answer.status_code == 303, answer.text
        return await self.look()

    async def is_refused(self, name: str, id: str = "", **typed: Any) -> str:
        """Fill in a form that the house refuses; the page that says so."""
        form = await self.form(name, id)
        answer = await self.visitor.post(form.action, form.sent(**typed))
        assert answer.status_code in (403, 409, 422), answer.text
        return answer.text
