"""A report as a table for spreadsheets. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from handoff.quality.figures import Tally
from handoff.quality.overview import Figures

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What makes a spreadsheet take a text for a formula (OWASP, CSV Injection)."""
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as Windows-1252."""


def to_csv(figures: Figures) -> str:
    """One line for each figure: its name, what it is counted by, the value."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["figure", "by", "value"])
    writer.writerows([guard_cell(cell) for cell in line] for line in _lines("", figures))
    return BYTE_ORDER_MARK + out.getvalue()


def guard_cell(value: Any) -> Any:
    """The value; a text that a spreadsheet would run as a formula is marked as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _lines(name: str, value: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(value, Tally):
        yield name, value.key, value.count
    elif is_dataclass(value):
        for field in fields(value):
            yield from _lines(f"{name}.{field.name}".strip("."), getattr(value, field.name))
    elif isinstance(value, tuple):
        for number, each in enumerate(value):
            yield from _lines(name, each) if isinstance(each, Tally) else [(name, number, each)]
    else:
        yield name, "", "" if value is None else value
