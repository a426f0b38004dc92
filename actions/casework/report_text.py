"""A report in words: titles, tables and the paragraph for the annual report, from figures and knowledge/report.yml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from actions.casework.breakdowns import Breakdown, Flow
from actions.casework.disclosure import Published, in_full, protected, total_only
from actions.casework.figures import Figures
from actions.casework.words import label
from actions.content.region import Region
from actions.content.source import ROOT, read_yaml

_KINDS = {
    "respondents": "RespondentKind",
    "matters": "Matter",
    "outcomes": "Outcome",
    "letters": "LetterKind",
    "letter_results": "LetterStep",
}
_IN_TIME = ("examined_in_time", "concluded_in_time", "letters_in_time")
_SHARED = ("respondents", "matters")  # the annual report gives the shares of these in its prose


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `count` is None where it is withheld, `share` where there is none to show."""

    label: str
    count: int | None
    share: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One table: a whole and its parts; a carry-over has no whole."""

    title: str
    lines: tuple[Line, ...]
    whole: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a reader sees, whatever the form."""

    title: str
    practice: str
    sections: tuple[Section, ...]
    prose: str
    notes: tuple[str, ...]


@cache
def texts() -> Mapping[str, Any]:
    """knowledge/report.yml."""
    table: Mapping[str, Any] = read_yaml(ROOT / "report.yml")
    return table


def report_of(figures: Figures, region: Region, *, public: bool = False) -> Report:
    """The report; the public one withholds small counts and leaves the carry-over out."""
    publish = _publisher(figures, public)
    shown = {name: publish(getattr(figures, name)) for name in texts()["sections"]}
    flows = () if public else tuple(_flow(name, getattr(figures, name)) for name in texts()["flows"])
    version = texts()["version"]["public" if public else "internal"]
    return Report(
        title=texts()["title"].format(county=region.name, period=_period(figures), version=version),
        practice=texts()["practice"] if figures.practice else "",
        sections=(*(_section(name, one) for name, one in shown.items()), *flows),
        prose=_prose(figures, shown, region, public),
        notes=_notes(figures, public),
    )


def part_label(section: str, part: str) -> str:
    """The Chinese word for one part of a section."""
    if section in _KINDS:
        return label(_KINDS[section], part)
    group = "in_time" if section in _IN_TIME else section
    return str(texts()["labels"][group][part])


def _publisher(figures: Figures, public: bool) -> Callable[[Breakdown], Published]:
    if not public:
        return in_full
    return total_only if figures.period.quarter else protected


def _period(figures: Figures) -> str:
    period = figures.period
    return str(
        texts()["period"]["quarter" if period.quarter else "year"].format(year=period.year, quarter=period.quarter)
    )


def _section(name: str, shown: Published) -> Section:
    words = texts()["sections"][name]
    lines = (Line(part_label(name, part), count, shown.shares[part]) for part, count in shown.parts.items())
    return Section(words["title"], tuple(lines), Line(words["whole"], shown.total))


def _flow(name: str, flow: Flow) -> Section:
    words = texts()["flows"][name]
    return Section(words["title"], tuple(Line(words[step], getattr(flow, step)) for step in flow.__slots__))


def _prose(figures: Figures, shown: Mapping[str, Published], region: Region, public: bool) -> str:
    words, names = texts()["prose"], {"period": _period(figures), "authority": region.authority}
    sentences = [words["received" if figures.intake.came else "none"].format(total=figures.intake.came, **names)]
    for name in ("decided", "respondents", "matters", "outcomes"):
        if items := _list(name, shown[name]):
            sentences.append(words[name].format(total=shown[name].total, list=items))
        elif shown[name].total and f"{name}_only" in words:
            sentences.append(words[f"{name}_only"].format(total=shown[name].total))
    if figures.outcomes.total and not public:
        sentences.append(words["concluded_in_time"].format(**figures.concluded_in_time.parts))
    if not public:
        sentences.append(words["open"].format(waiting=figures.intake.after, open=figures.handled.after))
    sentences.append(_letters(shown["letters"], region))
    if any(one.withheld for one in shown.values()):
        sentences.append(words["withheld"])
    return "".join(sentences)


def _letters(letters: Published, region: Region) -> str:
    words, items = texts()["prose"], _list("letters", letters)
    said = words["letters"] if items else words["letters_only" if letters.total else "no_letters"]
    return str(said.format(mailbox=region.mailbox.name, total=letters.total, list=items))


def _list(name: str, shown: Published) -> str:
    """The parts that are not nothing and may be said; empty where there is none."""
    words, shared = texts()["prose"], "_with_share" if name in _SHARED else ""
    item = words[f"item{shared}"]
    said = [
        item.format(label=part_label(name, part), count=count, share=shown.shares[part])
        for part, count in shown.parts.items()
        if count
    ]
    rest = [words["rest"]] if said and shown.withheld else []
    return str(words[f"separator{shared}"].join([*said, *rest]))


def _notes(figures: Figures, public: bool) -> tuple[str, ...]:
    notes = texts()["notes"]
    names = ["rounding", "counting", "limits"]
    if public:
        names.append("quarter" if figures.period.quarter else "protection")
    return tuple(notes[name] for name in names)
