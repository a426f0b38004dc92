"""What to do with a probability: answer, offer three choices, or refuse (no Rasa import).

The three numbers stand in config.yml with their reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.dialogue.nlu.calibration import OUT_OF_SCOPE

Ranking = Sequence[tuple[str, float]]  # labels with their probabilities, best first


class Band(Enum):
    """How sure one may be of the best label."""

    ANSWER = "answer"
    OFFER = "offer"
    REFUSE = "refuse"


@dataclass(frozen=True)
class Bands:
    """`confident` and `hopeless` bound the best own label; `foreign` is what out-of-scope may weigh against it."""

    confident: float
    hopeless: float
    foreign: float

    def decide(self, ranking: Ranking, foreign: float) -> tuple[Band, str]:
        """The band and the label ("" if the text says nothing); `foreign`: how likely it is out of scope."""
        own = [guess for guess in ranking if guess[0] != OUT_OF_SCOPE]
        label, confidence = own[0] if own else ("", 0.0)
        if foreign > 0 and foreign >= self.foreign * (foreign + confidence):
            return Band.REFUSE, OUT_OF_SCOPE
        if confidence < self.hopeless:
            return Band.REFUSE, label
        return (Band.ANSWER if confidence >= self.confident else Band.OFFER), label
