"""`python -m actions`: serves the actions to Rasa at SAPA_ACTIONS_URL."""

from __future__ import annotations

import asyncio
import sys

from actions.errors import NotReadyError
from actions.host import bind_address, check_ready, create_app
from actions.resources import open_resources
from protocol.settings import Settings, SettingsError, load_settings


async def _check(settings: Settings) -> None:
    opened = open_resources(settings)
    try:
        await check_ready(opened)
    finally:
        await opened.close()


def main() -> int:
    """Serves until it is told to stop; 1 with one sentence when it cannot start."""
    try:
        settings = load_settings()
        # Checked before Sanic takes over, because an error in its start-up listeners ends in a page of trace.
        asyncio.run(_check(settings))
    except (SettingsError, NotReadyError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    host, port = bind_address(settings)
    create_app(settings).run(host=host, port=port, single_process=True, access_log=False, motd=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
