"""`python -m handoff` as it is deployed: several worker processes behind one port."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from launch.ports import free_port
from tests.support.redis_server import RedisServer
from tests.support.visitor import visit

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


class Service:
    """A running `python -m handoff` with two workers."""

    def __init__(self, log: Path, **settings: str) -> None:
        self.base = f"http://127.0.0.1:{settings['SAPA_PORT']}"
        self.log = log
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "handoff"], cwd=ROOT, env={**os.environ, **settings},
                stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def wait_until_alive(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.log.read_text()
            try:
                if httpx.get(f"{self.base}/healthz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())


@pytest.fixture
def service(tmp_path: Path, database_url: str, redis_server: RedisServer, prefix: str) -> Iterator[Service]:
    running = Service(
        tmp_path / "log", SAPA_PORT=str(free_port()), SAPA_WORKERS="2", SAPA_LOG_FORMAT="json",
        SAPA_DATABASE_URL=database_url, SAPA_REDIS_URL=redis_server.url, SAPA_REDIS_PREFIX=prefix,
        SAPA_VAR=str(tmp_path), SAPA_RASA_URL=f"http://127.0.0.1:{free_port()}", SAPA_QUIET_MS="0",
    )  # fmt: skip
    yield running
    if running.process.poll() is None:
        os.killpg(running.process.pid, signal.SIGKILL)
    running.process.wait()


async def test_that_two_workers_serve_one_port_log_alike_and_stop_when_told(service: Service) -> None:
    service.wait_until_alive()
    async with visit(service.base) as visitor:
        session = await visitor.hello()
        await visitor.say("halo")
        assert (await visitor.get("state", state="queued"))["position"] == 1, "the bot is down"
        async with visit(service.base) as again:
            assert (await again.hello(token=session["token"]))["conversation"] == session["conversation"]

    service.process.terminate()

    assert service.process.wait(30) == 0
    lines = [json.loads(line) for line in service.log.read_text().splitlines() if line.startswith("{")]
    events = [line["event"] for line in lines]
    assert (events.count("whatsapp.off"), events.count("turn.bot_failed")) == (2, 1)
    assert "halo" not in service.log.read_text()
    assert "Traceback" not in service.log.read_text()
