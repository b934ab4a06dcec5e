"""The pages and files that browsers load, with headers that keep them safe."""

from __future__ import annotations

import re
from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import redirect

from handoff.errors import NotFoundError
from handoff.static_files import FOREVER, REVALIDATE, StaticFile, StaticFiles, answer, make_file

site = Blueprint("site")

STATIC = Path(__file__).parent / "static"
files = StaticFiles(STATIC)
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)
"""Content Security Policy level 3: nothing from elsewhere, no inline script."""
TAG_CACHE = "public, max-age=300, stale-while-revalidate=86400"
"""Of the script tag, whose address can never change: pages of other sites need not ask us at every visit."""
WIDGET_SCRIPT = "widget/main.js"
WIDGET_STYLES = ("common/tokens.css", "common/controls.css", "widget/widget.css")
_STYLES = re.compile(r'(?:\s*<link rel="stylesheet" href="/static/[^"]+">)+')
_SCRIPT = f'src="/static/{WIDGET_SCRIPT}"'


@site.get("/")
async def demo_page(request: Request) -> HTTPResponse:
    """A company's page with the widget in it."""
    return _page(request, _find("site/index.html"))


@site.get("/widget.js")
async def widget_script(request: Request) -> HTTPResponse:
    """The one script tag; any web site may load it."""
    response = answer(request, _found(files.bare("widget.js")), TAG_CACHE)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@site.get("/widget/")
async def widget_frame(request: Request) -> HTTPResponse:
    """The widget's own page, which any web site may put in a frame."""
    return _page(request, widget_page(), ancestors="*")


@site.get("/widget/<name:str>")
async def widget_part(request: Request, name: str) -> HTTPResponse:
    """The widget's modules or style sheets in one file; the name carries the content's hash."""
    tag, _, kind = name.partition(".")
    if kind not in {"js", "css"}:
        raise NotFoundError("There is no such file.")
    found = files.linked_script(WIDGET_SCRIPT) if kind == "js" else files.linked_styles(WIDGET_STYLES)
    # A page from before an update still gets a widget, but must not keep it under the old name.
    return answer(request, found, FOREVER if tag == found.tag else REVALIDATE)


@site.get("/static/<name:path>")
async def static_file(request: Request, name: str) -> HTTPResponse:
    """A file of the pages as it stands."""
    return answer(request, _find(name))


@site.get("/desk/", strict_slashes=True)
async def desk_page(request: Request) -> HTTPResponse:
    """The agents' console."""
    return _page(request, _find("desk/index.html"))


@site.get("/desk/supervise/", strict_slashes=True)
async def supervise_page(request: Request) -> HTTPResponse:
    """Reports and scores."""
    return _page(request, _find("desk/supervise/index.html"))


@site.get("/desk", strict_slashes=True)
async def desk_without_slash(_request: Request) -> HTTPResponse:
    """Leads to the console's own address."""
    return redirect("/desk/")


def widget_page() -> StaticFile:
    """The page with its sixty modules and three style sheets replaced by one of each, under their hashes."""
    styles, script = files.linked_styles(WIDGET_STYLES), files.linked_script(WIDGET_SCRIPT)
    text = _find("widget/index.html").content.decode()
    text = _STYLES.sub(f'\n  <link rel="stylesheet" href="/widget/{styles.tag}.css">', text, count=1)
    return make_file("index.html", text.replace(_SCRIPT, f'src="/widget/{script.tag}.js"').encode())


def _page(request: Request, page: StaticFile, ancestors: str = "'self'") -> HTTPResponse:
    response = answer(request, page)
    response.headers["Content-Security-Policy"] = PAGE_POLICY.format(ancestors=ancestors)
    return response


def _find(name: str) -> StaticFile:
    return _found(files.find(name))


def _found(file: StaticFile | None) -> StaticFile:
    if file is None:
        raise NotFoundError("There is no such file.")
    return file


def add_safety_headers(_request: Request, response: HTTPResponse) -> None:
    """Headers that every answer carries."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if "cache-control" not in {name.lower() for name in response.headers}:
        response.headers["Cache-Control"] = "no-store"
