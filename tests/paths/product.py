"""The whole product as its users start it, on free ports and in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from launch.ports import free_port
from tests.support.processes import descendants

ROOT = Path(__file__).parents[2]
READY_SECONDS = 120
PASSWORD = "kata-sandi-uji"


class Product:
    """`python -m launch` in a process group of its own, and its parts."""

    def __init__(self, var: Path, model: Path, **settings: str) -> None:
        self.port = free_port()
        self.var = var
        self.log = var / "launch.log"
        var.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "SAPA_VAR": str(var),
            "SAPA_MODEL": str(model),
            "SAPA_PORT": str(self.port),
            "SAPA_RASA_URL": f"http://127.0.0.1:{free_port()}",
            "SAPA_ACTIONS_URL": f"http://127.0.0.1:{free_port()}",
            "SAPA_SEED_PASSWORD": PASSWORD,
            "SAPA_OFFICE_HOURS": "always",
            **settings,
        }
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "launch"],
                cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/chat/ws"

    def wait_until_ready(self) -> None:
        """Until the addresses are printed and everything behind them answers."""
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(f"the product ended:\n{self.said()[-4000:]}")
            if "agent desk" in self.said() and self._says_ready():
                return
            time.sleep(0.1)
        raise AssertionError(f"the product is not ready:\n{self.said()[-4000:]}")

    def _says_ready(self) -> bool:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{self.url}/readyz", timeout=2) as answer:
            return bool(answer.status == 200)
        return False

    def wait_for_end(self, seconds: float) -> int:
        return self._process.wait(seconds)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def pid_of(self, module: str) -> int:
        """The process that runs a module of ours, below this product's manager."""
        wanted = ["-m", module]
        for pid, words in self._descendants():
            if words[1:3] == wanted:
                return pid
        raise AssertionError(f"{module} does not run")

    def kill(self, module: str) -> None:
        """What the kernel does when memory runs out."""
        os.kill(self.pid_of(module), signal.SIGKILL)

    def interrupt(self) -> None:
        """Ctrl-C."""
        self._process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        if self._process.poll() is None:
            self.interrupt()
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                for pid, _ in self._descendants():
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                self._process.kill()

    def processes(self) -> list[int]:
        return [pid for pid, _ in self._descendants()]

    def _descendants(self) -> list[tuple[int, list[str]]]:
        return descendants(self._process.pid)
