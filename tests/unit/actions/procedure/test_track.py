"""Ordinary or simplified track (行政复议法 53–55)."""

import pytest

from actions.procedure.tables import Basis
from actions.procedure.track import TrackFacts, track


@pytest.mark.parametrize(
    ("facts", "key", "grounds"),
    [
        (TrackFacts(on_the_spot=True), "simplified", 1),
        (TrackFacts(warning=True), "simplified", 1),
        (TrackFacts(amount=3000), "simplified", 1),  # 以下 holds the number itself
        (TrackFacts(amount=3000.01), "ordinary", 0),
        (TrackFacts(amount=0), "simplified", 1),
        (TrackFacts(amount=-1), "ordinary", 0),
        (TrackFacts(information=True), "simplified", 1),
        (TrackFacts(consent=True), "simplified", 1),
        (TrackFacts(on_the_spot=True, amount=200, clear=True), "simplified", 2),
        (TrackFacts(on_the_spot=True, clear=False), "unclear", 1),
        (TrackFacts(consent=True, clear=False), "simplified", 1),
        (TrackFacts(), "ordinary", 0),
    ],
)
def test_tracks(facts: TrackFacts, key: str, grounds: int) -> None:
    result = track(facts)
    assert (result.key, len(result.grounds)) == (key, grounds)
    assert Basis("行政复议法", 53) in result.basis
    assert "复议" in result.text or "程序" in result.text
