"""What each route takes, answers and refuses. Its words come from the handler; a test finds routes that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from handoff.conversations.conversation import State
from handoff.desk.answers import Answer, Conversation, ConversationList, Me, MessageSent, StaffList
from handoff.desk.payloads import LogIn, PostMessage, PostNote, PostRelease, PostResolve, PostTransfer, PutPresence
from handoff.errors import (
    AtCapacityError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    NotLoggedInError,
    SapaError,
    TooManyTriesError,
    WrongPasswordError,
)
from handoff.rate_limit import RateLimitedError

JSON = "application/json"
HTML = "text/html"


@dataclass(frozen=True)
class Refusal:
    """A way in which a request is turned down."""

    status: int
    code: str
    meaning: str
    retry_after: bool = False
    """Whether the answer says in `Retry-After` when to try again."""


@dataclass(frozen=True)
class Success:
    """An answer to a request that was not turned down."""

    status: int
    meaning: str
    model: type[BaseModel] | None = None
    media: str | None = JSON
    headers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Query:
    """A parameter in the address."""

    name: str
    meaning: str
    schema: Mapping[str, Any]


@dataclass(frozen=True)
class Operation:
    """One method of one route."""

    tag: str
    answers: tuple[Success, ...]
    refusals: tuple[Refusal, ...] = ()
    body: type[BaseModel] | None = None
    query: tuple[Query, ...] = ()
    session: bool = False
    """Whether it needs the cookie of a log-in."""
    marked: bool = False
    """Whether it needs the header that another site's page cannot set."""
    summary: str = ""
    """Said instead of the handler's own words."""


class Alive(Answer):
    """The process answers."""

    status: Literal["alive"]


class Checks(Answer):
    """What could be reached."""

    record: bool
    """The database."""
    redis: bool
    bot: bool
    actions: bool


class Readiness(Answer):
    """Whether everything that the service needs can be reached."""

    status: Literal["ready", "not ready"]
    checks: Checks


def refusal(error: type[SapaError]) -> Refusal:
    """An error of ours, in its own words."""
    meaning = " ".join((error.__doc__ or "").split())
    return Refusal(error.http_status, error.code, meaning, retry_after=error is RateLimitedError)


TOO_LARGE = Refusal(413, "too_large", "The request is larger than 1,000,000 bytes.")
INTERNAL = Refusal(500, "internal", "Something went wrong on our side; the log says what.")
ANYWHERE = (
    INTERNAL,
    Refusal(404, "not_found", "There is no such address."),
    Refusal(405, "method_not_allowed", "The address does not take this method; `Allow` says which it takes."),
    Refusal(503, "unavailable", "The service is stopping, or took too long."),
    Refusal(408, "error", "The request was not sent in time, or HTTP itself refuses it otherwise (any other 4xx)."),
)
"""Refusals that belong to no route, or to every one."""

OWN = (
    InvalidInputError,
    NotLoggedInError,
    WrongPasswordError,
    ForbiddenError,
    NotFoundError,
    ConflictError,
    AtCapacityError,
    TooManyTriesError,
    RateLimitedError,
)
"""The service's own errors that a route can answer."""


def staff_only(
    *answers: Success,
    errors: tuple[type[SapaError], ...] = (),
    body: type[BaseModel] | None = None,
    query: tuple[Query, ...] = (),
    any_role: bool = False,
    changes: bool = False,
) -> Operation:
    """An operation behind `guard`, with what the guard and the reading of the body refuse."""
    refused: list[type[SapaError]] = [NotLoggedInError, *errors]
    if changes or not any_role:
        refused.append(ForbiddenError)
    if body is not None:
        refused.append(InvalidInputError)
    refusals = tuple(refusal(error) for error in OWN if error in refused) + ((TOO_LARGE,) if body else ())
    return Operation("Desk", answers, refusals, body, query, session=True, marked=changes)


def page(meaning: str, media: str = HTML) -> Operation:
    """A page or file for browsers."""
    return Operation("Pages", (Success(200, meaning, media=media),))


def socket(tag: str, summary: str, *, session: bool = False) -> Operation:
    """A WebSocket; its frames are described in docs/protocols.md."""
    answers = (Success(101, "The connection is a WebSocket from here on.", media=None),)
    return Operation(tag, answers, session=session, summary=summary)


CONVERSATION = Success(200, "The conversation.", Conversation)
MY_ACCOUNT = Success(200, "My account.", Me)
STATE = Query(
    "state",
    "Only conversations in these states; several times, or separated by commas. Left out: queued and agent.",
    {"type": "array", "items": {"type": "string", "enum": [state.value for state in State]}},
)
MINE = Query("mine", "`true`: only conversations in my own hands.", {"type": "string", "enum": ["true", "false"]})
AFTER = Query(
    "after",
    "The number of a message: of the messages only newer ones are answered, and nothing of the CRM.",
    {"type": "string", "pattern": "^[0-9]{1,12}$"},
)

OPERATIONS: Mapping[str, Operation] = {
    "POST /api/desk/session": Operation(
        "Desk",
        (Success(200, "My account, and the cookie `sapa_desk`.", Me, headers=("Set-Cookie",)),),
        (
            *map(refusal, (InvalidInputError, WrongPasswordError, ForbiddenError, TooManyTriesError, RateLimitedError)),
            TOO_LARGE,
        ),
        body=LogIn,
        marked=True,
    ),
    "DELETE /api/desk/session": staff_only(Success(204, "Logged out.", media=None), any_role=True, changes=True),
    "GET /api/desk/me": staff_only(MY_ACCOUNT, any_role=True),
    "PUT /api/desk/presence": staff_only(MY_ACCOUNT, body=PutPresence, any_role=True, changes=True),
    "GET /api/desk/staff": staff_only(Success(200, "My colleagues.", StaffList), any_role=True),
    "GET /api/desk/conversations": staff_only(
        Success(200, "The conversations.", ConversationList), errors=(InvalidInputError,), query=(STATE, MINE)
    ),
    "POST /api/desk/conversations/next": staff_only(
        Success(200, "The conversation, now in my hands.", Conversation),
        Success(204, "Nobody waits whom I can serve.", media=None),
        errors=(AtCapacityError,),
        changes=True,
    ),
    "GET /api/desk/conversations/{conversation}": staff_only(
        CONVERSATION, errors=(InvalidInputError, NotFoundError), query=(AFTER,)
    ),
    "POST /api/desk/conversations/{conversation}/claim": staff_only(
        CONVERSATION, errors=(NotFoundError, ConflictError, AtCapacityError), changes=True
    ),
    "POST /api/desk/conversations/{conversation}/messages": staff_only(
        Success(200, "What was said.", MessageSent), errors=(NotFoundError,), body=PostMessage, changes=True
    ),
    "POST /api/desk/conversations/{conversation}/notes": staff_only(
        CONVERSATION, errors=(NotFoundError,), body=PostNote, changes=True
    ),
    "POST /api/desk/conversations/{conversation}/transfer": staff_only(
        CONVERSATION, errors=(NotFoundError, AtCapacityError), body=PostTransfer, changes=True
    ),
    "POST /api/desk/conversations/{conversation}/release": staff_only(
        CONVERSATION, errors=(NotFoundError,), body=PostRelease, changes=True
    ),
    "POST /api/desk/conversations/{conversation}/resolve": staff_only(
        CONVERSATION, errors=(NotFoundError,), body=PostResolve, changes=True
    ),
    "GET /chat/ws": socket("Widget", "The widget's WebSocket"),
    "GET /desk/ws": socket("Desk", "The desk's WebSocket: live events for agents", session=True),
    "GET /healthz": Operation("Operators", (Success(200, "Alive.", Alive),)),
    "GET /readyz": Operation(
        "Operators",
        (
            Success(200, "Everything can be reached.", Readiness),
            Success(503, "Something cannot be reached.", Readiness),
        ),
    ),
    "GET /metrics": Operation("Operators", (Success(200, "The figures.", media="text/plain"),)),
    "GET /": page("The page."),
    "GET /widget.js": page("The script.", "text/javascript"),
    "GET /widget": page("The page."),
    "GET /desk": Operation("Pages", (Success(302, "To `/desk/`.", media=None, headers=("Location",)),)),
    "GET /desk/": page("The page."),
    "GET /docs": page("The page."),
    "GET /docs/openapi.json": Operation("Pages", (Success(200, "An OpenAPI 3.1 document."),)),
}
"""By method and path."""
