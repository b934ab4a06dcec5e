"""`python -m handoff` as it is deployed: several worker processes behind one port."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from launch.ports import free_port
from tests.support.processes import descendants
from tests.support.redis_server import RedisServer
from tests.support.visitor import visit
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]
START_SECONDS = 60


class Service:
    """A running `python -m handoff` with two workers."""

    def __init__(self, log: Path, **settings: str) -> None:
        self.base = f"http://127.0.0.1:{settings['SAPA_PORT']}"
        self.log = log
        self._settings = settings
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "handoff"], cwd=ROOT, env={**os.environ, **self._settings},
                stdout=file, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    def stop(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def workers(self) -> set[int]:
        return {pid for pid, words in descendants(self.process.pid) if "handoff.worker" in words}

    def is_alive(self) -> bool:
        try:
            return httpx.get(f"{self.base}/healthz").status_code == 200
        except httpx.TransportError:
            return False

    def figures(self) -> str:
        return httpx.get(f"{self.base}/metrics").text

    def starts(self) -> int:
        """How many workers have come up since the log began."""
        return self.events().count("whatsapp.off")

    def events(self) -> list[str]:
        return [json.loads(line)["event"] for line in self.log.read_text().splitlines() if line.startswith("{")]


@pytest.fixture(scope="module")
def service(
    tmp_path_factory: pytest.TempPathFactory, migrated_file: Path, redis_server: RedisServer
) -> Iterator[Service]:
    """One for all tests here, for it takes seconds to start; each leaves it running."""
    folder = tmp_path_factory.mktemp("workers")
    shutil.copy(migrated_file, folder / "sapa.db")
    running = Service(
        folder / "log", SAPA_PORT=str(free_port()), SAPA_WORKERS="2", SAPA_LOG_FORMAT="json",
        SAPA_REDIS_URL=redis_server.url, SAPA_REDIS_PREFIX="test:workers:", SAPA_VAR=str(folder),
        SAPA_RASA_URL=f"http://127.0.0.1:{free_port()}", SAPA_QUIET_MS="0",
    )  # fmt: skip
    try:
        yield running
    finally:
        running.stop()


async def test_that_two_workers_serve_one_port_and_are_counted_together(service: Service) -> None:
    await until(lambda: service.starts() == 2 and service.is_alive(), START_SECONDS)
    async with visit(service.base) as visitor:
        session = await visitor.hello()
        await visitor.say("halo")
        assert (await visitor.get("state", state="queued"))["position"] == 1, "the bot is down"
        async with visit(service.base) as again:
            assert (await again.hello(token=session["token"]))["conversation"] == session["conversation"]
            figures = [service.figures() for _ in range(5)]

    assert all('sapa_open_sockets{kind="widget"} 2.0' in each for each in figures), "whichever worker is asked"
    assert all('sapa_turns_total{state="failed"} 1.0' in each for each in figures)
    assert service.events().count("turn.bot_failed") == 1
    assert "halo" not in service.log.read_text()


async def test_that_a_worker_that_is_killed_is_replaced_while_the_other_serves(service: Service) -> None:
    await until(lambda: service.starts() == 2 and service.is_alive(), START_SECONDS)
    victim = min(service.workers())

    os.kill(victim, signal.SIGKILL)
    answered = [service.is_alive() for _ in range(5)]
    await until(lambda: service.starts() == 3, START_SECONDS)

    assert len(service.workers()) == 2
    assert victim not in service.workers()
    assert all(answered)


async def test_that_workers_die_with_their_keeper_and_leave_the_port_to_the_next_who_stops_when_told(
    service: Service,
) -> None:
    await until(lambda: service.starts() >= 2 and service.is_alive(), START_SECONDS)
    orphans = service.workers()

    service.process.kill()
    service.process.wait()
    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in orphans), 5)
    service.start()
    await until(service.is_alive, START_SECONDS)
    async with visit(service.base) as visitor:
        await visitor.hello()
        await visitor.say("halo lagi")
    service.process.terminate()

    assert service.process.wait(30) == 0
    assert "Traceback" not in service.log.read_text()
    service.start()
