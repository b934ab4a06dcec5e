"""A linear text classifier: TF-IDF blocks of text features, one weight per feature and label.

Trained by scikit-learn's liblinear; scored by a dictionary look-up and one small matrix product, which on a single
message takes a tenth of the time of scikit-learn's own vectorisers. Stored as numbers and JSON, not as pickled objects.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_class_weight

from bot.understanding.errors import BrokenModelError, BrokenTrainingDataError

Features = Mapping[str, Sequence[str]]
"""Block name -> the features of a message in that block."""
Floats = npt.NDArray[np.float32]

_REST = ""
"""Stands for all labels of the other groups while one group is trained; sorts before every label."""
TRAINING_THREADS = 2
"""liblinear releases Python's lock, so groups of labels are trained side by side on the two cores that are promised."""


@dataclass(frozen=True)
class Block:
    """A family of features that is weighed and normalised by itself."""

    name: str
    weight: float
    rarest: int = 1
    """Features that fewer sentences than this contain are left out."""


@dataclass(frozen=True)
class LinearModel:
    """What `train` learnt; `score` gives one number per label, the higher the likelier."""

    labels: tuple[str, ...]
    blocks: tuple[Block, ...]
    vocabulary: Mapping[str, Mapping[str, int]]
    """Block -> feature -> row of `weights`."""
    rarity: Sequence[float]
    """Inverse document frequency of each row."""
    weights: Floats
    bias: Floats

    def score(self, features: Features) -> Floats:
        """The decision values of one message, in the order of `labels`."""
        rows, values = self.vectorise(features)
        if not rows:
            return self.bias.copy()
        return np.asarray(values, dtype=np.float32) @ self.weights[rows] + self.bias

    def vectorise(self, features: Features) -> tuple[list[int], list[float]]:
        """The known features of a message as rows and values."""
        rows: list[int] = []
        values: list[float] = []
        for block in self.blocks:
            counts = _count(features.get(block.name, ()), self.vocabulary[block.name])
            weighed = [_weigh(self.rarity[row], count) for row, count in counts.items()]
            scale = block.weight / (math.sqrt(sum(value * value for value in weighed)) or 1.0)
            rows += counts
            values += [value * scale for value in weighed]
        return rows, values

    def save(self, folder: Path) -> None:
        """Writes the model into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(
            folder / "weights.npz",
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            rarity=np.asarray(self.rarity, dtype=np.float32),
        )
        blocks = [{"name": block.name, "weight": block.weight, "rarest": block.rarest} for block in self.blocks]
        vocabulary = {name: list(words) for name, words in self.vocabulary.items()}
        content = {"labels": self.labels, "blocks": blocks, "vocabulary": vocabulary}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Reads what `save` wrote."""
        try:
            content = json.loads((folder / "model.json").read_text("utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as numbers:
                weights, bias, rarity = (numbers[name].astype(np.float32) for name in ("weights", "bias", "rarity"))
        except (OSError, ValueError, KeyError) as error:
            raise BrokenModelError(f"The model in {folder} cannot be read: {error}") from error
        vocabulary, row = {}, 0
        for name, words in content["vocabulary"].items():
            vocabulary[name] = {word: row + index for index, word in enumerate(words)}
            row += len(words)
        blocks = tuple(Block(**block) for block in content["blocks"])
        return cls(tuple(content["labels"]), blocks, vocabulary, rarity.tolist(), weights, bias)


def train(
    examples: Sequence[Features],
    labels: Sequence[str],
    blocks: Sequence[Block],
    *,
    cost: float = 1.0,
    emphasis: Mapping[str, float] | None = None,
) -> LinearModel:
    """Learns the weights; rare labels count as much as frequent ones, those under `emphasis` so many times as much."""
    names = sorted(set(labels))
    if len(names) < 2:
        raise BrokenTrainingDataError("A classifier needs sentences of at least two labels.")
    vocabulary, rarity = _build_vocabulary(examples, blocks)
    empty = np.zeros((len(rarity), 0), dtype=np.float32)
    model = LinearModel(tuple(names), tuple(blocks), vocabulary, rarity, empty, np.zeros(0, dtype=np.float32))
    balance = _balance(labels, names, emphasis or {})
    weights, bias = _fit(_matrix(model, examples), np.asarray(labels), balance, cost)
    return LinearModel(model.labels, model.blocks, vocabulary, rarity, weights, bias)


def score_all(model: LinearModel, examples: Sequence[Features]) -> Floats:
    """The decision values of many messages, one row each."""
    return np.asarray(_matrix(model, examples) @ model.weights + model.bias, dtype=np.float32)


def _count(features: Sequence[str], vocabulary: Mapping[str, int]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for feature in features:
        row = vocabulary.get(feature)
        if row is not None:
            counts[row] = counts.get(row, 0) + 1
    return counts


def _weigh(rarity: float, count: int) -> float:
    """Said twice is more than said once, but not twice as much."""
    return rarity if count == 1 else rarity * (1.0 + math.log(count))


def _build_vocabulary(
    examples: Sequence[Features], blocks: Sequence[Block]
) -> tuple[dict[str, dict[str, int]], list[float]]:
    vocabulary: dict[str, dict[str, int]] = {}
    rarity: list[float] = []
    for block in blocks:
        found = Counter(feature for example in examples for feature in set(example.get(block.name, ())))
        kept = sorted(feature for feature, count in found.items() if count >= block.rarest)
        vocabulary[block.name] = {feature: len(rarity) + index for index, feature in enumerate(kept)}
        rarity += [math.log((1 + len(examples)) / (1 + found[feature])) + 1.0 for feature in kept]
    return vocabulary, rarity


def _matrix(model: LinearModel, examples: Sequence[Features]) -> sparse.csr_matrix:
    rows: list[int] = []
    values: list[float] = []
    starts = [0]
    for example in examples:
        found, weighed = model.vectorise(example)
        rows += found
        values += weighed
        starts.append(len(rows))
    return sparse.csr_matrix((values, rows, starts), shape=(len(examples), len(model.rarity)), dtype=np.float64)


def _balance(labels: Sequence[str], names: list[str], emphasis: Mapping[str, float]) -> dict[str, float]:
    weights = compute_class_weight("balanced", classes=np.asarray(names), y=np.asarray(labels))
    return {name: float(weight) * emphasis.get(name, 1.0) for name, weight in zip(names, weights, strict=True)}


def _fit(
    matrix: sparse.csr_matrix, labels: npt.NDArray[np.str_], balance: Mapping[str, float], cost: float
) -> tuple[Floats, Floats]:
    names = list(balance)
    groups = [names[start::TRAINING_THREADS] for start in range(TRAINING_THREADS)] if len(names) > 2 else [names[1:]]
    with ThreadPoolExecutor(TRAINING_THREADS) as pool:
        parts = list(pool.map(lambda group: _fit_group(matrix, labels, group, balance, cost), groups))
    weights = np.zeros((matrix.shape[1], len(names)), dtype=np.float32)
    bias = np.zeros(len(names), dtype=np.float32)
    for group, (group_weights, group_bias) in zip(groups, parts, strict=True):
        columns = [names.index(name) for name in group]
        weights[:, columns], bias[columns] = group_weights, group_bias
    if len(names) == 2:
        weights[:, 0], bias[0] = -weights[:, 1], -bias[1]
    return weights, bias


def _fit_group(
    matrix: sparse.csr_matrix,
    labels: npt.NDArray[np.str_],
    group: list[str],
    balance: Mapping[str, float],
    cost: float,
) -> tuple[Floats, Floats]:
    """One-against-the-rest weights of some labels; the others are one class of their own, whose weights are dropped."""
    targets = np.where(np.isin(labels, group), labels, _REST)
    weight = {name: balance.get(name, 1.0) for name in set(targets.tolist())}
    fitted = LinearSVC(C=cost, class_weight=weight).fit(matrix, targets)
    if len(fitted.classes_) == 2:
        return fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)
    order = [list(fitted.classes_).index(name) for name in group]
    return fitted.coef_[order].T.astype(np.float32), fitted.intercept_[order].astype(np.float32)
