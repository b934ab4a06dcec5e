"""A conversation from its first message to its end: receive, take turns, reply, escalate, assign, resolve."""
