"""Puts the site's pages and forms on the web: the handlers that the application mounts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from litestar import MediaType, Request, Response, Router, get, route
from litestar.datastructures import CacheControlHeader
from litestar.handlers import HTTPRouteHandler
from litestar.static_files import create_static_files_router
from markupsafe import Markup

from rostra.settings import Settings
from rostra_frontend.form import STATUS, UNTOUCHED, Form, Typed
from rostra_frontend.layout.assets import STATIC, STATIC_URL
from rostra_frontend.layout.templates import environment
from rostra_frontend.page import Ask, Inputs, Opening, Page, Query
from rostra_frontend.translations.languages import Language, languages

AnyRequest = Request[Any, Any, Any]
FOR_EVER = CacheControlHeader(max_age=31_536_000, public=True, immutable=True)
HOUSE = "Rostra"

UNLISTED = ("/search", "/login", "/account")
"""Pages that search engines need not visit."""

NOT_AN_ADDRESS = {"NOT_FOUND", "INVALID", "LIMIT"}
"""The errors that say that an address leads nowhere, such as a cursor of another list."""


class PageFailed(Exception):
    """The API could not answer a page's query; a fault of ours, not of the visitor."""


class NothingHere(Exception):
    """The page's subject is absent, or not for this reader: both look the same."""


@dataclass(frozen=True)
class Site:
    """The website: its settings, its door to the API, its pages and forms."""

    settings: Settings
    ask: Ask
    pages: tuple[Page, ...]
    forms: tuple[Form, ...]
    form_token: Callable[[AnyRequest], str]
    """The token that a form must carry for this reader; empty for who is not logged in."""

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages that the site speaks, the default one first."""
        return languages(self.settings.default_language)

    def handlers(self) -> list[HTTPRouteHandler | Router]:
        """Everything to mount: pages, forms and the built assets."""
        assets = create_static_files_router(
            path=STATIC_URL, directories=[STATIC], cache_control=FOR_EVER, include_in_schema=False
        )
        return [
            *(self.page_handler(page) for page in self.pages),
            *(self.form_handler(form) for form in self.forms),
            assets,
            self.robots_handler(),
        ]

    def robots_handler(self) -> HTTPRouteHandler:
        """What search engines are asked to leave out, in every language."""
        paths = [path for name in UNLISTED for path in self.paths(name)]
        text = "\n".join(["User-agent: *", *(f"Disallow: {path}" for path in paths), ""])

        @get(
            "/robots.txt", media_type=MediaType.TEXT, sync_to_thread=False, include_in_schema=False
        )
        def show_robots() -> str:
            return text

        return show_robots

    def paths(self, path: str) -> list[str]:
        """The addresses of a page in all languages."""
        return [language.url(path) for language in self.languages]

    def page_handler(self, page: Page) -> HTTPRouteHandler:
        """The handler that shows a page."""

        @get(self.paths(page.path), media_type=MediaType.HTML, include_in_schema=False)
        async def show_page(request: AnyRequest) -> Response[str]:
            if page.opening is not None and is_opened(request):
                await self.note_opening(request, page, page.opening)
            return await self.show(request, page)

        return show_page

    def form_handler(self, form: Form) -> HTTPRouteHandler:
        """The handler that takes a form."""

        @route(self.paths(form.path), http_method="POST", include_in_schema=False)
        async def take_form(request: AnyRequest) -> Response[str]:
            return await self.take(request, form)

        return take_form

    def language_of(self, request: AnyRequest) -> Language:
        """The language that the request's address speaks."""
        first = "/" + request.scope["path"].lstrip("/").partition("/")[0]
        return next((one for one in self.languages if one.prefix == first), self.languages[0])

    async def show(
        self,
        request: AnyRequest,
        page: Page,
        typed: Typed = UNTOUCHED,
        status: int = 200,
        found: Mapping[str, Any] | None = None,
    ) -> Response[str]:
        """A page as HTML; 404 where its subject is absent or not for this reader.

        `found` are names for the template beside those of the page's own answer.
        """
        inputs = self.inputs(request)
        try:
            data = await self.answer(request, page.query, page.variables(inputs))
            if page.subject and data.get(page.subject) is None:
                raise NothingHere
        except NothingHere:
            return self.refuse(request, 404)
        names = {**page.names(data, inputs), **(found or {})}
        frame = self.frame(request, page.section, typed, page.address(inputs))
        context = {**frame, **names, "city": self.city(data), "indexed": page.indexed}
        return self.html(request, page.template, context, status)

    async def note_opening(self, request: AnyRequest, page: Page, opening: Opening) -> None:
        """Note that somebody has opened the page, where that is due; refusals say nothing."""
        if not self.form_token(request):
            return
        variables = page.variables(self.inputs(request))
        found = await self.ask(request, page.query, variables)
        if found.data is None or not opening.due(found.data):
            return
        path = {name: [str(value)] for name, value in request.path_params.items()}
        answer = await self.ask(request, opening.query, opening.query.variables(path))
        if "INTERNAL" in {code_of(error) for error in answer.errors or ()}:
            raise PageFailed(f"{opening.mutation.name}: {answer.errors}")

    async def answer(
        self, request: AnyRequest, query: Query, variables: dict[str, Any]
    ) -> dict[str, Any]:
        """The API's data, or NothingHere, or PageFailed."""
        answer = await self.ask(request, query, variables)
        codes = {code_of(error) for error in answer.errors or ()}
        if codes & NOT_AN_ADDRESS:
            raise NothingHere
        if codes or answer.data is None:
            raise PageFailed(f"{query.path.name}: {answer.errors}")
        return answer.data

    async def take(self, request: AnyRequest, form: Form) -> Response[str]:
        """Run a form's mutation; lead on, or show the page again with what was typed."""
        fields = await request.form()
        typed: dict[str, list[str]] = {}
        for name, value in fields.multi_items():
            typed.setdefault(name, []).append(str(value))
        path = {name: [str(value)] for name, value in request.path_params.items()}
        inputs = self.inputs(request)
        variables = form.variables(path, typed, inputs)
        answer = await self.ask(request, form.query, variables)
        if answer.errors:
            return await self.take_back(request, form, answer.errors[0], typed)
        names = {name: value[0] for name, value in path.items()}
        target = self.language_of(request).url(form.leads_to(answer.data or {}, names, inputs))
        return Response("", status_code=303, headers={"Location": target})

    async def take_back(
        self, request: AnyRequest, form: Form, error: Any, typed: Mapping[str, list[str]]
    ) -> Response[str]:
        """Show the form's page again after a refusal."""
        code = code_of(error)
        if code == "NOT_FOUND":
            return self.refuse(request, 404)
        if code in ("LIMIT", "BAD_REQUEST"):
            return self.refuse(request, 400)
        if code not in STATUS:
            raise PageFailed(f"{form.mutation.name}: {error}")
        values = {name: value[0] for name, value in typed.items()}
        field = str((error.extensions or {}).get("field", ""))
        said = Typed(values, str(error.message), field, typed, form.name)
        return await self.show(request, form.page, said, STATUS[code])

    def refuse(self, request: AnyRequest, status: int) -> Response[str]:
        """The page that says no: the same for what is absent and for what is not for you.

        It asks the API nothing, and so it is the same for every reader.
        """
        context = {**self.frame(request, "", UNTOUCHED), "status": status, "indexed": False}
        return self.html(request, "layout/refusal.html", context, status)

    def frame(
        self, request: AnyRequest, section: str, typed: Typed, path: str = "/"
    ) -> dict[str, Any]:
        """What the layout shows around every page."""
        pairs = [(k, v) for k, values in queries_of(request).items() for v in values]
        question = "?" + urlencode(pairs) if pairs else ""
        return {
            "settings": self.settings,
            "city": self.city({}),
            "section": section,
            "typed": typed,
            "own": self.own_words(self.language_of(request)),
            "here": path,
            "alternates": [(one, one.url(path) + question) for one in self.languages],
            "form_token": self.form_token(request),
            "inputs": self.inputs(request),
        }

    def city(self, data: Mapping[str, Any]) -> str:
        """The city's name as it is set, or else that of the only body there is."""
        bodies = data.get("household", {}).get("nodes", ())
        only = bodies[0]["name"] if len(bodies) == 1 else None
        return self.settings.city_name or only or HOUSE

    def own_words(self, language: Language) -> Markup:
        """What marks the council's own words on a page in another language."""
        own = self.languages[0].code
        return Markup("") if language.code == own else Markup(' lang="{}"').format(own)

    def inputs(self, request: AnyRequest) -> Inputs:
        """What the request's address says."""
        path = {name: str(value) for name, value in request.path_params.items()}
        zone, language = self.settings.zone, self.language_of(request).code
        return Inputs(path, queries_of(request), zone, language)

    def html(
        self, request: AnyRequest, template: str, context: dict[str, Any], status: int
    ) -> Response[str]:
        """A rendered template as a response."""
        language = self.language_of(request)
        env = environment(language, self.settings.time_zone)
        body = env.get_template(template).render(context)
        headers = {"Content-Language": language.code}
        return Response(body, media_type=MediaType.HTML, status_code=status, headers=headers)


def is_opened(request: AnyRequest) -> bool:
    """Whether a person opens the page, and no program that fetches it in advance."""
    headers = request.headers
    ahead = "prefetch" in headers.get("sec-purpose", headers.get("purpose", ""))
    document = headers.get("sec-fetch-dest", "document") == "document"
    return document and not ahead and not request.scope.get("rostra_head")


def queries_of(request: AnyRequest) -> dict[str, list[str]]:
    """The query string as lists of values."""
    return {name: request.query_params.getall(name) for name in request.query_params}


def code_of(error: Any) -> str:
    """The code of an error of the API."""
    return str((error.extensions or {}).get("code", "INTERNAL"))
