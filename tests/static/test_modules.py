"""The browser modules' own tests, run by Node's test runner."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE_MAJOR = 20
"""The first version whose runner and URL support the tests rely on."""


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed, so the browser modules are not tested")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    if int(version.lstrip("v").split(".")[0]) < NODE_MAJOR:
        pytest.skip(f"node {version} is too old for the tests of the browser modules")
    return found


def test_that_the_browser_modules_do_what_their_tests_say() -> None:
    files = sorted(str(path) for path in HERE.glob("*.test.js"))

    run = subprocess.run([node(), "--test", *files], cwd=ROOT, capture_output=True, text=True, check=False)

    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
