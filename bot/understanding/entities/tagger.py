"""The trained recogniser: a conditional random field over words, told what the lists and the date grammar see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pycrfsuite

from bot.understanding.entities.date_words import DateWords
from bot.understanding.entities.dates import find_dates
from bot.understanding.entities.gazetteer import Gazetteer, Mention
from bot.understanding.errors import BrokenModelError
from bot.understanding.examples import Span
from bot.understanding.tokens import Token, fold_digits

MODEL_FILE = "entities.crfsuite"
OUTSIDE = "O"
TRAINING = {"c2": 0.2, "max_iterations": 80}
"""Regularisation and rounds. Fewer rounds leave it half learnt: where the sentences say both (is "kalibrasi" a service
or a subject?) it then changes sides with every sentence that is added. More rounds add time and nothing else."""


@dataclass(frozen=True, slots=True)
class Tagged:
    """`tokens[first:last]` is of kind `entity`, with the probability of its weakest word."""

    entity: str
    first: int
    last: int
    confidence: float


@dataclass(frozen=True)
class Clues:
    """What is known about the words before the trained recogniser looks at them."""

    gazetteer: Gazetteer
    dates: DateWords
    numbers: frozenset[str]

    def describe(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[list[str]]:
        """The features of every word."""
        marks = _marks(len(tokens), mentions)
        code = self.dates.spell(tokens)
        in_date = [""] * len(tokens)
        for found in find_dates(tokens, self.dates):
            in_date[found.first : found.last] = ["B"] + ["I"] * (found.last - found.first - 1)
        own = [self._own(text, token, marks[place], in_date[place], code[place]) for place, token in enumerate(tokens)]
        return [_with_neighbours(own, tokens, place) for place in range(len(tokens))]

    def _own(self, text: str, token: Token, mark: str, in_date: str, letter: str) -> list[str]:
        word, typed = fold_digits(token.text), text[token.start : token.end]
        features = ["w=" + word, "p=" + word[:3], "s=" + word[-3:], "c=" + _shape(typed), "d=" + in_date, "l=" + letter]
        if mark:
            features += ["g=" + mark, "g+d=" + mark + in_date]
        if token.text in _NAME_CUES:
            features.append("cue")
        if token.text in self.numbers or word in {"0", "00", "000"}:
            features.append("number")
        return features


_NAME_CUES = frozenset(
    {
        "pak",
        "bu",
        "bapak",
        "ibu",
        "mas",
        "mbak",
        "mba",
        "bang",
        "kang",
        "saudara",
        "saudari",
        "sdr",
        "sdri",
        "haji",
        "hajah",
        "h",
        "hj",
        "mr",
        "mrs",
        "ms",
        "miss",
        "nama",
        "bpk",
        "name",
        "dr",
        "ir",
    }
)
"""Words after which a person's name is likely."""


def _with_neighbours(own: Sequence[list[str]], tokens: Sequence[Token], place: int) -> list[str]:
    features = list(own[place])
    for distance in (-2, -1, 1, 2):
        other = place + distance
        if 0 <= other < len(tokens):
            seen = own[other] if abs(distance) == 1 else own[other][:1]
            features += [f"{distance}{feature}" for feature in seen]
        else:
            features.append(f"{distance}edge")
    if place > 0:
        features.append("pair=" + own[place - 1][0] + own[place][0])
    return features


def _shape(typed: str) -> str:
    if typed.isdigit():
        return "9" * min(len(typed), 6)
    if typed.isupper():
        return "AA" if len(typed) > 1 else "A"
    if typed[:1].isupper():
        return "Aa"
    return "a9" if any(letter.isdigit() for letter in typed) else "a"


def _marks(length: int, mentions: Iterable[Mention]) -> list[str]:
    marks = [""] * length
    for mention in mentions:
        kind = mention.entity if mention.exact else mention.entity + "~"
        marks[mention.first : mention.last] = ["B" + kind] + ["I" + kind] * (mention.last - mention.first - 1)
    return marks


def train_tagger(described: Iterable[tuple[list[list[str]], list[str]]], path: Path) -> None:
    """Learns from (features, labels) of whole messages and writes the model file."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(TRAINING)
    for features, labels in described:
        trainer.append(features, labels)
    trainer.train(str(path))


def label_words(tokens: Sequence[Token], spans: Sequence[Span]) -> list[str]:
    """The labels that the recogniser learns: B- and I- for the words of a span, O for the rest."""
    labels = [OUTSIDE] * len(tokens)
    for span in spans:
        inside = [place for place, token in enumerate(tokens) if token.start < span.end and span.start < token.end]
        for order, place in enumerate(inside):
            labels[place] = ("I-" if order else "B-") + span.entity
    return labels


class Tagger:
    """A loaded recogniser."""

    def __init__(self, path: Path) -> None:
        self._tagger = pycrfsuite.Tagger()
        try:
            self._tagger.open(str(path))
        except OSError as error:
            raise BrokenModelError(f"The entity model {path} cannot be read: {error}") from error
        self._labels = frozenset(self._tagger.labels())

    def tag(self, features: Sequence[Sequence[str]]) -> list[Tagged]:
        """The entities of a message, left to right."""
        if not features:
            return []
        labels = self._tagger.tag(features)
        if all(label == OUTSIDE for label in labels):
            return []
        return list(_spans(labels, [self._tagger.marginal(label, place) for place, label in enumerate(labels)]))

    def sureness(self, entity: str, place: int) -> float:
        """How probable it is that an entity begins at this word of the message tagged last."""
        label = "B-" + entity
        return float(self._tagger.marginal(label, place)) if label in self._labels else 0.0


def _spans(labels: Sequence[str], sureness: Sequence[float]) -> Iterable[Tagged]:
    first = 0
    while first < len(labels):
        last = first + 1
        if labels[first] != OUTSIDE:
            entity = labels[first][2:]
            while last < len(labels) and labels[last] == "I-" + entity:
                last += 1
            yield Tagged(entity, first, last, min(sureness[first:last]))
        first = last
