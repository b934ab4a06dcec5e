"""The JSON that the routes outside of the desk take and answer, for the OpenAPI document; tests hold it true."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from handoff.channels.web_payloads import ID_PATTERN
from handoff.desk.answer import Answer
from handoff.desk.answers import Attachment, ButtonView
from protocol.messages import Sender


class UploadForm(Answer):
    """A photo (JPEG, PNG, WebP) or PDF of at most 10 MB."""

    id: Annotated[str, Field(pattern=ID_PATTERN)]
    """The client's own; the same id again is the same file."""
    file: bytes


class WidgetMessage(Answer):
    """Something said, in the shape of the widget's frames."""

    type: Literal["message"]
    id: str
    sender: Sender = Field(alias="from")
    name: str | None
    text: str
    buttons: list[ButtonView]
    attachment: Attachment | None
    at: AwareDatetime


class UploadTaken(Answer):
    """The message that carries the file."""

    message: WidgetMessage


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
