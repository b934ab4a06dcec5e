"""Labelled messages and what a model made of them, as they stand in files."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FAQ = "faq"
OUT_OF_SCOPE = "out_of_scope"
FALLBACK = "nlu_fallback"
RASAS_SELECTOR = "default"
"""The name of Rasa's own response selector where the configuration gives none."""
REFUSED = frozenset({OUT_OF_SCOPE, FALLBACK})


class EvaluationError(Exception):
    """The evaluation cannot be done; the text says why in one sentence."""

    code = "evaluation_failed"
    http_status = 500


@dataclass(frozen=True)
class Labelled:
    """A message with the truth about it."""

    text: str
    label: str
    language: str
    emotion: str
    register: str
    entities: tuple[tuple[str, str], ...]
    """(entity, the words as typed)."""


@dataclass(frozen=True)
class Predicted:
    """What a model made of a message, and how long that took."""

    label: str
    confidence: float
    language: str | None
    emotion: str | None
    entities: tuple[tuple[str, str], ...]
    seconds: float

    @classmethod
    def from_parse(cls, parsed: dict[str, Any], seconds: float) -> Predicted:
        """Reads Rasa's parse result."""
        intent = parsed.get("intent") or {}
        name = str(intent.get("name") or FALLBACK)
        selectors = parsed.get("response_selector") or {}
        selected = (selectors.get(FAQ) or selectors.get(RASAS_SELECTOR) or {}).get("response") or {}
        label = str(selected.get("intent_response_key") or name) if name == FAQ else name
        return cls(
            label=label,
            confidence=float(intent.get("confidence") or 0.0),
            language=(parsed.get("language") or {}).get("code"),
            emotion=(parsed.get("emotion") or {}).get("label"),
            entities=tuple((str(each["entity"]), _typed(each, parsed)) for each in parsed.get("entities") or ()),
            seconds=seconds,
        )


def _typed(entity: dict[str, Any], parsed: dict[str, Any]) -> str:
    """The words of the message, also where a synonym replaced the value."""
    text = str(parsed.get("text") or "")
    return text[entity["start"] : entity["end"]] if "start" in entity else str(entity.get("value"))


def read_labelled(path: Path) -> list[Labelled]:
    """The messages of a JSON-lines file."""
    try:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
        return [_labelled(row) for row in rows]
    except FileNotFoundError as error:
        raise EvaluationError(f"There is no file {path}.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise EvaluationError(f"{path} is not a file of labelled messages: {error!r}.") from error


def _labelled(row: dict[str, Any]) -> Labelled:
    return Labelled(
        text=row["text"],
        label=row["intent"],
        language=row["lang"],
        emotion=row["emotion"],
        register=row.get("register", "casual"),
        entities=tuple((each["entity"], each["value"]) for each in row.get("entities") or ()),
    )


def write_predicted(path: Path, predicted: list[Predicted], training_seconds: float | None) -> None:
    """Keeps predictions, so that a slow model need not be asked again."""
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"training_seconds": training_seconds, "predicted": [asdict(each) for each in predicted]}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1), "utf-8")


def read_predicted(path: Path) -> tuple[list[Predicted], float | None]:
    """Reads what `write_predicted` wrote: the predictions, and how long the training took."""
    content = json.loads(path.read_text("utf-8"))
    predicted = [
        Predicted(**{**each, "entities": tuple(tuple(pair) for pair in each["entities"])})
        for each in content["predicted"]
    ]
    return predicted, content["training_seconds"]
