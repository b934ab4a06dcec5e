"""`python -m handoff.worker SOCKET PIPE`: one of several workers; started by `handoff.workers` only."""

from __future__ import annotations

import os
import socket
import sys

from handoff.app import configure_logging, create_app
from handoff.workers import die_with
from protocol.settings import load_settings


def main() -> None:
    """Serves the connections of a socket that was handed down."""
    listening, watched = (int(word) for word in sys.argv[1:3])
    settings = load_settings()
    configure_logging(settings.log_format)
    die_with(watched)
    os.set_inheritable(listening, False)
    create_app(settings).run(sock=socket.socket(fileno=listening), single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main()
