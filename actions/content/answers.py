"""The reviewed answers (knowledge/answers/*.yml) and the message a channel shows for one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from actions.content.laws import Law, cite
from actions.content.region import Region, check_placeholders
from actions.content.source import ROOT, ContentError, maybe_text, need, need_text, read_yaml
from actions.content.texts import failure

# Feature words allowed in `next`, with the label of their button.
FEATURES = {
    "apply": "我要写复议申请",
    "complaint": "我要投诉举报",
    "case_status": "查办理进度",
    "handoff": "找工作人员",
    "door": "我的事该找谁",
    "filed": "我已经递交了，算后面的日子",
    "follow_up": "取一份、删除我登记过的",
}


@dataclass(frozen=True)
class Answer:
    """One answer; `basis` holds (law, article) pairs, `next` ids of answers or features.

    ask_back: the question that tells its variants apart.  variant_of, label: the answer for one of these cases, and the
    button that leads to it; nobody asks for a variant by itself, so it has no training examples.
    """

    id: str
    group: str
    title: str
    answer: str
    more: str | None
    basis: tuple[tuple[str, int], ...]
    next: tuple[str, ...]
    own_figures: tuple[str, ...]
    reviewed_on: date
    reviewed_by: str | None
    ask_back: str | None = None
    variant_of: str | None = None
    label: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@cache
def load_answers(folder: Path = ROOT / "answers") -> dict[str, Answer]:
    """Every answer by id, its choices resolved; raises ContentError, also for a `next` that leads nowhere."""
    found: dict[str, Answer] = {}
    for file in sorted(folder.glob("*.yml")):
        rows = read_yaml(file)
        if not isinstance(rows, list):
            raise ContentError(file, "文件", "应当是一列答复")
        for row in rows:
            answer = _answer(row, file)
            if answer.id in found:
                raise ContentError(file, answer.id, "编号重复")
            found[answer.id] = answer
    if not found:
        raise ContentError(folder, "文件夹", "里面没有答复")
    return {id_: _with_choices(answer, found, folder) for id_, answer in found.items()}


def topics(answers: Mapping[str, Answer]) -> list[str]:
    """The ids that people ask for: all but the variants."""
    return [id_ for id_, answer in answers.items() if answer.variant_of is None]


def payload(id_: str) -> str:
    """The slash payload that asks for an answer by id."""
    return f"/ask{json.dumps({'topic': id_})}"


def due_for(answer: Answer, laws: Mapping[str, Law]) -> tuple[str, ...]:
    """The laws that changed after the answer was held against them, so that it must be read again; each once."""
    cited = dict.fromkeys(law for law, _ in answer.basis)
    return tuple(law for law in cited if law in laws and laws[law].read_before_change(answer.reviewed_on))


def is_held(answer: Answer, laws: Mapping[str, Law]) -> bool:
    """Whether the answer is turned off until it was read again."""
    return any(laws[law].hold for law in due_for(answer, laws))


def card(answer: Answer, laws: dict[str, Law], region: Region) -> dict[str, Any]:
    """The `answer` message: placeholders filled, each basis with the day since which it is in force.

    An answer that is turned off until it was read again is a notice that says so.
    """
    if is_held(answer, laws):
        return dict(failure("answer_held", region))
    message: dict[str, Any] = {"type": "answer", "id": answer.id, "title": answer.title}
    asked = [answer.ask_back] if answer.ask_back else []
    message["text"] = region.fill("\n".join([answer.answer, *asked]))
    if answer.more:
        message["more"] = region.fill(answer.more)
    message["basis"] = [cite(laws, law, article, answer.id).message() for law, article in answer.basis]
    message["choices"] = [{"label": label, "choice": choice} for label, choice in answer.choices]
    return message


def _answer(row: Any, file: Path) -> Answer:
    id_ = need_text(row, "id", file, "答复")
    if not re.fullmatch(r"[a-z0-9]+(--?[a-z0-9]+)*", id_):
        raise ContentError(file, id_, "编号只能是小写字母、数字和横线")
    reviewed = need(row, "reviewed", dict, file, id_)
    answer = Answer(
        id=id_,
        group=file.stem,
        title=need_text(row, "title", file, id_),
        answer=need_text(row, "answer", file, id_),
        more=maybe_text(row, "more", file, id_),
        basis=_basis(row, file, id_),
        next=tuple(need(row, "next", list, file, id_)),
        own_figures=tuple(need(row, "own_figures", list, file, id_)),
        reviewed_on=need(reviewed, "on", date, file, f"{id_}.reviewed"),
        reviewed_by=maybe_text(reviewed, "by", file, f"{id_}.reviewed"),
        ask_back=maybe_text(row, "ask_back", file, id_),
        variant_of=maybe_text(row, "variant_of", file, id_),
        label=maybe_text(row, "label", file, id_),
    )
    for key, text in (("answer", answer.answer), ("more", answer.more or "")):
        check_placeholders(text, file, f"{id_}.{key}")
    return answer


def _basis(row: Any, file: Path, id_: str) -> tuple[tuple[str, int], ...]:
    """The cited articles; one entry may list several articles of a law."""
    pairs: list[tuple[str, int]] = []
    for one in need(row, "basis", list, file, id_):
        law = need_text(one, "law", file, f"{id_}.basis")
        article = need(one, "article", (int, list), file, f"{id_}.basis")
        pairs += [(law, number) for number in (article if isinstance(article, list) else [article])]
    return tuple(pairs)


def _with_choices(answer: Answer, found: dict[str, Answer], folder: Path) -> Answer:
    variants = [one for one in found.values() if one.variant_of == answer.id]
    if bool(answer.ask_back) != bool(variants) or any(not one.label for one in variants):
        raise ContentError(folder / f"{answer.group}.yml", answer.id, "ask_back 和 variant_of、label 要成套")
    if answer.variant_of is not None and answer.variant_of not in found:
        raise ContentError(folder / f"{answer.group}.yml", answer.id, f"没有“{answer.variant_of}”这个答复")
    choices = [(str(one.label), payload(one.id)) for one in variants]
    for step in answer.next:
        if step in FEATURES:
            choices.append((FEATURES[step], f"/{step}"))
        elif step in found:
            choices.append((found[step].title, payload(step)))
        else:
            raise ContentError(folder / f"{answer.group}.yml", f"{answer.id}.next", f"没有“{step}”这个答复")
    return Answer(**{**vars(answer), "choices": tuple(choices)})
