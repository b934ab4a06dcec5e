"""Ports: finding a free one, and seeing that a wanted one is free."""

from __future__ import annotations

import socket

from launch.errors import LaunchError


def free_port() -> int:
    """A port of the loopback interface that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def check_free(host: str, port: int, variable: str) -> None:
    """Refuses a port that somebody else has.

    Raises:
        LaunchError: the port is in use, or the address is not this machine's.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise LaunchError(
                f"Port {port} on {host} cannot be used ({error.strerror}); stop what uses it, or set {variable}."
            ) from error
