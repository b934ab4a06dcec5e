"""Errors that are told to the caller, each with a code and a status; rendered once, in `app.py`."""

from __future__ import annotations

from typing import Any, ClassVar


class SapaError(Exception):
    """Something the caller did or asked cannot be; the message may be shown to them."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 400

    def to_json(self) -> dict[str, Any]:
        """The one error shape of the contract."""
        return {"error": {"code": self.code, "message": str(self)}}


class InvalidInputError(SapaError):
    """A request or frame that does not have the shape it must have."""

    code = "invalid_input"


class MessageTooLongError(InvalidInputError):
    """A message longer than the service takes."""

    code = "message_too_long"
    http_status = 413


class NotLoggedInError(SapaError):
    """No session, or one that has ended."""

    code = "not_logged_in"
    http_status = 401


class WrongPasswordError(SapaError):
    """E-mail and password do not belong together; deliberately the same for an unknown e-mail."""

    code = "wrong_password"
    http_status = 401


class TooManyTriesError(SapaError):
    """Log-in is locked for a while after repeated failures."""

    code = "too_many_tries"
    http_status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many tries; please try again in {retry_after} seconds.")
        self.retry_after = retry_after


class ForbiddenError(SapaError):
    """The account may not do this."""

    code = "forbidden"
    http_status = 403


class NotFoundError(SapaError):
    """There is no such thing, or it is not the caller's to see."""

    code = "not_found"
    http_status = 404


class ConflictError(SapaError):
    """Somebody else was faster, or the conversation is not in a state that allows this."""

    code = "conflict"
    http_status = 409


class UnreadError(ConflictError):
    """The customer has written again, and the agent has not been shown it yet."""

    code = "unread"


class AtCapacityError(ConflictError):
    """The agent already holds as many conversations as they can."""

    code = "at_capacity"


class UnavailableError(SapaError):
    """A part this needs cannot be reached now; nothing was accepted."""

    code = "unavailable"
    http_status = 503
