"""One running product for all walks through it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.paths.product import Product


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, trained_model: Path) -> Iterator[Product]:
    running = Product(tmp_path_factory.mktemp("product"), trained_model)
    try:
        running.wait_until_ready()
        yield running
    finally:
        running.stop()
