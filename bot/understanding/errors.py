"""What can go wrong while understanding is trained or loaded."""

from __future__ import annotations


class UnderstandingError(Exception):
    """Base of all errors of this package; the text is one sentence for the person at the console."""

    code = "understanding_failed"
    http_status = 500


class BrokenLexiconError(UnderstandingError):
    """A file of `data/lexicon` is missing or cannot be read."""

    code = "lexicon_broken"


class BrokenTrainingDataError(UnderstandingError):
    """The sentences of `data/` cannot train a model."""

    code = "training_data_broken"


class BrokenModelError(UnderstandingError):
    """A trained part is missing or was written by another version."""

    code = "model_broken"
