"""Puts the finders together: patterns, lists, dates and the trained recogniser, with overlaps resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from bot.understanding.entities.contacts import find_emails, find_phones
from bot.understanding.entities.date_words import DateWords
from bot.understanding.entities.dates import DateMention, find_dates, resolve_date
from bot.understanding.entities.document_numbers import find_document_numbers
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.gazetteer import Gazetteer, Mention
from bot.understanding.entities.quantities import count_of
from bot.understanding.entities.tagger import MODEL_FILE, Clues, Tagged, Tagger, label_words, train_tagger
from bot.understanding.examples import Example
from bot.understanding.lexicon import Lexicon
from bot.understanding.tokens import Token, tokenise

LEARNT_FIRST = (
    "date",
    "quantity",
    "service_type",
    "display_type",
    "instrument",
    "brand",
    "city",
    "company_name",
    "person_name",
)
"""Entities whose spans depend on the sentence, so the trained recogniser decides; patterns decide on all others."""


SECOND_CHANCE = 0.2
"""What a list or a number word points at counts from this probability on, though the recogniser passed it by."""
PLAIN_KEPT = 3
"""One in so many of the sentences without entities is learnt from; more add training time and no accuracy."""
SURE_DATE = 0.05
"""The date grammar needs less consent: days are seldom said for anything else."""
_PREPOSITIONS = frozenset({"on", "in", "by", "at", "di", "pada", "for"})
"""Words before a day that do not belong to it."""
_GLUED = ("nya", "ku", "mu", "ne", "in", "e")
"""Endings glued to a listed name ("timbanganku"), which are left out of the span."""


@dataclass(frozen=True)
class Finders:
    """The untrained part: lists, patterns and date words, built once from the lexicon."""

    lexicon: Lexicon
    gazetteer: Gazetteer
    clues: Clues

    @classmethod
    def build(cls, lexicon: Lexicon) -> Finders:
        """Prepares the look-ups."""
        common = lexicon.words_id | lexicon.words_en | lexicon.words_neutral | frozenset(lexicon.slang_id)
        gazetteer = Gazetteer.build(lexicon.gazetteers, common | frozenset(lexicon.concepts))
        dates = DateWords.build(lexicon.dates, lexicon.numbers)
        return cls(lexicon, gazetteer, Clues(gazetteer, dates, frozenset(lexicon.numbers)))

    def patterns(self, text: str, today: date) -> list[Entity]:
        """What patterns alone can tell: numbers, addresses, telephones."""
        if "@" not in text and not any(letter.isdigit() for letter in text):
            return []
        found = [*find_emails(text), *find_document_numbers(text, today)]
        return found + [phone for phone in find_phones(text) if not any(phone.overlaps(other) for other in found)]


@dataclass(frozen=True)
class Recogniser:
    """Finds all entities of a message."""

    finders: Finders
    tagger: Tagger

    def find(self, text: str, today: date) -> list[Entity]:
        """The entities in the order of the text, none overlapping another."""
        tokens = tokenise(text)
        mentions = self.finders.gazetteer.find(tokens)
        found = self.finders.patterns(text, today)
        for tagged in self._learnt(text, tokens, mentions):
            entity = self._entity(text, tokens, mentions, tagged, today)
            if not any(entity.overlaps(other) for other in found):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.start)

    def _learnt(self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> list[Tagged]:
        """What the trained recogniser finds, and what the lists and the date grammar find with its half consent."""
        tagged = self.tagger.tag(self.finders.clues.describe(text, tokens, mentions))
        learnt = [each for each in tagged if each.entity in LEARNT_FIRST]
        dates = find_dates(tokens, self.finders.clues.dates)
        learnt = [_whole_date(each, tokens, dates) if each.entity == "date" else each for each in learnt]
        pointed = [Tagged(each.entity, each.first, each.last, 0.0) for each in mentions if each.exact]
        pointed += [Tagged("date", each.first, each.last, 0.0) for each in dates]
        numbers = self.finders.clues.numbers
        pointed += [
            Tagged("quantity", place, place + 1, 0.0)
            for place, token in enumerate(tokens)
            if token.text in numbers or token.text.isdigit()
        ]
        for each in pointed:
            if any(each.first < other.last and other.first < each.last for other in learnt):
                continue
            sureness = self.tagger.sureness(each.entity, each.first)
            if sureness >= (SURE_DATE if each.entity == "date" else SECOND_CHANCE):
                learnt.append(Tagged(each.entity, each.first, each.last, sureness))
        return learnt

    def _entity(
        self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention], tagged: Tagged, today: date
    ) -> Entity:
        start, end = tokens[tagged.first].start, tokens[tagged.last - 1].end
        end -= self._glued_letters(tagged, tokens)
        typed = text[start:end]
        value = self._normalise(tagged, typed, mentions, today)
        return Entity(tagged.entity, start, end, typed, value, tagged.confidence, "recogniser")

    def _glued_letters(self, tagged: Tagged, tokens: Sequence[Token]) -> int:
        """How many letters of an ending to leave out, where the name without them is in a list."""
        if tagged.entity not in ("instrument", "service_type", "brand"):
            return 0
        words = [token.text for token in tokens[tagged.first : tagged.last]]
        if " ".join(words) in self.finders.gazetteer.names and not words[-1].endswith("iin"):
            return 0
        for ending in _GLUED:
            root = " ".join([*words[:-1], words[-1].removesuffix(ending)])
            if words[-1].endswith(ending) and root in self.finders.gazetteer.names:
                return len(ending)
        return 0

    def _normalise(self, tagged: Tagged, typed: str, mentions: Sequence[Mention], today: date) -> Any:
        if tagged.entity == "date":
            return resolve_date(typed, self.finders.clues.dates, self.finders.lexicon.numbers, today)
        if tagged.entity == "quantity":
            return count_of(typed, self.finders.lexicon.numbers)
        for mention in mentions:
            if mention.entity == tagged.entity and tagged.first <= mention.first and mention.last <= tagged.last:
                return mention.canonical
        return None


def train_recogniser(examples: Sequence[Example], finders: Finders, folder: Path) -> None:
    """Learns from the marked sentences and writes the model into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    marked = [example for example in examples if example.spans]
    plain = [example for example in examples if not example.spans][::PLAIN_KEPT]
    train_tagger((_described(example, finders) for example in marked + plain), folder / MODEL_FILE)


def load_recogniser(finders: Finders, folder: Path) -> Recogniser:
    """Reads what `train_recogniser` wrote."""
    return Recogniser(finders, Tagger(folder / MODEL_FILE))


def _described(example: Example, finders: Finders) -> tuple[list[list[str]], list[str]]:
    tokens = tokenise(example.text)
    features = finders.clues.describe(example.text, tokens, finders.gazetteer.find(tokens))
    return features, label_words(tokens, example.spans)


def _whole_date(tagged: Tagged, tokens: Sequence[Token], dates: Sequence[DateMention]) -> Tagged:
    """The learnt span without a leading preposition, and as far as the grammar sees the date go."""
    first, last = tagged.first, tagged.last
    while first < last - 1 and tokens[first].text in _PREPOSITIONS:
        first += 1
    for found in dates:
        if found.first < last and first < found.last:
            first, last = min(first, found.first), max(last, found.last)
    return Tagged(tagged.entity, first, last, tagged.confidence)
