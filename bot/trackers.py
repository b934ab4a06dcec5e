"""Trackers in SQL that take a turn's events all or not at all, and only on top of what the turn was computed from."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

_BASIS = "sapa_basis"


def remember_event_types() -> None:
    """Lets Rasa look an event's class up once a name.

    For every event of every tracker that is read, Rasa 3.6 walks through all classes of events again, which was nearly
    a third of a turn.
    """
    Event.resolve_by_type = staticmethod(lru_cache(maxsize=None)(Event.resolve_by_type))


class OutdatedTrackerError(Exception):
    """Another replica has gone on with the conversation meanwhile."""


class CheckedTrackerStore(SQLTrackerStore):
    """Rasa's own store, which on its own would mix the events of two who save at once."""

    async def _retrieve(self, sender_id: str, fetch_events_from_all_sessions: bool) -> DialogueStateTracker | None:
        with self.session_scope() as session:
            basis = self._newest(session, sender_id)  # before the events, so that what comes between counts as new
        tracker = await super()._retrieve(sender_id, fetch_events_from_all_sessions)
        if tracker is not None:
            setattr(tracker, _BASIS, basis)
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Adds the tracker's new events.

        Raises:
            OutdatedTrackerError: they were computed from a tracker that has gone on since.
        """
        await super().save(tracker)
        with self.session_scope() as session:
            setattr(tracker, _BASIS, self._newest(session, tracker.sender_id))

    async def forget(self, conversation: str) -> int:
        """Deletes all events of a conversation, of earlier sessions too; gives how many there were."""
        with self.session_scope() as session:
            self._hold(session, conversation)
            gone = session.execute(sa.delete(self.SQLEvent).where(self.SQLEvent.sender_id == conversation))
            session.commit()
            return int(gone.rowcount)

    def _additional_events(self, session: Any, tracker: DialogueStateTracker) -> Any:
        self._hold(session, tracker.sender_id)
        if self._newest(session, tracker.sender_id) != getattr(tracker, _BASIS, 0):
            raise OutdatedTrackerError(f"conversation {tracker.sender_id} has gone on meanwhile")
        return super()._additional_events(session, tracker)

    def _hold(self, session: Any, conversation: str) -> None:
        """Keeps other savers of the conversation out until the transaction ends."""
        if self.engine.dialect.name == "postgresql":
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtext(conversation))))
        elif self.engine.dialect.name == "sqlite":
            session.execute(sa.text("BEGIN IMMEDIATE"))

    def _newest(self, session: Any, conversation: str) -> int:
        newest = sa.select(sa.func.max(self.SQLEvent.id)).where(self.SQLEvent.sender_id == conversation)
        return int(session.execute(newest).scalar() or 0)
