"""The answers by group, those that contain some words, and where the buttons of an answer lead on a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from actions.content.answers import Answer
from actions.content.region import Region
from actions.content.source import ROOT, need, need_text, read_yaml
from actions.content.texts import load_starts
from bot.channels.failures import topic_of

FILE = ROOT / "pages.yml"
OTHER = "other"
LONGEST_QUERY = 60  # characters
MOST = 30
MOST_SIMILAR = 8
LIKE = 4  # a pair in the title, which stands in the text too


def _group_names() -> dict[str, str]:
    """The name of every group, in the order of the page; raises ContentError."""
    rows = need(read_yaml(FILE), "groups", dict, FILE, "文件")
    return {str(key): need_text(rows, key, FILE, "groups") for key in (*rows, OTHER)}


# Read when the edge starts, not when somebody asks.
GROUPS = _group_names()


def grouped(answers: Iterable[Answer]) -> list[tuple[str, str, list[Answer]]]:
    """(key, name, answers) of every group that has any, without the variants that nobody asks for by themselves."""
    found: dict[str, list[Answer]] = {key: [] for key in GROUPS}
    for answer in answers:
        if answer.variant_of is None:
            found[answer.group if answer.group in GROUPS else OTHER].append(answer)
    return [(key, GROUPS[key], rows) for key, rows in found.items() if rows]


def matching(words: str, answers: Iterable[Answer], region: Region) -> list[Answer]:
    """The answers that contain every word, those with all of them in the title first."""
    terms = _folded(words).split()
    found = [(_has(title, terms), one) for one, title, text in _texts(answers, region) if _has(text, terms)]
    return [one for _, one in sorted(found, key=lambda row: not row[0])][:MOST]


def similar(words: str, answers: Iterable[Answer], region: Region) -> list[Answer]:
    """The answers that share pairs of signs with the words, the likest first.

    Chinese is written without spaces: a whole question seldom stands in an answer as it was typed.
    """
    texts = _texts(answers, region)
    pairs = {term[at : at + 2] for term in _folded(words).split() for at in range(len(term) - 1)}
    # What stands everywhere tells nothing apart.
    telling = {pair for pair in pairs if sum(pair in text for _, _, text in texts) <= len(texts) / 8}
    ranked = [(sum(3 * (pair in title) + (pair in text) for pair in telling), one) for one, title, text in texts]
    least = max([LIKE, *(score / 2 for score, _ in ranked)])
    return [one for score, one in sorted(ranked, key=lambda row: -row[0]) if score >= least][:MOST_SIMILAR]


def _texts(answers: Iterable[Answer], region: Region) -> list[tuple[Answer, str, str]]:
    """Each answer with its title and its text as they are compared."""
    return [(one, _folded(one.title), _folded(region.fill(f"{one.title}\n{one.answer}"))) for one in answers]


def _has(text: str, terms: Iterable[str]) -> bool:
    return all(term in text for term in terms)


def links(choices: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """(label, address) of what the buttons of an answer lead to."""
    found = ((one["label"], _address(one["choice"])) for one in choices)
    return [(label, address) for label, address in found if address]


def _address(choice: str) -> str | None:
    topic = topic_of(choice)
    if topic is not None:
        return f"/answers/{topic}"
    name = choice.removeprefix("/")
    if name == "handoff":  # needs no chat
        return "/offices"
    return f"/?start={name}" if name in load_starts() else None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
