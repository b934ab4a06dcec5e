"""Makes the OpenAPI 3.1 document of the route table, the pydantic models and the handlers' own words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from handoff.desk.routes import MARK
from handoff.desk.sessions import COOKIE
from handoff.reference.operations import (
    ANYWHERE,
    INTERNAL,
    JSON,
    OPERATIONS,
    OWN,
    Operation,
    Refusal,
    Success,
    refusal,
)

Json = dict[str, Any]

API_VERSION = "1"
"""Goes up when a client that worked would work no more; what is only added leaves it."""
SCHEMAS = "#/components/schemas/"
TAGS = {
    "Desk": "The agents' console: log in, the queue, and conversations.",
    "Widget": "Customers on the web.",
    "Operators": "Alive, ready, and the figures.",
    "Pages": "What browsers load.",
}
SECURITY = {
    "session": {"type": "apiKey", "in": "cookie", "name": COOKIE, "description": "A log-in at the desk."},
    "visitor": {"type": "http", "scheme": "bearer", "description": "The token of the widget's `session` frame."},
}
PARAMETERS = {
    "conversation": "The id of the conversation.",
    "offer": "The id of the offer.",
    "upload_id": "The id of the file, from its message.",
    "promise": "The id of the promise.",
    "request_id": "The id of the internal request.",
    "rating": "The id of the rating.",
    "name": "The name of the file.",
}
HEADERS = {
    "Set-Cookie": "The session.",
    "Content-Disposition": "The file's name.",
    "Location": "Where to go.",
    "Retry-After": "Seconds after which to try again.",
}
ABOUT = f"""\
The HTTP interface of Sapa's handoff service. The frames of the two WebSockets are described in `docs/protocols.md`.

**Logging in.** `POST /api/desk/session` answers with the cookie `{COOKIE}` (HttpOnly, SameSite=Strict).
It ends after twelve hours, or after two hours without use.

**Changes** (everything but GET) need the header `{MARK}: 1`, which a page of another site cannot set.

**Errors** have one shape, `{{"error": {{"code": "...", "message": "..."}}}}`. Programs look at the code:

| code | status | meaning |
|---|---|---|
"""


@dataclass(frozen=True)
class Route:
    """A route of the running service."""

    method: str
    path: str
    """With parameters in braces."""
    name: str
    text: str
    """The handler's own words."""

    @property
    def key(self) -> str:
        """As in the table of operations."""
        return f"{self.method} {self.path}"


class _Untitled(GenerateJsonSchema):
    """Leaves out the titles that only repeat a field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False


def build_document(routes: Iterable[Route]) -> Json:
    """The document of the given routes; a route that the table of operations does not know is left out."""
    known = {route.key: route for route in routes}
    paths: dict[str, Json] = {}
    for key, operation in OPERATIONS.items():
        if (route := known.get(key)) is not None:
            paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Sapa", "version": API_VERSION, "description": ABOUT + _error_table()},
        "tags": [{"name": name, "description": text} for name, text in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": {**_schemas(), "Error": _error_schema()},
            "securitySchemes": SECURITY,
            "parameters": {"mark": _mark()},
        },
    }


def refusals() -> list[Refusal]:
    """Every way in which a request can be turned down."""
    return [*map(refusal, OWN), *ANYWHERE]


def _error_table() -> str:
    # Where a code is both ours and HTTP's own, it means the same to a program: one row is enough.
    first = {each.code: each for each in reversed(refusals())}
    rows = (each for each in refusals() if first[each.code] is each)
    return "\n".join(f"| `{each.code}` | {each.status} | {each.meaning} |" for each in rows)


def _operation(route: Route, operation: Operation) -> Json:
    summary, _, rest = route.text.partition("\n")
    described: Json = {
        "operationId": route.name,
        "tags": [operation.tag],
        "summary": (operation.summary or summary).rstrip(".").replace("`", ""),
        "parameters": _parameters(route.path, operation),
        "responses": {**_answers(operation.answers), **_refusals((*operation.refusals, INTERNAL))},
    }
    about = rest.partition("Raises:")[0].strip()
    if about:
        described["description"] = about
    if operation.security:
        described["security"] = [{scheme: []} for scheme in operation.security]
    if operation.body is not None:
        described["requestBody"] = _body(operation.body, operation.body_media)
    return described


def _parameters(path: str, operation: Operation) -> list[Json]:
    in_path = [
        {"name": name, "in": "path", "required": True, "description": PARAMETERS[name], "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path)
    ]
    in_query = [
        {"name": each.name, "in": "query", "description": each.meaning, "schema": dict(each.schema)}
        for each in operation.query
    ]
    marks = [{"$ref": "#/components/parameters/mark"}] if operation.marked else []
    return in_path + in_query + marks


def _mark() -> Json:
    return {
        "name": MARK,
        "in": "header",
        "required": True,
        "description": "Shows that the request comes from a script of our own page.",
        "schema": {"type": "string", "enum": ["1"]},
    }


def _body(model: type[BaseModel], media: str) -> Json:
    needed = any(field.is_required() for field in model.model_fields.values())
    return {"required": needed, "content": {media: {"schema": {"$ref": SCHEMAS + model.__name__}}}}


def _answers(answers: Iterable[Success]) -> Json:
    return {str(each.status): _answer(each) for each in answers}


def _answer(success: Success) -> Json:
    answer: Json = {"description": success.meaning}
    if success.media:
        answer["content"] = {media: {"schema": _schema(success, media)} for media in success.media}
    if success.headers:
        answer["headers"] = {name: _header(name, always=True) for name in success.headers}
    return answer


def _schema(success: Success, media: str) -> Json:
    if success.model is not None:
        return {"$ref": SCHEMAS + success.model.__name__}
    return {"type": "object"} if media == JSON else {"type": "string"}


def _header(name: str, *, always: bool) -> Json:
    return {"description": HEADERS[name], "required": always, "schema": {"type": "string"}}


def _refusals(refused: Iterable[Refusal]) -> Json:
    by_status = groupby(sorted(refused, key=attrgetter("status")), key=attrgetter("status"))
    return {str(status): _refused(list(group)) for status, group in by_status}


def _refused(refused: list[Refusal]) -> Json:
    code = {"properties": {"error": {"properties": {"code": {"enum": [each.code for each in refused]}}}}}
    answer: Json = {
        "description": "\n\n".join(f"`{each.code}`: {each.meaning}" for each in refused),
        "content": {
            JSON: {
                "schema": {"allOf": [{"$ref": SCHEMAS + "Error"}, code]},
                "examples": {each.code: {"value": _example(each)} for each in refused},
            }
        },
    }
    if any(each.retry_after for each in refused):
        always = all(each.retry_after for each in refused)
        answer["headers"] = {"Retry-After": _header("Retry-After", always=always)}
    return answer


def _example(refused: Refusal) -> Json:
    return {"error": {"code": refused.code, "message": refused.meaning}}


def _error_schema() -> Json:
    codes = list(dict.fromkeys(each.code for each in refusals()))
    fields = {
        "code": {"type": "string", "enum": codes, "description": "For programs."},
        "message": {"type": "string", "description": "For people; its words may change."},
    }
    return {
        "description": "Why a request was turned down; the one shape of all errors.",
        "type": "object",
        "required": ["error"],
        "additionalProperties": False,
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message"],
                "additionalProperties": False,
                "properties": fields,
            }
        },
    }


def _schemas() -> Mapping[str, Json]:
    models = {operation.body for operation in OPERATIONS.values()}
    models |= {answer.model for operation in OPERATIONS.values() for answer in operation.answers}
    named = sorted((model for model in models if model is not None), key=lambda model: model.__name__)
    _, made = models_json_schema(
        [(model, "validation") for model in named], ref_template=SCHEMAS + "{model}", schema_generator=_Untitled
    )
    return dict(made["$defs"])
