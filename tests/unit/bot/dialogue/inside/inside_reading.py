"""The files are read once, and what is read is what Rasa's importer reads."""

import tempfile
from pathlib import Path
from unittest import TestCase

from rasa.shared.importers.rasa import RasaFileImporter

from bot.dialogue.reading import ReadOnce

EXAMPLES = """version: "3.1"
nlu:
- intent: ask/fee
  examples: |
    - 要钱吗
    - 收费吗
"""


class Reading(TestCase):
    """What an importer gives."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "fee.yml"
        self.file.write_text(EXAMPLES, encoding="utf-8")

    def texts(self, importer):
        return [one.get("text") for one in importer.get_nlu_data().intent_examples]

    def test_it_is_what_rasa_reads(self):
        ours, theirs = (kind(training_data_paths=[str(self.file)]) for kind in (ReadOnce, RasaFileImporter))
        self.assertEqual(self.texts(ours), ["要钱吗", "收费吗"])
        self.assertEqual(ours.get_nlu_data().fingerprint(), theirs.get_nlu_data().fingerprint())

    def test_another_importer_of_the_same_files_reads_nothing(self):
        first = ReadOnce(training_data_paths=[str(self.file)]).get_nlu_data("zh")
        self.file.write_text(EXAMPLES.replace("收费吗", "多少钱"), encoding="utf-8")
        self.assertIs(ReadOnce(training_data_paths=[str(self.file)]).get_nlu_data("zh"), first)
