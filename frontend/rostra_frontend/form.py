"""A form: a mutation of the API and a redirect.

`Form(path, mutation=…, page=…, then=…)` takes a POST, runs the mutation with the fields that
it declares, and leads on with 303. A refusal shows the page again, with the sentence of the
house beside the field it speaks of and everything that was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as field_of
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rostra_frontend.page import Inputs, Page, Query

STATUS = {"INVALID": 422, "CONFLICT": 409, "NOT_PERMITTED": 403}
"""The status with which a refusal of each kind shows the page again."""

Then = str | Callable[[dict[str, Any], Mapping[str, str]], str]
Arrange = Callable[[Mapping[str, list[str]], Inputs], dict[str, Any]]


@dataclass(frozen=True)
class Typed:
    """What somebody typed into a form, and what the house said to it."""

    values: Mapping[str, str] = field_of(default_factory=dict)
    sentence: str = ""
    field: str = ""
    lists: Mapping[str, list[str]] = field_of(default_factory=dict)
    form: str = ""
    """The name of the form."""

    def value(self, name: str) -> str:
        """What stands in a field of the form."""
        return self.values.get(name, "")

    def several(self, name: str) -> list[str]:
        """What stands in the fields of the form that share a name, in their order."""
        return self.lists.get(name, [])


UNTOUCHED = Typed()


@dataclass(frozen=True)
class Form:
    """One thing that can be done on a page."""

    path: str
    mutation: Path
    page: Page
    then: Then
    """Where it leads: a path with the page's parameters, or worked out from the answer."""
    arrange: Arrange | None = None
    """Further variables, worked out from the fields, such as a list of pairs."""
    keeps: tuple[str, ...] = ()
    """The parameters of its own address that the way back keeps, such as the page of a list."""

    @property
    def name(self) -> str:
        """What the form is called among those of its page."""
        return self.mutation.stem

    @cached_property
    def query(self) -> Query:
        """The form's mutation."""
        return Query(self.mutation, with_layout=False)

    def variables(
        self, path: Mapping[str, list[str]], typed: Mapping[str, list[str]], inputs: Inputs
    ) -> dict[str, Any]:
        """What the mutation is run with."""
        taken = self.query.variables(path, typed)
        return taken if self.arrange is None else {**taken, **self.arrange(typed, inputs)}

    def leads_to(self, data: dict[str, Any], path: Mapping[str, str], inputs: Inputs) -> str:
        """The path to which the browser goes after the mutation."""
        target = self.then(data, path) if callable(self.then) else self.then.format(**path)
        kept = {name: inputs.get(name) for name in self.keeps if inputs.get(name)}
        if not kept:
            return target
        page, mark, place = target.partition("#")
        return f"{page}?{urlencode(kept)}{mark}{place}"
