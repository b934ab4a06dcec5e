"""What a chaos run is played against: the running product, and the parts of it that can be killed."""

from __future__ import annotations

import contextlib
import os
import random
import signal
from abc import ABC, abstractmethod
from pathlib import Path

from tests.paths.product import PASSWORD, Product
from tests.support.processes import descendants

MODULES = {"bot": "bot.host", "actions": "actions", "handoff": "handoff", "worker": "handoff.worker"}
CAPACITY = "25"
"""Conversations an agent may hold, so that three can serve a crowd."""
SETTINGS = {"SAPA_AGENT_CAPACITY": CAPACITY, "SAPA_LOG_FORMAT": "json", "SAPA_WORKERS": "2"}


class Scene(ABC):
    """A running product."""

    base: str
    record_url: str
    tracker_url: str
    log: Path
    password = PASSWORD
    parts: tuple[str, ...]
    """What can be killed."""

    @abstractmethod
    def wait_until_ready(self) -> None:
        """Returns once everything answers."""

    @abstractmethod
    def processes(self) -> list[tuple[int, list[str]]]:
        """Pid and command line of all that runs."""

    @abstractmethod
    def stop(self) -> None:
        """Ends everything."""

    @abstractmethod
    def forget(self) -> None:
        """Takes away what Redis has on disk."""

    def kill(self, part: str, chance: random.Random) -> bool:
        """Does what the kernel does when memory runs out; False when there is nothing to kill just now."""
        victims = [pid for pid, words in self.processes() if _is(part, words)]
        if not victims:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(chance.choice(victims), signal.SIGKILL)
        if part == "redis" and chance.random() < 0.5:
            self.forget()
        return True


class OneMachine(Scene):
    """What `make run` starts."""

    parts = ("bot", "actions", "redis", "worker", "handoff")

    def __init__(self, product: Product) -> None:
        self._product = product
        self.base = product.url
        self.log = product.log
        self.record_url = f"sqlite:///{product.var / 'sapa.db'}"
        self.tracker_url = f"sqlite:///{product.var / 'tracker.db'}"

    @classmethod
    def start(cls, folder: Path, model: Path) -> OneMachine:
        """Starts the product, with two workers."""
        return cls(Product(folder / "var", model, **SETTINGS))

    def wait_until_ready(self) -> None:
        self._product.wait_until_ready()

    def processes(self) -> list[tuple[int, list[str]]]:
        return descendants(self._product.pid)

    def stop(self) -> None:
        self._product.stop()

    def forget(self) -> None:
        for file in (self._product.var / "redis").glob("appendonly*"):
            file.unlink(missing_ok=True)


def _is(part: str, words: list[str]) -> bool:
    if part == "redis":
        return "redis-server" in words[0] or "valkey-server" in words[0]
    return words[1:3] == ["-m", MODULES[part]]
