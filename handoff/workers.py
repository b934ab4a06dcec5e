"""Several worker processes behind one port: each is started again when it dies, and none outlives the one who began it.

Sanic's own manager leaves a killed worker dead, and workers whose manager is killed go on holding the port.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import structlog
from prometheus_client import multiprocess

from protocol.settings import Settings

log = structlog.get_logger()

STEP_SECONDS = 0.1
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY_SECONDS = 60.0
"""A worker that ran this long before it died is started again with the shortest pause."""
STOP_SECONDS = 11.0
"""A little more than a worker takes to end its requests; after it, it is killed."""
BACKLOG = 1024
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which the metrics library knows that several processes count together."""


class Workers:
    """Keeps a number of workers that share one listening socket."""

    def __init__(self, settings: Settings, listening: socket.socket) -> None:
        self._listening = listening
        self._metrics = settings.var / f"metrics-{settings.port}"
        self._watched, self._held = os.pipe()  # closed by the system when we die, however we die
        self._slots = [Slot() for _ in range(settings.workers)]
        self._stopping = False

    def run(self) -> int:
        """Runs until told to stop."""
        shutil.rmtree(self._metrics, ignore_errors=True)
        self._metrics.mkdir(parents=True)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self._stopping:
            for slot in self._slots:
                self._look_after(slot)
            time.sleep(STEP_SECONDS)
        self._end()
        shutil.rmtree(self._metrics, ignore_errors=True)
        return 0

    def _look_after(self, slot: Slot) -> None:
        if slot.has_died():
            assert slot.process is not None
            multiprocess.mark_process_dead(slot.process.pid, str(self._metrics))  # type: ignore[no-untyped-call]
            log.error("workers.died", pid=slot.process.pid, code=slot.process.returncode)
            slot.rest()
        if slot.may_start():
            slot.start(self._command(), self._metrics, (self._listening.fileno(), self._watched))

    def _command(self) -> list[str]:
        return [sys.executable, "-m", "handoff.worker", str(self._listening.fileno()), str(self._watched)]

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True

    def _end(self) -> None:
        self._listening.close()
        running = [slot.process for slot in self._slots if slot.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Slot:
    """The place of one worker, and when it is filled again."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._began = 0.0
        self._pause = 0.0
        self._start_at = 0.0

    def has_died(self) -> bool:
        """Whether there was a worker and it has ended."""
        return self.process is not None and self.process.poll() is not None

    def rest(self) -> None:
        """Leaves the place empty for a while, longer each time that a worker did not last."""
        lasted = time.monotonic() - self._began
        self._pause = FIRST_PAUSE if lasted >= STEADY_SECONDS else min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._start_at = time.monotonic() + self._pause
        self.process = None

    def may_start(self) -> bool:
        """Whether the place is empty and has rested."""
        return self.process is None and time.monotonic() >= self._start_at

    def start(self, command: list[str], metrics: Path, passed: tuple[int, ...]) -> None:
        """Fills the place."""
        environment = {**os.environ, METRICS_FOLDER: str(metrics)}
        self.process = subprocess.Popen(command, env=environment, pass_fds=passed)  # noqa: S603 - our own program
        self._began = time.monotonic()


def listen(host: str, port: int) -> socket.socket:
    """The socket that all workers take connections from."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


def die_with(watched: int) -> None:
    """Ends this process at once when the one who holds the other end of the pipe is gone.

    Not gently: until we are gone our port is taken, and whoever comes in its place is waiting for it.
    """

    def watch() -> None:
        os.read(watched, 1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="die-with-parent").start()
