"""What belongs to a customer's matter, whichever conversation it is spoken of in. Pure."""

from __future__ import annotations

MATTER_SLOTS = frozenset({"order_number", "complaint_number", "person_name", "company_name", "language"})
"""What the bot knows from the start where an old matter goes on in a new conversation."""
