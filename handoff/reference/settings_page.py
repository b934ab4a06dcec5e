"""docs/settings.md, made of the settings class: fields, types, defaults, and the words below each. Pure."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import Any

from protocol.settings import PREFIX, Settings

HEAD = """\
# Settings

Every process reads its settings from the environment when it starts. A wrong value stops the start with a sentence that
names the variable. Made by `python -m handoff.reference settings` from `protocol/settings.py`; change them there.

| variable | type | default | meaning |
|---|---|---|---|
"""


def settings_page() -> str:
    """The page."""
    fields, meanings = Settings.model_json_schema()["properties"], read_meanings(Settings)
    return HEAD + "".join(_row(name, fields[name], meanings[name]) for name in Settings.model_fields)


def read_meanings(settings: type[Settings]) -> dict[str, str]:
    """The words that stand below each field of the class in its source."""
    (body,) = (each.body for each in ast.parse(inspect.getsource(settings)).body if isinstance(each, ast.ClassDef))
    meanings = {}
    for field, words in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            assert isinstance(words, ast.Expr), f"{field.target.id} has no words below it"
            assert isinstance(words.value, ast.Constant), f"{field.target.id} has no words below it"
            meanings[field.target.id] = " ".join(str(words.value.value).split())
    return meanings


def _row(name: str, schema: dict[str, Any], meaning: str) -> str:
    return f"| `{PREFIX}{name.upper()}` | {describe_type(schema)} | {_default(schema)} | {meaning} |\n"


def _default(schema: dict[str, Any]) -> str:
    return "unset" if schema.get("default") is None else f"`{schema['default']}`"


def describe_type(schema: dict[str, Any]) -> str:
    """A field's JSON schema in words."""
    if "anyOf" in schema:
        (schema,) = (each for each in schema["anyOf"] if each.get("type") != "null")
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])
    if schema["type"] in {"integer", "number"}:
        return {"integer": "whole number", "number": "number"}[schema["type"]] + _range(schema)
    return {"path": "path", "password": "secret"}.get(schema.get("format", ""), "text")


def _range(schema: dict[str, Any]) -> str:
    words = {"minimum": "from", "exclusiveMinimum": "above", "maximum": "to"}
    bounds = " ".join(f"{word} {schema[bound]:g}" for bound, word in words.items() if bound in schema)
    return f", {bounds}" if bounds else ""
