"""The page on how to file: where, until when, with what, and what saving does not do."""

from __future__ import annotations

from datetime import date

from actions import apply_facts
from actions.content.region import Region
from actions.interview.flow import Values
from actions.procedure.document_words import template_words
from actions.procedure.periods import chinese


def guide(values: Values, today: date, region: Region) -> tuple[str, ...]:
    """The lines of the page, numbered; what the county has not told stays unsaid."""
    words = template_words()["guide"]
    counted = apply_facts.deadline(values, today)
    lines = [words["rung"], _until(counted.last_day, words)]
    if counted.state in ("late", "late_reasons"):
        lines.append(words["late"])
    lines += [words["sign"], words["copies"], _where(values, region, words)]
    lines += [words[key] for key in ("post", "online", "oral", "next", "free")]
    numbered = [f"{at}．{region.fill(line)}" for at, line in enumerate(lines, start=1)]
    return (*numbered, words["basis"])


def _until(last_day: date | None, words: dict[str, str]) -> str:
    return words["until"].replace("{last_day}", chinese(last_day)) if last_day else words["until_unknown"]


def _where(values: Values, region: Region, words: dict[str, str]) -> str:
    """The county's own office, another authority, or that it has to be asked first."""
    name = apply_facts.authority(values, region).name
    if name is None:
        return words["check"]
    return words["here"] if name == region.authority else words["elsewhere"].replace("{authority}", name)
