"""The 24 hours after a customer's last message in which free text may be sent on WhatsApp. The arithmetic is pure."""

from __future__ import annotations

from datetime import datetime, timedelta

WINDOW = timedelta(hours=24)
MARGIN = timedelta(minutes=1)
"""Clocks differ, and a message takes its time: what is sent this close to the end is held instead."""
NUDGE = timedelta(hours=2)
"""With less than this left, a waiting customer is moved forward in the line and the desk is told."""


def closes_at(last_inbound_at: datetime | None) -> datetime | None:
    """When the window closes, or closed; None for somebody who never wrote."""
    return last_inbound_at + WINDOW if last_inbound_at else None


def is_open(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether free text may be sent."""
    end = closes_at(last_inbound_at)
    return end is not None and now < end - MARGIN


def is_closing(last_inbound_at: datetime | None, now: datetime) -> bool:
    """Whether the window is open but not for long."""
    end = closes_at(last_inbound_at)
    return end is not None and is_open(last_inbound_at, now) and end - now <= NUDGE
