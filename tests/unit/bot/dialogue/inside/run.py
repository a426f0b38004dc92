"""Runs the tests beside this file in the dialogue's environment, which has no pytest; prints one JSON object per test.

Not a test module: tests/unit/bot/dialogue/test_in_dialogue_environment.py starts it.
"""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).parent


class Outcomes(unittest.TestResult):
    """Notes how each test ended, as [name, outcome, details]."""

    def __init__(self):
        super().__init__()
        self.noted = []

    def note(self, test, outcome, details=""):
        self.noted.append([test.id(), outcome, details])

    def addSuccess(self, test):
        self.note(test, "passed")

    def addError(self, test, err):
        self.note(test, "failed", self._exc_info_to_string(err, test))

    addFailure = addError

    def addSkip(self, test, reason):
        self.note(test, "skipped", reason)

    def addExpectedFailure(self, test, err):
        self.note(test, "expected failure", test.shortDescription() or "")

    def addUnexpectedSuccess(self, test):
        self.note(test, "unexpected success", test.shortDescription() or "")

    def addSubTest(self, test, subtest, err):
        if err is not None:
            self.note(test, "failed", f"{subtest}\n{self._exc_info_to_string(err, test)}")


if __name__ == "__main__":
    outcomes = Outcomes()
    unittest.TestLoader().discover(str(HERE), pattern="inside_*.py").run(outcomes)
    sys.stdout.write("\nOUTCOMES " + json.dumps(outcomes.noted) + "\n")
