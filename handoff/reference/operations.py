"""What each route of the service takes, answers and refuses. The words come from the handlers; a test finds what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from pydantic import BaseModel

from handoff.agent_queue.presence import PresenceState
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
