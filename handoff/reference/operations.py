"""What each route takes, answers and refuses. Its words come from the handler; a test finds routes that are missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from handoff.channels.whatsapp import ForgedError, UnsignedError
from handoff.channels.whatsapp_agent_messages import OptedOutError
from handoff.conversations.conversation import State
from handoff.desk.aftercare_answers import LowRatingList, PromiseList, PromiseView, RequestList, RequestView
from handoff.desk.answers import Conversation, ConversationList, Me, MessageSent, StaffList, TemplateList
from handoff.desk.line_answers import Line, Offers
from handoff.desk.payloads import (
    LogIn,
    PostAnswer,
    PostAttempt,
    PostMessage,
    PostNote,
    PostRelease,
    PostRequest,
    PostResolve,
    PostReview,
    PostTemplate,
    PostTransfer,
    PutPresence,
)
from handoff.desk.report_answers import OverviewReport, ScorecardReport
from handoff.errors import (
    AtCapacityError,
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MessageTooLongError,
    NotFoundError,
    NotLoggedInError,
    SapaError,
    TooManyTriesError,
    UnreadError,
    WrongPasswordError,
)
from handoff.rate_limit import RateLimitedError
from handoff.reference.answers import Alive, Readiness, UploadForm, UploadTaken
from handoff.uploads import PICTURES, UploadRefusedError, UploadTooLargeError

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
    media: tuple[str, ...] = (JSON,)
    """The kinds of content that it can have; none where it has no content."""
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
    body_media: str = JSON
    query: tuple[Query, ...] = ()
    security: tuple[str, ...] = ()
    """Ways to show who asks, of which one is needed: `session` (of the desk), `visitor` (of the widget)."""
    marked: bool = False
    """Whether it needs the header that another site's page cannot set."""
    summary: str = ""
    """Said instead of the handler's own words."""


def refusal(error: type[SapaError]) -> Refusal:
    """An error of ours, in its own words."""
    meaning = " ".join((error.__doc__ or "").split())
    return Refusal(error.http_status, error.code, meaning, retry_after=error is RateLimitedError)


TOO_LARGE = Refusal(413, "too_large", "The request is larger than anything that can be sent here.")
INTERNAL = Refusal(500, "internal", "Something went wrong on our side; the log says what.")
ANYWHERE = (
    INTERNAL,
    TOO_LARGE,
    Refusal(404, "not_found", "There is no such address."),
    Refusal(405, "method_not_allowed", "The address does not take this method; `Allow` says which it takes."),
    Refusal(503, "unavailable", "The service is stopping, or took too long."),
    Refusal(408, "error", "The request was not sent in time, or HTTP itself refuses it otherwise (any other 4xx)."),
)
"""Refusals that belong to no route, or to every one."""

OWN = (
    InvalidInputError,
    MessageTooLongError,
    UploadRefusedError,
    UploadTooLargeError,
    NotLoggedInError,
    WrongPasswordError,
    ForbiddenError,
    NotFoundError,
    ConflictError,
    UnreadError,
    AtCapacityError,
    OptedOutError,
    TooManyTriesError,
    RateLimitedError,
    UnsignedError,
    ForgedError,
)
"""The service's own errors that a route can answer."""


def told(*errors: type[SapaError]) -> tuple[Refusal, ...]:
    """Errors of ours as refusals, in the order of the page."""
    return tuple(refusal(error) for error in OWN if error in errors)


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
        refused += [InvalidInputError, MessageTooLongError]
    return Operation("Desk", answers, told(*refused), body=body, query=query, security=("session",), marked=changes)


def page(meaning: str, media: str = HTML) -> Operation:
    """A page or file for browsers."""
    return Operation("Pages", (Success(200, meaning, media=(media,)),))


def socket(tag: str, summary: str, *security: str) -> Operation:
    """A WebSocket; its frames are described in docs/protocols.md."""
    answers = (Success(101, "The connection is a WebSocket from here on.", media=()),)
    return Operation(tag, answers, security=security, summary=summary)


FILE = Operation(
    "Pages",
    (Success(200, "The file.", media=("text/javascript", "text/css", "image/svg+xml")),),
    (Refusal(404, "not_found", "There is no such file."),),
)
CONVERSATION = Success(200, "The conversation.", Conversation)
MY_ACCOUNT = Success(200, "My account.", Me)
STATE = Query(
    "state",
    "Only conversations in these states; several times, or separated by commas. Left out: queued and agent.",
    {"type": "array", "items": {"type": "string", "enum": [state.value for state in State]}},
)
MINE = Query("mine", "`true`: only conversations in my own hands.", {"type": "string", "enum": ["true", "false"]})
REQUEST_STATE = Query(
    "state",
    "Only requests in these states; several times, or separated by commas. Left out: open.",
    {"type": "array", "items": {"type": "string", "enum": ["open", "answered", "withdrawn"]}},
)
PERIOD = (
    Query("from", "The first day. Left out: six days before the last.", {"type": "string", "format": "date"}),
    Query("to", "The last day, in the office's time zone. Left out: today.", {"type": "string", "format": "date"}),
)
AFTER = Query(
    "after",
    "The number of a message: of the messages only newer ones are answered, and nothing of the CRM.",
    {"type": "string", "pattern": "^[0-9]{1,12}$"},
)

OPERATIONS: Mapping[str, Operation] = {
    "POST /api/desk/session": Operation(
        "Desk",
        (Success(200, "My account, and the cookie `sapa_desk`.", Me, headers=("Set-Cookie",)),),
        told(
            InvalidInputError,
            MessageTooLongError,
            WrongPasswordError,
            ForbiddenError,
            TooManyTriesError,
            RateLimitedError,
        ),
        body=LogIn,
        marked=True,
    ),
    "DELETE /api/desk/session": staff_only(Success(204, "Logged out.", media=()), any_role=True, changes=True),
    "GET /api/desk/me": staff_only(MY_ACCOUNT, any_role=True),
    "PUT /api/desk/presence": staff_only(MY_ACCOUNT, body=PutPresence, any_role=True, changes=True),
    "GET /api/desk/staff": staff_only(Success(200, "My colleagues.", StaffList), any_role=True),
    "GET /api/desk/conversations": staff_only(
        Success(200, "The conversations.", ConversationList), errors=(InvalidInputError,), query=(STATE, MINE)
    ),
    "POST /api/desk/conversations/next": staff_only(
        Success(200, "The conversation, now in my hands.", Conversation),
        Success(204, "Nobody waits whom I can serve.", media=()),
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
    "GET /api/desk/conversations/{conversation}/templates": staff_only(
        Success(200, "The templates.", TemplateList), errors=(NotFoundError,)
    ),
    "POST /api/desk/conversations/{conversation}/templates": staff_only(
        Success(200, "What was said.", MessageSent),
        errors=(NotFoundError, OptedOutError),
        body=PostTemplate,
        changes=True,
    ),
    "POST /api/desk/conversations/{conversation}/files": replace(
        staff_only(
            Success(200, "The message that carries the file.", MessageSent),
            errors=(NotFoundError, InvalidInputError, UploadRefusedError, UploadTooLargeError),
            changes=True,
        ),
        body=UploadForm,
        body_media="multipart/form-data",
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
        CONVERSATION, errors=(NotFoundError, UnreadError), body=PostResolve, changes=True
    ),
    "GET /api/desk/promises": staff_only(Success(200, "The promises.", PromiseList)),
    "POST /api/desk/promises/{promise}/take": staff_only(
        Success(200, "The promise, now mine.", PromiseView), errors=(NotFoundError, ConflictError), changes=True
    ),
    "POST /api/desk/promises/{promise}/attempts": staff_only(
        Success(200, "The promise with the try.", PromiseView),
        errors=(NotFoundError, ConflictError),
        body=PostAttempt,
        changes=True,
    ),
    "GET /api/desk/requests": staff_only(
        Success(200, "The requests.", RequestList), errors=(InvalidInputError,), query=(REQUEST_STATE,), any_role=True
    ),
    "POST /api/desk/requests": staff_only(
        Success(200, "The request.", RequestView), errors=(NotFoundError,), body=PostRequest, changes=True
    ),
    "POST /api/desk/requests/{request_id}/answer": staff_only(
        Success(200, "The answered request.", RequestView),
        errors=(NotFoundError, ConflictError),
        body=PostAnswer,
        changes=True,
    ),
    "POST /api/desk/requests/{request_id}/withdraw": staff_only(
        Success(200, "The withdrawn request.", RequestView), errors=(NotFoundError, ConflictError), changes=True
    ),
    "GET /api/desk/ratings": staff_only(Success(200, "The low ratings.", LowRatingList)),
    "POST /api/desk/ratings/{rating}/review": staff_only(
        Success(200, "The low ratings that are left.", LowRatingList),
        errors=(NotFoundError, ConflictError),
        body=PostReview,
        changes=True,
    ),
    "GET /api/desk/line": staff_only(Success(200, "The line.", Line)),
    "GET /api/desk/offers": staff_only(Success(200, "The offer, or null.", Offers)),
    "POST /api/desk/offers/{offer}/accept": staff_only(
        Success(200, "The conversation, now in my hands.", Conversation),
        errors=(NotFoundError, ConflictError, AtCapacityError),
        changes=True,
    ),
    "POST /api/desk/offers/{offer}/decline": staff_only(
        Success(204, "Declined.", media=()), errors=(NotFoundError, ConflictError), changes=True
    ),
    "GET /api/desk/reports/overview": staff_only(
        Success(200, "The figures.", OverviewReport), errors=(InvalidInputError,), query=PERIOD
    ),
    "GET /api/desk/reports/overview.csv": staff_only(
        Success(200, "The table.", media=("text/csv",), headers=("Content-Disposition",)),
        errors=(InvalidInputError,),
        query=PERIOD,
    ),
    "GET /api/desk/reports/scorecard": staff_only(
        Success(200, "The scores.", ScorecardReport), errors=(InvalidInputError,), query=PERIOD
    ),
    "POST /chat/uploads": Operation(
        "Widget",
        (Success(200, "The message that carries the file.", UploadTaken),),
        told(InvalidInputError, UploadRefusedError, UploadTooLargeError, NotLoggedInError, RateLimitedError),
        body=UploadForm,
        body_media="multipart/form-data",
        security=("visitor",),
    ),
    "GET /chat/uploads/{upload_id}": Operation(
        "Widget",
        (Success(200, "The file.", media=(*(media for media, _ in PICTURES.values()), "application/pdf")),),
        told(NotFoundError),
        security=("session", "visitor"),
    ),
    "GET /chat/ws": socket("Widget", "The widget's WebSocket"),
    "GET /desk/ws": socket("Desk", "The desk's WebSocket: live events for agents", "session"),
    "GET /webhooks/whatsapp": Operation(
        "Meta", (Success(200, "The challenge.", media=("text/plain",)),), told(ForbiddenError, NotFoundError)
    ),
    "POST /webhooks/whatsapp": Operation(
        "Meta",
        (Success(200, "Stored, or known already.", media=("text/plain",)),),
        told(UnsignedError, ForgedError, NotFoundError),
    ),
    "GET /healthz": Operation("Operators", (Success(200, "Alive.", Alive),)),
    "GET /readyz": Operation(
        "Operators",
        (
            Success(200, "Everything can be reached.", Readiness),
            Success(503, "Something cannot be reached.", Readiness),
        ),
    ),
    "GET /metrics": Operation("Operators", (Success(200, "The figures.", media=("text/plain",)),)),
    "GET /": page("The page."),
    "GET /widget.js": page("The script.", "text/javascript"),
    "GET /widget": page("The page."),
    "GET /widget/{name}": FILE,
    "GET /static/{name}": FILE,
    "GET /desk": Operation("Pages", (Success(302, "To `/desk/`.", media=(), headers=("Location",)),)),
    "GET /desk/": page("The page."),
    "GET /desk/supervise/": page("The page."),
    "GET /docs": page("The page."),
    "GET /docs/openapi.json": Operation("Pages", (Success(200, "An OpenAPI 3.1 document."),)),
}
"""By method and path."""
