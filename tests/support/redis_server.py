"""A real Redis for the tests: the server that the product would find, on a free port, with nothing kept on disk."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import redis

from launch.ports import free_port
from launch.redis_server import find_server

START_SECONDS = 10


class RedisServer:
    """A running server; stopped and started again it is empty."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(
            [find_server(), *options, "--dir", str(self._folder)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + START_SECONDS
        with redis.Redis(port=self.port) as client:
            while not _answers(client):
                assert self._process.poll() is None, "Redis ended at once"
                assert time.monotonic() < deadline, "Redis does not answer"
                time.sleep(0.01)

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def _answers(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
