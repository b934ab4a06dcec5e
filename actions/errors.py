"""The errors of the action server, under one base."""

from __future__ import annotations

from typing import ClassVar


class ActionsError(Exception):
    """The action server cannot do what is asked."""

    code: ClassVar[str] = "actions_error"
    http_status: ClassVar[int] = 500


class NotOpenError(ActionsError):
    """An action was run before the server opened its resources."""

    code = "not_open"


class NotReadyError(ActionsError):
    """The action server cannot start; the text is one sentence for the operator."""

    code = "not_ready"
