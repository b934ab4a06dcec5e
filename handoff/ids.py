"""The kinds of ids, so that one cannot be passed for another."""

from __future__ import annotations

import uuid
from typing import NewType

ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
"""As the outside sees it: the sender's own id where they gave one, else ours."""
TurnId = NewType("TurnId", str)
StaffId = NewType("StaffId", str)
ContactId = NewType("ContactId", str)


def new_id() -> str:
    """A random id, unguessable (RFC 9562, version 4)."""
    return str(uuid.uuid4())
