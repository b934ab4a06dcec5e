"""The standard procedure for complaints, as a supervisor has written it in `data/sop.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import structlog
import yaml

from actions.errors import ActionsError
from crm.service_tables import Unit
from crm.tables import ComplaintCategory, Severity
from protocol.languages import Language

SOP_FILE = Path(__file__).parents[1] / "data" / "sop.yml"
_LONGEST_WAIT = 30
"""Days; a promise beyond a month is a slip of the finger."""

logger = structlog.get_logger()


class BadSopError(ActionsError):
    """The procedure has a mistake in it; the text says where."""

    code = "bad_sop"


class Escalate(StrEnum):
    """When a person sees to a complaint at once."""

    NEVER = "never"
    """The procedure settles it."""
    SEVERE = "severe"
    """When it is severe."""
    ALWAYS = "always"
    """In any case."""


@dataclass(frozen=True)
class Procedure:
    """What is asked, offered and promised for one category."""

    escalate: Escalate
    answer_working_days: int
    follow_up_days: int
    unit: Unit
    offer: dict[Language, str]
    ask: dict[Language, str] | None = None

    def needs_person(self, severity: Severity) -> bool:
        """Whether a person takes over at once."""
        return self.escalate is Escalate.ALWAYS or (self.escalate is Escalate.SEVERE and severity is Severity.SEVERE)


Sop = dict[ComplaintCategory, Procedure]


def read_sop(text: str) -> Sop:
    """Reads the procedure.

    Raises:
        BadSopError: it is not as it must be; nothing of it is taken then.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise BadSopError(f"data/sop.yml cannot be read: {error}") from error
    if not isinstance(content, dict) or set(content) != set(ComplaintCategory):
        raise BadSopError(f"data/sop.yml must have exactly the categories {', '.join(ComplaintCategory)}")
    return {category: _read_procedure(category, content[category]) for category in ComplaintCategory}


def _read_procedure(category: str, value: Any) -> Procedure:
    try:
        return Procedure(
            escalate=Escalate(value["escalate"]),
            answer_working_days=_days(value["answer_working_days"]),
            follow_up_days=_days(value["follow_up_days"]),
            unit=Unit(value["unit"]),
            offer=_texts(value["offer"]),
            ask=_texts(value["ask"]) if value.get("ask") else None,
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadSopError(f"data/sop.yml, {category}: {error}") from error


def _days(value: Any) -> int:
    if not isinstance(value, int) or not 0 < value <= _LONGEST_WAIT:
        raise ValueError(f"{value!r} is not a number of days from 1 to {_LONGEST_WAIT}")
    return value


def _texts(value: Any) -> dict[Language, str]:
    texts = {language: str(value[language]) for language in Language}
    for text in texts.values():
        text.format(due="")  # an unknown name in braces is found here, not before a customer
    return texts


class SopFile:
    """The file with the procedure, read again when it has changed."""

    def __init__(self, path: Path = SOP_FILE) -> None:
        self._path = path
        self._changed = 0.0
        self._sop: Sop | None = None

    def read(self) -> Sop:
        """The procedure in force.

        Raises:
            BadSopError: there has been no good version yet.
        """
        changed = self._path.stat().st_mtime
        if self._sop is None or changed != self._changed:
            self._take(changed)
        assert self._sop is not None
        return self._sop

    def _take(self, changed: float) -> None:
        try:
            self._sop = read_sop(self._path.read_text(encoding="utf-8"))
        except BadSopError as error:
            if self._sop is None:
                raise
            logger.error("sop.refused", reason=str(error))
        self._changed = changed


SOP = SopFile()
"""The procedure of this installation; the file is opened at first use."""
