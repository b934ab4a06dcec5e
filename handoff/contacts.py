"""Who writes to us: web visitors known by a token of which only the hash is kept."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handoff.conversations.conversation import Channel
from handoff.conversations.tables import ContactRow
from handoff.ids import new_id
from protocol.languages import Language

TOKEN_BYTES = 32


def hash_token(token: str) -> str:
    """SHA-256 in hex. The tokens are random and long, so no salt and no slow hash are needed."""
    return hashlib.sha256(token.encode()).hexdigest()


async def find_visitor(session: AsyncSession, token: str) -> ContactRow | None:
    """The web visitor with this token, if there is one."""
    statement = select(ContactRow).where(
        ContactRow.channel == Channel.WEB.value, ContactRow.identity == hash_token(token)
    )
    return (await session.execute(statement)).scalar_one_or_none()


def add_visitor(session: AsyncSession, language: Language | None, now: datetime) -> tuple[ContactRow, str]:
    """A new web visitor and the token that they will be known by."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = ContactRow(
        id=new_id(),
        channel=Channel.WEB.value,
        identity=hash_token(token),
        language=language.value if language else None,
        created_at=now,
    )
    session.add(row)
    return row, token
