"""One Chromium for all browser tests; each test takes a context of its own in it, which costs a tenth of a start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.paths.browsers import CHROMIUM, SWITCHES

START_LINES = 50


class Chromium:
    """A headless browser that listens for commands."""

    def __init__(self, folder: Path) -> None:
        program = os.environ.get("CHROMIUM", CHROMIUM)
        own = ("--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}", "--no-first-run")
        self._process = subprocess.Popen([program, *SWITCHES, *own], stderr=subprocess.PIPE, text=True)
        self.url = self._read_address()

    def _read_address(self) -> str:
        assert self._process.stderr is not None
        for _ in range(START_LINES):
            if found := re.search(r"listening on (ws://\S+)", self._process.stderr.readline()):
                return found[1]
        raise RuntimeError("Chromium does not say where it listens.")

    def stop(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait(10)

    @staticmethod
    def is_installed() -> bool:
        """Whether there is a browser."""
        return shutil.which(os.environ.get("CHROMIUM", CHROMIUM)) is not None
