"""`make compare`: every method on the same questions with the same examples, in one run.

`python -m bot.dialogue.comparison FOLDER [--quick] [--folds=no] [--epochs=N]` in the dialogue environment: FOLDER may
hold e5.npz, the vectors that another environment made of texts.json; `--texts` only writes texts.json. `--quick` leaves
DIET and the cross-validation out and writes no page, `--folds=no` leaves only the cross-validation out. The table in
FOLDER grows row by row, so that a run that is broken off is not lost.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import date
from pathlib import Path

import jieba
import numpy as np

from bot.dialogue.comparison import report
from bot.dialogue.comparison.data import Vectors, answers, examples, questions, reported, with_slips
from bot.dialogue.comparison.measure import Result, measured
from bot.dialogue.comparison.table import BASELINE, rows
from bot.dialogue.nlu.normal_form import normal

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "answer-selector.md"
EPOCHS = 100  # of DIET, as Rasa ships it
LEXICON = Path(__file__).with_name("legal.txt")  # what Jieba should keep whole

logger = logging.getLogger("comparison")


def main(folder: Path, options: set[str]) -> int:
    """Compares and writes the page."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    jieba.setLogLevel(logging.ERROR)
    jieba.load_userdict(str(LEXICON))
    taught, asked = examples(ROOT / "data" / "nlu"), questions(ROOT / "tests" / "nlu" / "questions.yml")
    known, marks = answers(ROOT / "knowledge" / "answers"), reported(asked.texts)
    tuning, held = asked.at(~marks), asked.at(marks)
    slips = with_slips(held.texts, taught.texts)
    if "--texts" in options:
        texts = [*taught.texts, *asked.texts, *slips, *known.titles.values(), *known.bodies.values()]
        (folder / "texts.json").write_text(json.dumps(sorted({*map(normal, texts)})), encoding="utf-8")
        return 0
    quick = "--quick" in options
    unfolded = quick or "--folds=no" in options
    epochs = 0 if quick else max((int(one[9:]) for one in options if one.startswith("--epochs=")), default=EPOCHS)
    stored = Vectors.stored(folder / "e5.npz")
    counts = {"training examples": len(taught), "labels": len(set(taught.labels)), "tuning questions": len(tuning)}
    results: list[Result] = []
    against: np.ndarray | None = None
    text = ""
    for row in rows(Vectors(), stored, known, set(taught.labels), epochs):
        result = measured(row.name, row.make, (taught, tuning, held), slips, 0 if unfolded else row.repeats, against)
        against = result.hits if row.name == BASELINE else against
        results.append(result)
        logger.info(report.line(result))
        text = report.table(results, {**counts, "reported questions": len(held)}, date.today())
        (folder / "table.md").write_text(text, encoding="utf-8")
    if not quick:
        report.write(PAGE, text)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), set(sys.argv[2:])))
