from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from crm.database import create_engine
from crm.migrate import upgrade
from crm.sample_data import seed

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(database: str, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "SAPA_DATABASE_URL": database, "SAPA_ACTIONS_URL": f"http://127.0.0.1:{port}"}
    return subprocess.Popen(
        [sys.executable, "-m", "actions"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[str]:
    """The action server as it runs in production, as a process of its own."""
    database = f"sqlite:///{tmp_path / 'crm.db'}"
    upgrade(database)
    engine = create_engine(database)
    await seed(engine)
    await engine.dispose()
    port = free_port()
    process = start(database, port)
    url = f"http://127.0.0.1:{port}"
    await _wait(url, process)
    yield url
    process.terminate()
    assert process.wait(timeout=START_SECONDS) == 0


async def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
        while process.poll() is None:
            try:
                await client.get(f"{url}/health")
            except httpx.TransportError:
                await asyncio.sleep(0.1)
            else:
                return
    raise AssertionError(process.stderr.read() if process.stderr else "the action server has ended")


def call(action: str, text: str, intent: str) -> dict[str, Any]:
    message = {"text": text, "intent": {"name": intent}, "entities": []}
    tracker = {
        "sender_id": "c-1",
        "slots": {},
        "latest_message": message,
        "events": [
            {"event": "user", "text": text, "parse_data": message},
            {"event": "action", "name": "order_lookup_form"},
        ],
        "paused": False,
        "active_loop": {"name": "order_lookup_form"},
        "latest_action_name": "action_listen",
    }
    return {"next_action": action, "sender_id": "c-1", "tracker": tracker, "version": "3.6.21", "domain": {}}


async def test_that_the_server_answers_health_lists_its_actions_and_looks_up_an_order(server: str) -> None:
    async with httpx.AsyncClient(base_url=server) as client:
        health = await client.get("/health")
        listed = (await client.get("/actions")).json()
        sentence = "cek ORD-2026-00105, e-mail pic105@example.com"
        answer = await client.post("/webhook", json=call("validate_order_lookup_form", sentence, "check_order_status"))

    assert health.json() == {"status": "ok"}
    assert {"action_handoff", "action_greet", "validate_order_lookup_form"} <= {each["name"] for each in listed}
    assert answer.json()["responses"][0]["response"] == "utter_stage_survey"
    assert answer.json()["responses"][0]["number"] == "ORD-2026-00105"


async def test_that_no_page_of_another_site_may_call_the_server(server: str) -> None:
    async with httpx.AsyncClient(base_url=server) as client:
        answer = await client.get("/health", headers={"Origin": "https://example.com"})

    assert "access-control-allow-origin" not in answer.headers


@pytest.fixture
def unready(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    process = start(f"sqlite:///{tmp_path / 'empty.db'}", free_port())
    yield process
    if process.poll() is None:
        process.terminate()
        process.wait(timeout=START_SECONDS)


def test_that_a_database_without_the_crm_stops_the_start_with_one_sentence(unready: subprocess.Popen[bytes]) -> None:
    _out, error = unready.communicate(timeout=START_SECONDS)

    assert unready.returncode == 1
    lines = error.decode().strip().splitlines()
    assert len(lines) == 1
    assert "SAPA_DATABASE_URL" in lines[0]
    assert "python -m crm" in lines[0]
