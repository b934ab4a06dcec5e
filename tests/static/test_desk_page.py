"""What holds for the desk beside the rules of every page: its layers, its preload list, words for every code."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from crm.stages import Party, Stage
from handoff.conversations.resolve import Outcome
from protocol.escalation import EscalationReason

STATIC = Path(__file__).parents[2] / "handoff" / "static"
DESK = STATIC / "desk"
IMPORT = re.compile(r'(?:^|\n)(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)"|(?:^|\n)import "(\.[^"]+)"')
LAYERS = {
    "connection": {"connection"},
    "state": {"connection", "state"},
    "work": {"connection", "state", "work"},
    "texts": {"texts"},
    "views": {"state", "texts", "views"},
}
"""What each folder may import: connection -> state -> work, and views that see only the state and the words."""
MODULES = sorted(DESK.rglob("*.js"))


def imports_of(module: Path) -> list[Path]:
    found = IMPORT.finditer(module.read_text(encoding="utf-8"))
    return [Path(os.path.normpath(module.parent / (match[1] or match[2]))) for match in found]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(DESK)))
def test_that_a_module_of_the_desk_imports_down_its_layers_only(module: Path) -> None:
    layer = module.relative_to(DESK).parts[0]

    for imported in imports_of(module):
        if layer in LAYERS and imported.is_relative_to(DESK):
            assert imported.relative_to(DESK).parts[0] in LAYERS[layer], imported


def test_that_the_desk_preloads_exactly_the_modules_it_imports() -> None:
    page = (DESK / "index.html").read_text(encoding="utf-8")
    listed = [STATIC / address for address in re.findall(r'modulepreload" href="/static/([^"]+)"', page)]
    main, found, waiting = DESK / "main.js", set[Path](), [DESK / "main.js"]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += imports_of(each)

    assert len(listed) == len(set(listed))
    assert set(listed) == found - {main}


@pytest.mark.parametrize("language", ["id", "en"])
def test_that_the_desk_has_words_for_every_code_of_the_server(language: str) -> None:
    words = (DESK / "texts" / f"labels_{language}.js").read_text(encoding="utf-8")

    codes = [*Stage, *Party, *Outcome, *EscalationReason]
    assert [code for code in codes if not re.search(rf"\b{code.value}: \"", words)] == []
