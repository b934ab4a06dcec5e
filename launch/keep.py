"""`python -m launch.keep [--after URL ...] NAME COMMAND`: runs one part, again when it crashes.

Only the standard library is imported: there is one of these for every part, and each should weigh nothing.
"""

from __future__ import annotations

import argparse
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from types import FrameType
from urllib.parse import urlsplit

WAIT_SECONDS = 120.0
"""How long the parts that this one needs may take to come up."""
STEP_SECONDS = 0.1
FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY_SECONDS = 60.0
"""A part that ran this long before it crashed is restarted without waiting."""
STOP_SECONDS = 12.0
"""A part that has not ended by then is killed."""
REFUSED = 1
EARLY_SECONDS = 20.0
"""A part that ends with code 1 this soon after its first start has said why; starting it again would say the same."""


class Keeper:
    """Keeps one part running."""

    def __init__(self, name: str, command: list[str]) -> None:
        self._name = name
        self._command = command
        self._child: subprocess.Popen[bytes] | None = None
        self._stopping = False
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def run(self, after: list[str]) -> int:
        """Runs until told to stop; returns the exit code."""
        if not self._wait_for(after):
            return 0 if self._stopping else 1
        pause, has_run = FIRST_PAUSE, False
        while not self._stopping:
            began = time.monotonic()
            code = self._run_once()
            if self._stopping:
                break
            lasted = time.monotonic() - began
            if code == REFUSED and lasted < EARLY_SECONDS and not has_run:
                return code
            has_run = True
            pause = FIRST_PAUSE if lasted >= STEADY_SECONDS else min(pause * 2, LONGEST_PAUSE)
            print(f"{self._name} stopped (code {code}) and is started again in {pause:.1f} s", flush=True)
            self._sleep(pause)
        return 0

    def _wait_for(self, addresses: list[str]) -> bool:
        deadline = time.monotonic() + WAIT_SECONDS
        for address in addresses:
            while not answers(address):
                if self._stopping:
                    return False
                if time.monotonic() > deadline:
                    print(f"{self._name} waited {WAIT_SECONDS:.0f} s for {address} in vain", flush=True)
                    return False
                time.sleep(STEP_SECONDS)
        return True

    def _run_once(self) -> int:
        self._child = subprocess.Popen(self._command)
        if self._stopping:  # told to while it was starting
            self._end(self._child)
        return self._child.wait()

    def _sleep(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < end:
            time.sleep(STEP_SECONDS)

    def _stop(self, _signal: int, _frame: FrameType | None) -> None:
        self._stopping = True
        if self._child is not None:
            self._end(self._child)

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.terminate()
        kill = threading.Timer(STOP_SECONDS, child.kill)
        kill.daemon = True
        kill.start()


def answers(address: str) -> bool:
    """Whether an address answers: `http://...` with success, `tcp://host:port` by taking a connection."""
    parts = urlsplit(address)
    try:
        if parts.scheme == "tcp":
            socket.create_connection((parts.hostname, parts.port), timeout=2).close()
            return True
        with urllib.request.urlopen(address, timeout=2) as response:  # noqa: S310 - addresses are our own settings
            return bool(response.status < 400)
    except (urllib.error.URLError, OSError, ValueError):
        return False


def main() -> int:
    """Reads the command line and keeps the part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("--after", action="append", default=[], metavar="URL", help="wait until this address answers")
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    return Keeper(arguments.name, arguments.command).run(arguments.after)


if __name__ == "__main__":
    sys.exit(main())
