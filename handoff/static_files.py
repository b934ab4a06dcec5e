"""Files that browsers load, held in memory as they are sent: compressed, with a tag by their content.

A file is read when it is first asked for and again when it has changed on the disk, so that whoever works on the pages
sees every change at the next reload.
"""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sanic import HTTPResponse, Request
from sanic.response import empty, raw

from handoff.link_modules import link_modules, without_comments

FOREVER = "public, max-age=31536000, immutable"
"""For addresses that carry the content's hash: another content has another address."""
REVALIDATE = "no-cache"
"""For addresses that stay: browsers keep the file but ask each time whether it changed."""
SMALLEST = 600
"""Bytes below which compressing gains nothing that a network would notice."""
PLAIN_TYPES = ("text/", "application/javascript", "application/json", "image/svg+xml")


@dataclass(frozen=True)
class StaticFile:
    """Something that is sent as it stands."""

    media_type: str
    content: bytes
    packed: bytes | None
    """Compressed with gzip; None where that gains nothing."""
    tag: str
    """First 16 hex digits of the content's SHA-256."""


def make_file(name: str, content: bytes) -> StaticFile:
    """Prepares a content for sending."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    is_plain = kind.startswith(PLAIN_TYPES)
    packed = gzip.compress(content, 9, mtime=0) if is_plain and len(content) >= SMALLEST else None
    media_type = f"{kind}; charset=utf-8" if is_plain else kind
    return StaticFile(media_type, content, packed, hashlib.sha256(content).hexdigest()[:16])


def answer(request: Request, found: StaticFile, cache: str = REVALIDATE) -> HTTPResponse:
    """Sends it, unless the browser has it already."""
    headers = {"ETag": f'"{found.tag}"', "Cache-Control": cache, "Vary": "Accept-Encoding"}
    if f'"{found.tag}"' in request.headers.get("if-none-match", ""):
        return empty(304, headers=headers)
    if found.packed is None or "gzip" not in request.headers.get("accept-encoding", ""):
        return raw(found.content, headers=headers, content_type=found.media_type)
    return raw(found.packed, headers={**headers, "Content-Encoding": "gzip"}, content_type=found.media_type)


class StaticFiles:
    """The files of one folder, and what is made of several of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._kept: dict[str, tuple[int, StaticFile]] = {}

    def find(self, name: str) -> StaticFile | None:
        """A file by its path in the folder; None when there is no such file, or it lies elsewhere."""
        path = (self._folder / name).resolve()
        if not path.is_relative_to(self._folder) or not path.is_file():
            return None
        return self._keep(name, path.stat().st_mtime_ns, path.read_bytes)

    def bare(self, name: str) -> StaticFile | None:
        """A file by its path without its comments; None when there is no such file."""
        found = self.find(name)
        if found is None:
            return None
        changed = (self._folder / name).stat().st_mtime_ns
        return self._keep(f"bare {name}", changed, lambda: without_comments(found.content.decode()).encode())

    def linked_script(self, entry: str) -> StaticFile:
        """A module with everything that it imports, in one file."""
        return self._keep(f"linked {entry}", self._newest("*.js"), lambda: link_modules(entry, self._read).encode())

    def linked_styles(self, names: tuple[str, ...]) -> StaticFile:
        """Style sheets in one file, in their order."""
        return self._keep(
            f"linked {' '.join(names)}",
            self._newest("*.css"),
            lambda: "".join(without_comments(self._read(name)) for name in names).encode(),
        )

    def _newest(self, pattern: str) -> int:
        return max(path.stat().st_mtime_ns for path in self._folder.rglob(pattern))

    def _read(self, name: str) -> str:
        return (self._folder / name).read_text(encoding="utf-8")

    def _keep(self, name: str, changed: int, make: Callable[[], bytes]) -> StaticFile:
        kept = self._kept.get(name)
        if kept is None or kept[0] != changed:
            kept = self._kept[name] = (changed, make_file(name, make()))
        return kept[1]
