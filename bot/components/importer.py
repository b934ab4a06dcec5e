"""Reads the training data as Rasa does and notes the language of every sentence: the folder it stands in."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data import loading
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.components.shared import LANGUAGE
from protocol.languages import Language

_CODES = {language.value for language in Language}


class LanguageFolderImporter(RasaFileImporter):
    """Rasa's own importer, plus the language of `data/nlu/<language>/*.yml`."""

    @cached_method  # Rasa asks three times in a training, and reading takes seconds
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All sentences, each with the language of its folder."""
        parts = [self._read(path, language or "en") for path in self._nlu_files]
        return TrainingData().merge(*parts)  # all at once: each merge copies everything that it has

    def _read(self, path: str, language: str) -> TrainingData:
        data = loading.load_data(path, language)
        folder = Path(path).parent.name
        if folder in _CODES:
            for message in data.training_examples:
                message.set(LANGUAGE, folder)
        return data
