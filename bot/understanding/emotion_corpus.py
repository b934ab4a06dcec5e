"""`python -m bot.understanding.emotion_corpus FOLDER`: the emotion sentences as spaCy files, for the spaCy project."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.understanding.emotion import (
    PROJECT,
    as_spacy_text,
    read_emotion_assets,
    read_feeling,
    sample,
    usable_examples,
    write_corpus,
)
from bot.understanding.entities.recogniser import Finders
from bot.understanding.examples import read_nlu_folder
from bot.understanding.features import Reader
from bot.understanding.lexicon import load_lexicon

HELD_BACK = 10
"""Every so many sentences are kept from training, to score the model."""


def main(folder: Path) -> None:
    """Writes train.spacy and dev.spacy."""
    reader = Reader.build(Finders.build(load_lexicon()))
    examples = usable_examples([*read_nlu_folder(PROJECT.parent / "nlu"), *read_emotion_assets(PROJECT / "assets")])
    read = [(as_spacy_text(read_feeling(each.text, each.language, reader)), each.emotion) for each in examples]
    sentences = sample(read)
    write_corpus([each for place, each in enumerate(sentences) if place % HELD_BACK], folder / "train.spacy")
    write_corpus(sentences[::HELD_BACK], folder / "dev.spacy")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
