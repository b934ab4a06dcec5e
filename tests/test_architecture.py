"""What may import what, and how large anything may grow; see the style guide."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = {
    "protocol": set(),
    "crm": {"protocol"},
    "bot": {"protocol"},
    "actions": {"protocol", "crm"},
    "handoff": {"protocol", "crm"},
    "launch": {"protocol", "crm", "bot", "actions", "handoff"},
}
"""Every package of ours, and those below it that it may import."""
MODULE_LINES = 400
FUNCTION_LINES = 50


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


SOURCES = [file for package in PACKAGES for file in modules(package)]
WRITTEN = [file for file in SOURCES if "versions" not in file.parts]
"""All but the migrations, which Alembic writes."""


def imported(file: Path) -> Iterator[tuple[str, int]]:
    """The modules that a file imports, wherever in it, and in which line."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno} imports by a relative name"
            yield node.module or "", node.lineno


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("package", PACKAGES)
def test_that_imports_go_down_only(package: str) -> None:
    allowed = PACKAGES[package] | {package}
    wrong = [
        f"{name_of(file)}:{line} imports {module}"
        for file in modules(package)
        for module, line in imported(file)
        if module.split(".")[0] in PACKAGES.keys() - allowed
    ]

    assert modules(package)
    assert wrong == []


def test_that_nothing_outside_the_bot_imports_rasa() -> None:
    wrong = [
        f"{name_of(file)}:{line}"
        for package in PACKAGES.keys() - {"bot"}
        for file in modules(package)
        for module, line in imported(file)
        if module.split(".")[0] == "rasa"
    ]

    assert wrong == []


def test_that_nothing_imports_tests_or_benchmarks() -> None:
    wrong = [
        f"{name_of(file)}:{line} imports {module}"
        for file in SOURCES
        for module, line in imported(file)
        if module.split(".")[0] in {"tests", "benchmarks"}
    ]

    assert wrong == []


def test_that_every_package_of_ours_is_held_to_the_rules() -> None:
    found = {file.parent.name for file in ROOT.glob("*/__init__.py")}

    assert found - {"tests", "benchmarks"} == set(PACKAGES)


def test_that_no_module_outgrows_its_reader() -> None:
    lengths = {name_of(file): len(file.read_text().splitlines()) for file in WRITTEN}

    assert {name: length for name, length in lengths.items() if length >= MODULE_LINES} == {}


def test_that_no_function_outgrows_its_reader() -> None:
    lengths = {
        f"{name_of(file)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in WRITTEN
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }

    assert {name: length for name, length in lengths.items() if length >= FUNCTION_LINES} == {}


def test_that_modules_are_named_for_what_they_hold() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}

    assert [name_of(file) for file in SOURCES if file.stem in vague] == []


def test_that_libraries_of_ours_do_not_hide_those_of_python() -> None:
    assert sys.stdlib_module_names & set(PACKAGES) == set()
