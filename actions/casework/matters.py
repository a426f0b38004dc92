"""From the matter an application names (knowledge/rules/matters.yml) to the one the statistics count it under."""

from functools import cache

from actions.casework.kinds import Matter
from actions.content.source import ROOT, read_yaml


def counted_as(matter: str) -> Matter:
    """The statistics' matter for an id of matters.yml, or for one of its own; raises ValueError for neither."""
    return Matter(_renamed().get(matter, matter))


@cache
def _renamed() -> dict[str, str]:
    renamed: dict[str, str] = read_yaml(ROOT / "report.yml")["matters_counted_as"]
    return renamed
