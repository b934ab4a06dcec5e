"""`/docs`: Swagger UI over our own OpenAPI document, with nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from sanic import Blueprint, HTTPResponse, Request, Sanic
from sanic.response import file, json

from handoff.reference.openapi import Route, build_document
from handoff.site import STATIC
from handoff.static_files import REVALIDATE

docs = Blueprint("docs", url_prefix="/docs")

SWAGGER_UI = Path(str(distribution("flask-swagger-ui").locate_file("flask_swagger_ui/dist")))
"""Swagger UI as its makers publish it. The package is not imported: Flask, which it is made for, is not here."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""Nothing from elsewhere, nothing inline; Swagger UI carries its pictures in its style sheet, as data."""

for name in ("swagger-ui.css", "swagger-ui-bundle.js"):
    docs.static(f"/{name}", SWAGGER_UI / name, name=name)


@docs.get("", name="page")
async def docs_page(_request: Request) -> HTTPResponse:
    """Shows the HTTP interface, to read and to try out."""
    headers = {"cache-control": REVALIDATE, "Content-Security-Policy": POLICY}
    return await file(STATIC / "docs" / "index.html", headers=headers)


@docs.get("/openapi.json", name="document")
async def openapi_document(request: Request) -> HTTPResponse:
    """Answers the HTTP interface as a document for programs."""
    return json(document_of(request.app))


@lru_cache(maxsize=1)
def document_of(app: Sanic[Any, Any]) -> dict[str, Any]:
    """The document of a started application; its routes change no more."""
    return build_document(read_routes(app))


def read_routes(app: Sanic[Any, Any]) -> Iterator[Route]:
    """The routes of an application: files, and the methods that every route has anyway, left out."""
    for route in app.router.routes:
        if route.extra.static:
            continue
        path = "/" + re.sub(r"<(\w+)[^>]*>", r"{\1}", route.path)
        for method in sorted(route.methods - {"HEAD", "OPTIONS"}):
            yield Route(method, path, str(route.name).rsplit(".", 1)[-1], route.handler.__doc__ or "")
