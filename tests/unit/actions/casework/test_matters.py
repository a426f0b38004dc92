import pytest

from actions.casework.kinds import Matter
from actions.casework.matters import counted_as
from actions.content.source import ROOT, read_yaml

ASKED = read_yaml(ROOT / "rules" / "matters.yml")


@pytest.mark.parametrize("matter", ASKED)
def test_every_matter_that_an_application_can_name_is_counted(matter: str) -> None:
    assert counted_as(matter) in Matter


def test_no_two_matters_are_counted_as_one() -> None:
    """行政复议法 11 lists them one by one, so the statistics keep them apart."""
    assert len({counted_as(matter) for matter in ASKED}) == len(ASKED)


def test_only_confirmation_is_for_the_office_to_choose() -> None:
    assert set(Matter) - {counted_as(matter) for matter in ASKED} == {Matter.CONFIRMATION}


@pytest.mark.parametrize(
    ("asked", "counted"),
    [("business", Matter.AUTONOMY), ("burden", Matter.UNLAWFUL_DEMAND), ("penalty", Matter.PENALTY)],
)
def test_what_has_another_name(asked: str, counted: Matter) -> None:
    assert counted_as(asked) == counted
    assert counted_as(counted.value) == counted


def test_an_unknown_matter_is_refused() -> None:
    with pytest.raises(ValueError):
        counted_as("nothing")
