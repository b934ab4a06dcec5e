from __future__ import annotations

import asyncio
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from sqlalchemy import func, select

from crm.tables import Order
from handoff.conversations.tables import StaffRow
from handoff.record import Record
from launch.errors import LaunchError
from launch.keep import answers
from launch.ports import check_free, free_port
from launch.prepare import check_settings, prepare_exchange, prepare_record
from launch.redis_server import find_server, prepare_redis
from launch.start import keep, parts
from protocol.settings import Settings
from tests.support.redis_server import RedisServer
from tests.support.waiting import until

ROOT = Path(__file__).parents[2]


def free_settings(tmp_path: Path, **changes: object) -> Settings:
    """Settings whose ports nobody has."""
    values = {
        "port": free_port(),
        "rasa_url": f"http://127.0.0.1:{free_port()}",
        "actions_url": f"http://127.0.0.1:{free_port()}",
        "var": tmp_path,
    }
    return Settings(**{**values, **changes})


def test_that_free_ports_and_readable_hours_are_accepted(tmp_path: Path) -> None:
    check_settings(free_settings(tmp_path))


@pytest.mark.parametrize("variable", ["SAPA_PORT", "SAPA_RASA_URL", "SAPA_ACTIONS_URL"])
def test_that_a_port_in_use_is_named_with_its_variable(tmp_path: Path, variable: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        changed = port if variable == "SAPA_PORT" else f"http://127.0.0.1:{port}"

        with pytest.raises(LaunchError) as refused:
            check_settings(free_settings(tmp_path, **{variable.removeprefix("SAPA_").lower(): changed}))

    assert f"Port {port} on 127.0.0.1" in str(refused.value)
    assert variable in str(refused.value)


@pytest.mark.parametrize("taken_on", ["127.0.0.1", "0.0.0.0"])
@pytest.mark.parametrize("wanted_on", ["127.0.0.1", "0.0.0.0", "localhost"])
def test_that_a_port_is_taken_whichever_address_it_is_taken_on(taken_on: str, wanted_on: str) -> None:
    with socket.create_server((taken_on, 0)) as taken, pytest.raises(LaunchError):
        check_free(wanted_on, taken.getsockname()[1], "SAPA_PORT")


def test_that_a_port_that_was_just_left_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            server.accept()[0].close()
            client.recv(1)

    check_free("127.0.0.1", port, "SAPA_PORT")


def test_that_hours_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="SAPA_OFFICE_HOURS is wrong: 'siang'"):
        check_settings(free_settings(tmp_path, office_hours="siang"))


def test_that_a_redis_that_was_given_is_used(tmp_path: Path, redis_server: RedisServer) -> None:
    assert prepare_exchange(free_settings(tmp_path, redis_url=redis_server.url)) is None

    assert not (tmp_path / "redis").exists()


def test_that_a_redis_that_does_not_answer_is_named(tmp_path: Path) -> None:
    with pytest.raises(LaunchError, match="SAPA_REDIS_URL"):
        prepare_exchange(free_settings(tmp_path, redis_url=f"redis://:hunter2@127.0.0.1:{free_port()}/0"))


def test_that_the_embedded_redis_wants_a_password_and_keeps_what_it_was_given(tmp_path: Path) -> None:
    for expected in (None, "1"):
        embedded = prepare_redis(tmp_path)
        process = subprocess.Popen(embedded.command, stdout=subprocess.DEVNULL)
        port = urlsplit(embedded.url).port
        try:
            asyncio.run(until(lambda port=port: answers(f"tcp://127.0.0.1:{port}")))
            with redis.Redis.from_url(embedded.url, decode_responses=True) as client:
                assert client.get("kept") == expected
                client.set("kept", "1")
            with redis.Redis(port=port, retry=None) as stranger, pytest.raises(redis.AuthenticationError):
                stranger.ping()
        finally:
            process.terminate()
            process.wait()


@pytest.mark.parametrize("name", ["password", "redis.conf"])
def test_that_what_holds_the_password_is_for_us_alone(tmp_path: Path, name: str) -> None:
    prepare_redis(tmp_path)

    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_that_a_password_that_was_never_written_out_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "password").touch()

    assert "://:@" not in prepare_redis(tmp_path).url


def test_that_a_server_on_the_path_comes_before_the_one_in_the_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "redis-server"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)

    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_server() == str(own)

    monkeypatch.setenv("PATH", "")
    assert find_server() != str(own)


def test_that_a_new_database_gets_the_demo_data_and_a_password_that_is_told_once(tmp_path: Path) -> None:
    settings = free_settings(tmp_path, database_url=f"sqlite:///{tmp_path / 'new' / 'sapa.db'}")

    password = prepare_record(settings)

    assert password is not None
    assert len(password) >= 10
    assert counts(settings) == (11, 5)
    assert prepare_record(settings) is None
    assert counts(settings) == (11, 5)


def test_that_a_password_that_was_chosen_is_set_each_time(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'sapa.db'}"
    prepare_record(free_settings(tmp_path, database_url=url))

    assert prepare_record(free_settings(tmp_path, database_url=url, seed_password="kata-sandi-uji")) is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://nobody@127.0.0.1:1/none",
        "mysql://root@localhost/db",
        "no address at all",
        "sqlite:////proc/none/sapa.db",
    ],
)
def test_that_a_database_that_cannot_be_used_is_named_in_one_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(LaunchError) as refused:
        prepare_record(free_settings(tmp_path, database_url=url))

    assert "SAPA_DATABASE_URL" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_that_the_parts_come_up_in_order_and_the_service_waits_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAPA_REDIS_URL", "redis://:p@127.0.0.1:6400/0")
    monkeypatch.setenv("SAPA_RASA_URL", "http://127.0.0.1:5006/")

    commands = parts(["redis-server", "/a b/redis.conf"])

    assert list(commands) == ["redis", "actions", "bot", "handoff"]
    assert "'/a b/redis.conf'" in commands["redis"]
    for address in ("tcp://127.0.0.1:6400", "http://127.0.0.1:5006/status", "http://127.0.0.1:5055/health"):
        assert f"--after {address}" in commands["handoff"]
    assert ":p@" not in "".join(commands.values())
    assert list(parts([])) == ["actions", "bot", "handoff"]


def test_that_no_shell_stays_between_the_manager_and_a_part() -> None:
    assert keep("bot", [], ["a b"]).startswith("exec ")


@pytest.mark.parametrize("module", ["handoff", "bot.host"])
def test_that_a_wrong_setting_stops_a_program_with_one_sentence(module: str, tmp_path: Path) -> None:
    environment = {**os.environ, "SAPA_PORT": "eighty", "SAPA_VAR": str(tmp_path)}

    ended = subprocess.run(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 1
    assert ended.stderr.startswith("SAPA_PORT is wrong: ")
    assert ended.stderr.count("\n") == 1


def counts(settings: Settings) -> tuple[int, int]:
    """Orders and accounts."""

    async def count() -> tuple[int, int]:
        record = Record(settings.record_url)
        async with record.reading() as session:
            found = [
                (await session.execute(select(func.count()).select_from(table))).scalar_one()
                for table in (Order, StaffRow)
            ]
        await record.close()
        return found[0], found[1]

    return asyncio.run(count())
