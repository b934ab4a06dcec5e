"""Joins ES modules into one, as they stand, so that a page asks for one file instead of sixty. Pure.

It is no build step: the modules are what is written, read and debugged, every one of them is served by itself too, and
this happens in a few milliseconds when the service first needs it. Each module becomes a function of its own, so that
no two names meet, and what it exports becomes an object. Only forms of `import` and `export` that our style allows are
understood; anything else is refused with the file's name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass

Read = Callable[[str], str]

_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n?", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
_START = r"(?:^|(?<=[;}\n]))"
_IMPORT = re.compile(_START + r'import\s*(?:(\w+)|\{([^}]*)\})\s*from\s*"([^"]+)";', re.MULTILINE)
_FORWARD = re.compile(_START + r'export\s*\{([^}]*)\}\s*from\s*"([^"]+)";', re.MULTILINE)
_LIST = re.compile(_START + r"export\s*\{([^}]*)\};?", re.MULTILINE)
_DEFAULT = re.compile(_START + r"export default ", re.MULTILINE)
_NAMED = re.compile(r"^export ((?:async )?function\*?|class|const|let) (\w+)", re.MULTILINE)
_LEFT = re.compile(_START + r"(import|export)\b\s*(?!\()", re.MULTILINE)


class UnknownFormError(Exception):
    """A module has an import or export that cannot be joined; the text names the file."""


@dataclass(frozen=True)
class Module:
    """A module taken apart: what stands in it, what it needs, what it gives."""

    path: str
    body: str
    imports: tuple[tuple[str, str], ...]
    """Path, and the names as a destructuring has them."""
    exports: tuple[str, ...]
    """Entries of the object that stands for the module."""
    forwards: tuple[tuple[str, str], ...]
    """Path and name of what is passed on from another module."""

    @property
    def needs(self) -> tuple[str, ...]:
        """The modules that must come before it."""
        return (*(path for path, _ in self.imports), *(path for path, _ in self.forwards))


def without_comments(source: str) -> str:
    """The source without the comments that have lines of their own; others stay, so that no text can be hurt."""
    return _LINE.sub("", _BLOCK.sub("", source))


def link_modules(entry: str, read: Read) -> str:
    """One module that does what `entry` does with everything under it.

    Raises:
        UnknownFormError: a form that is not understood, or modules that import one another in a circle.
    """
    order: list[Module] = []
    _visit(entry, read, order, [])
    numbers = {module.path: f"$m{number}" for number, module in enumerate(order)}
    return "".join(_wrap(module, numbers) for module in order)


def _visit(path: str, read: Read, order: list[Module], under: list[str]) -> None:
    if path in under:
        raise UnknownFormError(f"{path} imports itself by way of {', '.join(under)}")
    if any(module.path == path for module in order):
        return
    module = take_apart(path, read(path))
    for needed in module.needs:
        _visit(needed, read, order, [*under, path])
    order.append(module)


def take_apart(path: str, source: str) -> Module:
    """Separates imports and exports from the rest of a module."""
    body = without_comments(source)
    beside = os.path.dirname(path)

    def locate(address: str) -> str:
        return os.path.normpath(os.path.join(beside, address))

    imports = tuple(
        (locate(match[3]), f"default: {match[1]}" if match[1] else _pairs(match[2], " as "))
        for match in _IMPORT.finditer(body)
    )
    body = _IMPORT.sub("", body)
    forwards = tuple((locate(each[2]), name) for each in _FORWARD.finditer(body) for name in _names(each[1]))
    body = _FORWARD.sub("", body)
    exports = [_given(name) for each in _LIST.finditer(body) for name in _names(each[1])]
    body = _LIST.sub("", body)
    exports += [match[2] for match in _NAMED.finditer(body)]
    body = _NAMED.sub(r"\1 \2", body)
    if _DEFAULT.search(body):
        exports.append("default: $default")
        body = _DEFAULT.sub("const $default = ", body)
    if left := _LEFT.search(body):
        raise UnknownFormError(f"{path} has a form of {left[1]} that cannot be joined")
    return Module(path, body.strip(), imports, tuple(exports), forwards)


def _names(listed: str) -> list[str]:
    return [name.strip() for name in listed.split(",") if name.strip()]


def _pairs(listed: str, between: str) -> str:
    return ", ".join(name.replace(between, ": ") for name in _names(listed))


def _given(name: str) -> str:
    inside, _, outside = name.partition(" as ")
    return f"{outside}: {inside}" if outside else inside


def _wrap(module: Module, numbers: dict[str, str]) -> str:
    taken = "".join(f"const {{ {names} }} = {numbers[path]};\n" for path, names in module.imports)
    given = ", ".join([*module.exports, *(f"{name}: {numbers[path]}.{name}" for path, name in module.forwards)])
    return f"const {numbers[module.path]} = (() => {{\n{taken}{module.body}\nreturn {{ {given} }};\n}})();\n"
