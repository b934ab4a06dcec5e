"""Puts the finders together: patterns, lists, dates and the trained recogniser, with overlaps resolved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bot.understanding.entities.contacts import find_emails, find_phones
from bot.understanding.entities.date_words import DateWords
from bot.understanding.entities.dates import resolve_date
from bot.understanding.entities.document_numbers import find_document_numbers
from bot.understanding.entities.entity import Entity
from bot.understanding.entities.gazetteer import Gazetteer, Mention
from bot.understanding.entities.quantities import count_of
from bot.understanding.entities.tagger import MODEL_FILE, Clues, Tagged, Tagger, label_words, train_tagger
from bot.understanding.examples import Example
from bot.understanding.lexicon import Lexicon
from bot.understanding.tokens import Token, tokenise

LEARNT_FIRST = ("date", "quantity", "service_type", "display_type", "instrument", "brand", "city", "company_name", "person_name")
"""Entities whose spans depend on the sentence, so the trained recogniser decides; patterns decide on all others."""


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
        tagged = self.tagger.tag(self.finders.clues.describe(text, tokens, mentions))
        found = self.finders.patterns(text, today)
        for each in tagged:
            entity = self._entity(text, tokens, mentions, each, today)
            if each.entity in LEARNT_FIRST and not any(entity.overlaps(other) for other in found):
                found.append(entity)
        return sorted(found, key=lambda entity: entity.start)

    def _entity(
        self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention], tagged: Tagged, today: date
    ) -> Entity:
        start, end = tokens[tagged.first].start, tokens[tagged.last - 1].end
        typed = text[start:end]
        value = self._normalise(tagged, typed, mentions, today)
        return Entity(tagged.entity, start, end, typed, value, tagged.confidence, "recogniser")

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
    train_tagger((_described(example, finders) for example in examples), folder / MODEL_FILE)


def load_recogniser(finders: Finders, folder: Path) -> Recogniser:
    """Reads what `train_recogniser` wrote."""
    return Recogniser(finders, Tagger(folder / MODEL_FILE))


def _described(example: Example, finders: Finders) -> tuple[list[list[str]], list[str]]:
    tokens = tokenise(example.text)
    features = finders.clues.describe(example.text, tokens, finders.gazetteer.find(tokens))
    return features, label_words(tokens, example.spans)
