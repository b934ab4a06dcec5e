"""The pages and files that browsers load, with headers that keep them safe."""

from __future__ import annotations

from pathlib import Path

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import file, redirect

site = Blueprint("site")

STATIC = Path(__file__).parent / "static"
PAGE_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)
"""Content Security Policy level 3: nothing from elsewhere, no inline script."""
REVALIDATE = "no-cache"
"""Modules have no version in their names: browsers keep them but ask each time whether they changed (Last-Modified)."""


@site.get("/")
async def demo_page(_request: Request) -> HTTPResponse:
    """A company's page with the widget in it."""
    return await _page("site/index.html")


@site.get("/widget.js")
async def widget_script(_request: Request) -> HTTPResponse:
    """The one script tag; any web site may load it."""
    response = await _file("widget.js")
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@site.get("/widget/")
async def widget_frame(_request: Request) -> HTTPResponse:
    """The widget's own page, which any web site may put in a frame."""
    return await _page("widget/index.html", ancestors="*")


@site.get("/desk/", strict_slashes=True)
async def desk_page(_request: Request) -> HTTPResponse:
    """The agents' console."""
    return await _page("desk/index.html")


@site.get("/desk", strict_slashes=True)
async def desk_without_slash(_request: Request) -> HTTPResponse:
    """Leads to the console's own address."""
    return redirect("/desk/")


async def _page(name: str, ancestors: str = "'self'") -> HTTPResponse:
    response = await _file(name)
    response.headers["Content-Security-Policy"] = PAGE_POLICY.format(ancestors=ancestors)
    return response


async def _file(name: str) -> HTTPResponse:
    return await file(STATIC / name, headers={"Cache-Control": REVALIDATE})


def add_safety_headers(request: Request, response: HTTPResponse) -> None:
    """Headers that every answer carries."""
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    is_file = request.path.startswith("/static/")
    if "cache-control" not in {name.lower() for name in response.headers}:
        response.headers["Cache-Control"] = REVALIDATE if is_file else "no-store"
