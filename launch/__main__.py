"""`python -m launch`: prepares everything, then becomes the process manager.

The preparation loads libraries that the manager does not need; replacing the process leaves them behind.
"""

from __future__ import annotations

import os
import sys

from launch.errors import LaunchError
from launch.prepare import check_settings, prepare_exchange, prepare_model, prepare_record
from protocol.settings import SettingsError, load_settings


def main() -> int:
    """Returns only when the product cannot start: 1, after one sentence that says why."""
    try:
        settings = load_settings()
        check_settings(settings)
        embedded = prepare_exchange(settings)
        password = prepare_record(settings)
        prepare_model(settings)
    except (SettingsError, LaunchError) as error:
        print(error, file=sys.stderr)
        return 1
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # without byte code the bot host starts five times slower
    if embedded is not None:
        environment["SAPA_REDIS_URL"] = embedded.url
        environment["SAPA_LAUNCH_REDIS"] = "\n".join(embedded.command)
    if password is not None:
        environment["SAPA_LAUNCH_PASSWORD"] = password
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "launch.start"], environment)  # noqa: S606 - our own program


if __name__ == "__main__":
    sys.exit(main())
