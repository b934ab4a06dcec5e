"""What holds for every file under handoff/static: the strict Content-Security-Policy, the layers, the preload list."""

from __future__ import annotations

import gzip
import os
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "handoff" / "static"
IMPORT = re.compile(r'(?:^|\n)(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)"|(?:^|\n)import "(\.[^"]+)"')
FORBIDDEN = re.compile(
    r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write|dangerouslySetInnerHTML"  # text only, never markup
    r"|export default"  # a name that is the same everywhere
    r"|postMessage\([^;]*[\"']\*[\"']"  # to a named origin only
)
PAGES = sorted(STATIC.rglob("*.html"))
MODULES = sorted(path for path in STATIC.rglob("*.js") if "vendor" not in path.parts)
BELOW = {"common": {"common", "vendor"}}
"""Each page's folder stands on `common`, which alone stands on `vendor`; no page knows of another."""


def imports_of(module: Path) -> Iterator[Path]:
    for match in IMPORT.finditer(module.read_text(encoding="utf-8")):
        yield Path(os.path.normpath(module.parent / (match[1] or match[2])))


def everything_under(module: Path) -> set[Path]:
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found.add(each)
            waiting += imports_of(each)
    return found


class Inline(HTMLParser):
    """Collects what a policy of `default-src 'self'` would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in named):
            self.refused.append(f"<{tag}>")
        self.refused += [f"<{tag} {name}>" for name in named if name == "style" or name.startswith("on")]
        address = named.get("src") or (named.get("href") if tag == "link" and named.get("rel") != "icon" else None)
        if address and re.match(r"(https?:)?//|data:", address):
            self.refused.append(f"<{tag} {address}>")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(STATIC)))
def test_that_a_page_has_nothing_that_the_strict_policy_refuses(page: Path) -> None:
    parser = Inline()

    parser.feed(page.read_text(encoding="utf-8"))

    assert parser.refused == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(STATIC)))
def test_that_a_module_imports_downwards_and_what_exists_and_never_writes_markup(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    folder = module.relative_to(STATIC).parts[0]

    for imported in imports_of(module):
        assert imported.is_file(), imported
        assert imported.relative_to(STATIC).parts[0] in BELOW.get(folder, {folder, "common"})
    assert not FORBIDDEN.search(source)


def test_that_the_widget_preloads_exactly_the_modules_it_imports() -> None:
    page = (STATIC / "widget" / "index.html").read_text(encoding="utf-8")
    listed = [STATIC / address for address in re.findall(r'modulepreload" href="/static/([^"]+)"', page)]
    main = STATIC / "widget" / "main.js"

    assert len(listed) == len(set(listed))
    assert set(listed) == everything_under(main) - {main}


def test_that_the_tag_is_small_and_the_open_chat_stays_within_its_budget() -> None:
    widget = STATIC / "widget"
    files = [*everything_under(widget / "main.js"), *widget.glob("*.css"), *widget.glob("*.html")]
    files += [STATIC / "common" / "tokens.css", STATIC / "common" / "controls.css"]

    def packed(path: Path) -> int:
        return len(gzip.compress(path.read_bytes(), 9))

    assert packed(STATIC / "widget.js") < 7_000
    assert sum(map(packed, files)) + packed(STATIC / "widget.js") < 82_000
