"""What keeps the product from starting."""

from __future__ import annotations


class LaunchError(Exception):
    """The product cannot start; the text is the one sentence that is shown."""
