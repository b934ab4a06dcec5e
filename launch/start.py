"""`python -m launch.start`: starts the parts in order under honcho, and says where they are once they answer."""

from __future__ import annotations

import os
import shlex
import sys
import threading
import time
from urllib.parse import urlsplit

from honcho.manager import Manager

from launch.keep import answers

READY_SECONDS = 120.0
STEP_SECONDS = 0.05


def main() -> int:
    """Runs until Ctrl-C or until a part cannot be kept; the exit code is 0 after Ctrl-C."""
    redis_command = os.environ.pop("SAPA_LAUNCH_REDIS", "")
    password = os.environ.pop("SAPA_LAUNCH_PASSWORD", None)
    manager = Manager()
    for name, command in parts(redis_command.splitlines()).items():
        manager.add_process(name, command)
    threading.Thread(target=announce, args=(password, time.monotonic()), daemon=True).start()
    manager.loop()
    interrupted = manager.returncode in {130, 143}
    return 0 if interrupted else int(manager.returncode or 0)


def parts(redis_command: list[str]) -> dict[str, str]:
    """The parts' command lines in the order in which they come up."""
    rasa = _setting("SAPA_RASA_URL", "http://127.0.0.1:5005")
    actions = _setting("SAPA_ACTIONS_URL", "http://127.0.0.1:5055")
    exchange = urlsplit(os.environ["SAPA_REDIS_URL"])
    redis = f"tcp://{exchange.hostname}:{exchange.port or 6379}" if exchange.hostname else None
    commands = {"redis": keep("redis", [], redis_command)} if redis_command else {}
    commands["actions"] = keep("actions", [], [sys.executable, "-m", "actions"])
    commands["bot"] = keep("bot", [], [sys.executable, "-m", "bot.host"])
    needed = [f"{actions}/health", f"{rasa}/status", *([redis] if redis else [])]
    commands["handoff"] = keep("handoff", needed, [sys.executable, "-m", "handoff"])
    return commands


def keep(name: str, after: list[str], command: list[str]) -> str:
    """The shell line of a kept part; `exec` leaves no shell in between."""
    waits = [word for address in after for word in ("--after", address)]
    return "exec " + shlex.join([sys.executable, "-m", "launch.keep", *waits, name, *command])


def announce(password: str | None, began: float) -> None:
    """Waits until the product is ready and prints its addresses."""
    host, port = _setting("SAPA_HOST", "127.0.0.1"), _setting("SAPA_PORT", "8080")
    base = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104 - compared, not bound
    while not answers(f"{base}/readyz"):
        if time.monotonic() - began > READY_SECONDS:
            print("Sapa is still not ready; see the lines above.", flush=True)
            return
        time.sleep(STEP_SECONDS)
    known = password or ("the one of SAPA_SEED_PASSWORD" if os.environ.get("SAPA_SEED_PASSWORD") else None)
    print(
        f"\nSapa is ready ({time.monotonic() - began:.1f} s). Ctrl-C stops everything.\n\n"
        f"  demo page    {base}/\n  agent desk   {base}/desk/\n  API docs     {base}/docs\n\n"
        "  demo logins  agent1@sapa.local, agent2@sapa.local, finance@sapa.local,\n"
        "               supervisor@sapa.local, admin@sapa.local\n"
        f"  password     {known or 'as printed at the first start (set SAPA_SEED_PASSWORD to choose a new one)'}\n",
        flush=True,
    )


def _setting(name: str, default: str) -> str:
    return (os.environ.get(name) or default).rstrip("/")


if __name__ == "__main__":
    sys.exit(main())
