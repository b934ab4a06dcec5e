from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from launch import keep
from launch.keep import Keeper, answers
from launch.ports import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0

Keep = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def keeping() -> Iterator[Keep]:
    """Starts `python -m launch.keep` and ends at the end what is left of it."""
    started: list[subprocess.Popen[str]] = []

    def start(code: str, *options: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "launch.keep", *options, "part", sys.executable, "-uc", code]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_that_a_part_waits_for_what_it_needs(keeping: Keep) -> None:
    port = free_port()
    kept = keeping("print('here I am')", "--after", f"tcp://127.0.0.1:{port}")
    time.sleep(0.5)
    assert kept.poll() is None

    with socket.create_server(("127.0.0.1", port)):
        assert line(kept) == "here I am"


def test_that_a_part_which_crashes_is_started_again_and_said_so(keeping: Keep, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    code = (
        f"import os, pathlib, signal; mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.touch(); os.abort()\n"
        "print('again'); signal.pause()"
    )

    kept = keeping(code)

    assert "part stopped (code -6) and is started again" in line(kept)
    assert line(kept) == "again"


def test_that_a_part_that_refuses_to_start_is_not_asked_again(keeping: Keep) -> None:
    kept = keeping("print('There is no model.'); raise SystemExit(1)")

    assert kept.wait(PATIENCE) == 1
    assert kept.stdout is not None
    assert kept.stdout.read() == "There is no model.\n"


def test_that_a_part_which_has_run_before_is_asked_again_even_after_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(keep, "STEADY_SECONDS", 0.0)
    monkeypatch.setattr(keep, "FIRST_PAUSE", 0.01)
    runs = tmp_path / "runs"
    code = (
        f"import os, pathlib, signal; runs = pathlib.Path({str(runs)!r})\n"
        "n = len(runs.read_text()) if runs.exists() else 0\n"
        "runs.write_text('x' * (n + 1))\n"
        "if n == 0: os.abort()\n"  # it ran and crashed
        "if n < 3: raise SystemExit(1)\n"  # what it needs is not back yet
        f"os.kill({os.getpid()}, signal.SIGTERM); signal.pause()"
    )

    with signals_kept():
        assert Keeper("part", [sys.executable, "-c", code]).run([]) == 0

    assert runs.read_text() == "xxxx"


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_that_stopping_stops_the_part_and_ends_well(keeping: Keep, word: signal.Signals) -> None:
    kept = keeping("import os, signal; print(os.getpid()); signal.pause()")
    part = int(line(kept))

    kept.send_signal(word)

    assert kept.wait(PATIENCE) == 0
    assert not Path(f"/proc/{part}").exists()


def test_that_a_part_which_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keep, "STOP_SECONDS", 0.3)
    code = (
        "import os, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"os.kill({os.getpid()}, signal.SIGTERM); time.sleep(60)"
    )
    began = time.monotonic()

    with signals_kept():
        assert Keeper("part", [sys.executable, "-c", code]).run([]) == 0

    assert time.monotonic() - began < 10


def test_that_a_stop_between_two_starts_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    real = subprocess.Popen

    def stopped_while_starting(command: list[str]) -> subprocess.Popen[bytes]:
        os.kill(os.getpid(), signal.SIGTERM)
        return real(command)

    with signals_kept():
        keeper = Keeper("part", [sys.executable, "-c", "import time; time.sleep(60)"])
        monkeypatch.setattr(keep.subprocess, "Popen", stopped_while_starting)

        assert keeper.run([]) == 0


def test_that_a_part_that_waits_in_vain_says_for_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(keep, "WAIT_SECONDS", 0.2)
    address = f"http://127.0.0.1:{free_port()}/health"

    with signals_kept():
        assert Keeper("part", ["false"]).run([address]) == 1

    assert address in capsys.readouterr().out


def test_that_an_address_answers_when_somebody_is_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert answers(f"tcp://127.0.0.1:{port}")

    assert not answers(f"tcp://127.0.0.1:{port}")
    assert not answers(f"http://127.0.0.1:{port}/")
    assert not answers("nonsense")


class signals_kept:  # noqa: N801 - reads as what it does
    """Gives the test process its own signal handlers back: a keeper takes them for good."""

    def __enter__(self) -> None:
        self._kept = {word: signal.getsignal(word) for word in (signal.SIGTERM, signal.SIGINT)}

    def __exit__(self, *_: object) -> None:
        for word, handler in self._kept.items():
            signal.signal(word, handler)


def line(process: subprocess.Popen[str]) -> str:
    """The next line that it prints."""
    assert process.stdout is not None
    return process.stdout.readline().strip()
