"""`python -m handoff.reference settings` (or `metrics`): prints a page of docs/ as the code has it now."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from handoff.reference.metrics_page import metrics_page
from handoff.reference.settings_page import settings_page

PAGES: Mapping[str, Callable[[], str]] = {"settings": settings_page, "metrics": metrics_page}
"""By the name of the file in docs/."""


def main(arguments: list[str]) -> int:
    """Prints the page that is named; 2 and the names there are when there is no such page."""
    if len(arguments) != 1 or arguments[0] not in PAGES:
        sys.stderr.write(f"Which page? One of: {', '.join(PAGES)}.\n")
        return 2
    sys.stdout.write(PAGES[arguments[0]]())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
