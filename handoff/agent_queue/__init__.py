"""The waiting line: who is next, who can serve them, and how long it will take."""
