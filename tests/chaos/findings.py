"""Reads what the record and the bot's own memory hold in the end."""

from __future__ import annotations

import json

import sqlalchemy as sa

from crm.database import as_sync_url
from tests.chaos.ledger import Answered, Record, Stored


def read_record(url: str, tracker_url: str) -> Record:
    """Everything that was said, and how it was answered."""
    engine = sa.create_engine(as_sync_url(url))
    with engine.connect() as connection:
        messages = connection.execute(
            sa.text("SELECT conversation_id, seq, id, sender FROM message ORDER BY conversation_id, seq")
        ).all()
        turns = connection.execute(
            sa.text("SELECT conversation_id, first_seq, last_seq FROM turn WHERE state IN ('answered', 'failed')")
        ).all()
        pending = connection.execute(
            sa.text("SELECT id FROM conversation WHERE state IN ('bot', 'queued') AND asked_seq > answered_seq")
        ).all()
    engine.dispose()
    return Record(
        [Stored(*row) for row in messages],
        [Answered(*row) for row in turns],
        [row.id for row in pending],
        read_handled(tracker_url),
    )


def read_handled(url: str) -> list[str]:
    """The turn of every customer message that the bot remembers."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        events = connection.execute(sa.text("SELECT data FROM events WHERE type_name = 'user'")).scalars().all()
    engine.dispose()
    turns = [(json.loads(event).get("metadata") or {}).get("turn") for event in events]
    return [turn for turn in turns if turn]


def assigned(url: str) -> list[str]:
    """The conversations that an agent has had."""
    engine = sa.create_engine(as_sync_url(url))
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT DISTINCT conversation_id AS id FROM assignment")).all()
    engine.dispose()
    return [row.id for row in rows]
