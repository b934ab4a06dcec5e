"""How the product starts, refuses to start, and stops."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.paths.product import Product

pytestmark = pytest.mark.paths


def test_that_ctrl_c_stops_every_part_and_ends_well(tmp_path: Path, trained_model: Path) -> None:
    product = Product(tmp_path / "var", trained_model)
    product.wait_until_ready()
    processes = product.processes()

    product.interrupt()

    assert product.wait_for_end(30) == 0, product.said()[-2000:]
    assert not [pid for pid in processes if Path(f"/proc/{pid}").exists()]
    assert "agent desk" in product.said()


def test_that_a_port_in_use_is_said_in_one_sentence(tmp_path: Path, trained_model: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        product = Product(tmp_path / "var", trained_model, SAPA_PORT=str(port))

        assert product.wait_for_end(30) == 1
    assert product.said().count("\n") == 1
    assert f"Port {port}" in product.said()
    assert "SAPA_PORT" in product.said()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SAPA_REDIS_URL", "redis://127.0.0.1:1/0"),
        ("SAPA_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
        ("SAPA_OFFICE_HOURS", "siang"),
        ("SAPA_TIMEZONE", "Mars/Olympus"),
        ("SAPA_PORT", "eighty"),
        ("SAPA_RASA_URL", "127.0.0.1"),
    ],
)
def test_that_what_is_wrong_is_named(variable: str, value: str, tmp_path: Path, trained_model: Path) -> None:
    product = Product(tmp_path / "var", trained_model, **{variable: value})

    assert product.wait_for_end(60) == 1
    assert variable in product.said()
    assert "Traceback" not in product.said()
