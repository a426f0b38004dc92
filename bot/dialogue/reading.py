"""The training data, read once a process: Rasa asks its importer for them three times and reads every file anew."""

from __future__ import annotations

from functools import cache

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.importers.utils import training_data_from_paths
from rasa.shared.nlu.training_data.training_data import TrainingData


class ReadOnce(RasaFileImporter):
    """Rasa's own importer of files, but for that."""

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The examples of all files; whoever adds to them copies first, as all of Rasa's importers do."""
        return _read(tuple(self._nlu_files), language or "en")


@cache
def _read(files: tuple[str, ...], language: str) -> TrainingData:
    return training_data_from_paths(files, language)
