"""All measures of understanding over labelled messages: pure functions from truth and predictions to numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from bot.evaluation.messages import OUT_OF_SCOPE, REFUSED, Labelled, Predicted

ROUGH = frozenset({"slang", "noisy"})
Pair = tuple[Labelled, Predicted]


@dataclass(frozen=True)
class Measure:
    """One line of the table."""

    key: str
    title: str
    target: str
    """At least (or at most); the aim."""
    value: float | None
    """Nothing where the model says nothing about it."""
    unit: str = "%"


@dataclass(frozen=True)
class Confusion:
    """Sentences of one label that were taken for another."""

    truth: str
    taken_for: str
    sentences: tuple[str, ...]


def measure(truth: Sequence[Labelled], predicted: Sequence[Predicted], training_seconds: float | None) -> list[Measure]:
    """The table of one model."""
    pairs = list(zip(truth, predicted, strict=True))
    inside = [pair for pair in pairs if pair[0].label != OUT_OF_SCOPE]
    outside = [pair for pair in pairs if pair[0].label == OUT_OF_SCOPE]
    rough = [pair for pair in inside if pair[0].register in ROUGH and pair[0].language == "id"]
    return [
        Measure("accuracy", "intent with FAQ topic, in scope", ">= 85; 93", _share(inside, _is_right)),
        Measure("accuracy_rough", "the same, Indonesian slang and noisy", ">= 80; 90", _share(rough, _is_right)),
        Measure("macro_f1", "macro-F1 over the labels", ">= 82; 92", macro_f1(*_labels(pairs))),
        Measure("foreign_answered", "out of scope, answered", "<= 15; 5", _share(outside, _is_answered)),
        Measure("refused", "in scope, refused", "<= 8; 4", _share(inside, lambda pair: not _is_answered(pair))),
        Measure("language", "language", ">= 95; 98", _said(pairs, "language")),
        Measure("emotion_f1", "emotion, macro-F1", ">= 65; 80", _emotion_f1(pairs)),
        Measure("angry_recall", "emotion, angry found", ">= 75; 90", _angry_recall(pairs)),
        Measure("entity_f1", "entities, exact span, micro-F1", ">= 80; 92", entity_f1(pairs)),
        Measure("parse_ms", "parse, median", "", median(each.seconds for each in predicted) * 1000, "ms"),
        Measure("training_s", "training", "< 180; 60", training_seconds, "s"),
    ]


def macro_f1(truth: Sequence[str], predicted: Sequence[str]) -> float:
    """The mean over the true labels of the harmonic mean of precision and recall."""
    right = Counter(one for one, other in zip(truth, predicted, strict=True) if one == other)
    true, said = Counter(truth), Counter(predicted)
    return sum(2 * right[label] / (true[label] + said[label]) for label in true) / len(true) if true else 0.0


def entity_f1(pairs: Iterable[Pair], only: str | None = None) -> float | None:
    """Micro-F1 over entities whose kind and words are exactly right; of one kind, if `only` is given."""
    right = said = true = 0
    for labelled, predicted in pairs:
        wanted = Counter(each for each in labelled.entities if only in (None, each[0]))
        found = Counter(each for each in predicted.entities if only in (None, each[0]))
        right += sum((wanted & found).values())
        said, true = said + sum(found.values()), true + sum(wanted.values())
    return 2 * right / (said + true) if said + true else None


def entity_table(truth: Sequence[Labelled], predicted: Sequence[Predicted]) -> dict[str, tuple[float, int]]:
    """For each kind of entity: its F1 and how often it occurs."""
    pairs = list(zip(truth, predicted, strict=True))
    counts = Counter(entity for labelled in truth for entity, _ in labelled.entities)
    return {entity: (entity_f1(pairs, entity) or 0.0, count) for entity, count in counts.most_common()}


def worst_confusions(truth: Sequence[Labelled], predicted: Sequence[Predicted], most: int = 15) -> list[Confusion]:
    """The commonest mistakes with their sentences."""
    sentences: dict[tuple[str, str], list[str]] = {}
    for labelled, guess in zip(truth, predicted, strict=True):
        if labelled.label != guess.label:
            sentences.setdefault((labelled.label, guess.label), []).append(labelled.text)
    ordered = sorted(sentences.items(), key=lambda item: (-len(item[1]), item[0]))
    return [Confusion(truth_, taken_for, tuple(texts)) for (truth_, taken_for), texts in ordered[:most]]


def _is_right(pair: Pair) -> bool:
    return pair[0].label == pair[1].label


def _is_answered(pair: Pair) -> bool:
    return pair[1].label not in REFUSED


def _share(pairs: Sequence[Pair], holds: Callable[[Pair], bool]) -> float | None:
    return sum(map(holds, pairs)) / len(pairs) if pairs else None


def _labels(pairs: Sequence[Pair]) -> tuple[list[str], list[str]]:
    return [labelled.label for labelled, _ in pairs], [predicted.label for _, predicted in pairs]


def _said(pairs: Sequence[Pair], field: str) -> float | None:
    if all(getattr(predicted, field) is None for _, predicted in pairs):
        return None
    return _share(pairs, lambda pair: getattr(pair[0], field) == getattr(pair[1], field))


def _emotion_f1(pairs: Sequence[Pair]) -> float | None:
    said = [predicted.emotion for _, predicted in pairs]
    if all(emotion is None for emotion in said):
        return None
    return macro_f1([labelled.emotion for labelled, _ in pairs], [emotion or "" for emotion in said])


def _angry_recall(pairs: Sequence[Pair]) -> float | None:
    angry = [pair for pair in pairs if pair[0].emotion == "angry"]
    if all(predicted.emotion is None for _, predicted in pairs):
        return None
    return _share(angry, lambda pair: pair[1].emotion == "angry")
