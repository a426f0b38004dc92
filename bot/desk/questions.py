"""Questions that no answer fitted, grouped; and the draft of a new answer, which leaves as a file for the lawyers.

Nothing is written into knowledge/ on the server: what citizens read is reviewed first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml
from starlette.requests import Request
from starlette.responses import Response

from actions.casework.unanswered import unanswered
from actions.content.answers import FEATURES, load_answers
from actions.content.laws import load_laws
from bot.desk.desk import desk_of
from bot.desk.forms import Form, answering

MOST_EXAMPLES = 60
LONGEST_ANSWER = 200  # characters, as all answers
HEAD = """\
# 新答复的草稿，还没有审定，放进去之前由法制机构审。
# answers 下面的放进 knowledge/answers/，nlu 下面的放进 data/nlu/。
"""
_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
WRONG = {
    "id": "英文短名只用小写字母、数字和连字符，而且不能是已经有的",
    "title": "请写标题",
    "answer": f"请写答复，最多{LONGEST_ANSWER}个字",
    "law": "法律目录里没有这部法，或者没有这一条",
    "examples": "至少写三种问法，一行一种",
}


@dataclass(frozen=True)
class Wording:
    """One wording, however it was punctuated, and how often it came."""

    text: str
    times: int


@dataclass(frozen=True)
class Group:
    """The wordings for which the same topic was offered first; `topic` is its label, empty where nothing was."""

    topic: str
    title: str
    wordings: tuple[Wording, ...]

    @property
    def times(self) -> int:
        """How often any of them came."""
        return sum(one.times for one in self.wordings)


def grouped(rows: Sequence[tuple[str, int, str]]) -> list[Group]:
    """(wording, how often, topics offered) as groups, the most frequent first."""
    titles = {f"ask/{one.id}": one.title for one in load_answers().values()} | FEATURES
    groups: dict[str, dict[str, Wording]] = defaultdict(dict)
    for text, times, offered in rows:
        topic = next((label for label in offered.split(",") if label in titles), "")
        known = groups[topic].get(normal(text))
        groups[topic][normal(text)] = Wording(known.text if known else text, times + (known.times if known else 0))
    found = [
        Group(topic, titles.get(topic, ""), tuple(sorted(wordings.values(), key=lambda one: (-one.times, one.text))))
        for topic, wordings in groups.items()
    ]
    return sorted(found, key=lambda group: (-group.times, group.topic))


def normal(text: str) -> str:
    """A wording without punctuation, spaces, width and case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).lower() if sign.isalnum())


def show_questions(request: Request) -> Response:
    """The page of the questions that no answer fitted."""
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        groups = grouped(unanswered(transaction))
        tallies = desk.tallies(transaction)
    return desk.page(request, "questions.html", groups=groups, **tallies)


def show_draft(request: Request) -> Response:
    """The form of a new answer, with the wordings of one group as its examples."""
    topic = request.query_params.get("topic", "")
    with desk_of(request).records.transaction() as transaction:
        groups = grouped(unanswered(transaction))
    wordings = next((group.wordings for group in groups if group.topic == topic), ())
    return _form(request, {"examples": "\n".join(one.text for one in wordings[:MOST_EXAMPLES])})


def _draft(request: Request, form: Form) -> Response:
    desk, account = desk_of(request), request.state.account
    wrong = _wrong(form)
    if wrong or form.get("stage") != "download":
        return _form(request, form, 422 if wrong else 200, wrong, "" if wrong else drafted(form, desk.today()))
    with desk.writer.transaction() as transaction:
        desk.writer.note(transaction, account.id, "question.draft_exported", form["id"])
    headers = {"Content-Disposition": f'attachment; filename="{form["id"]}.yml"'}
    return Response(drafted(form, desk.today()), media_type="application/yaml", headers=headers)


make_draft = answering(_draft)


def drafted(form: Mapping[str, str], today: object) -> str:
    """The draft as YAML: the answer as knowledge/answers/ has it, and its examples as data/nlu/ has them."""
    answer = {
        "id": form["id"],
        "title": form["title"].strip(),
        "answer": form["answer"].replace("\r\n", "\n").strip() + "\n",
        "basis": [{"law": form["law"], "article": int(form["article"])}],
        "next": [],
        "own_figures": [],
        "reviewed": {"on": today, "by": None},
    }
    lines = "".join(f"- {line}\n" for line in _examples(form))
    dumped = {"answers": [answer], "nlu": [{"intent": f"ask/{form['id']}", "examples": lines}]}
    return HEAD + yaml.dump(dumped, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as the files of knowledge/ have them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _examples(form: Mapping[str, str]) -> list[str]:
    lines = (" ".join(line.split()).lstrip("-# ") for line in form.get("examples", "").splitlines())
    return list(dict.fromkeys(line for line in lines if line))[:MOST_EXAMPLES]


def _wrong(form: Form) -> dict[str, str]:
    laws, article = load_laws(), form.get("article", "")
    law = laws.get(form.get("law", ""))
    number = int(article) if article.isascii() and article.isdecimal() and len(article) < 5 else 0
    faults = {
        "id": not _ID.fullmatch(form.get("id", "")) or form.get("id") in load_answers(),
        "title": not form.get("title", "").strip(),
        "answer": not 0 < len(form.get("answer", "").strip()) <= LONGEST_ANSWER,
        "law": law is None or not 1 <= number <= law.articles,
        "examples": len(_examples(form)) < 3,
    }
    return {name: WRONG[name] for name, fault in faults.items() if fault}


def _form(
    request: Request, typed: Form, status: int = 200, wrong: Mapping[str, str] | None = None, shown: str = ""
) -> Response:
    desk = desk_of(request)
    with desk.records.transaction() as transaction:
        tallies = desk.tallies(transaction)
    values = {"typed": typed, "wrong": wrong or {}, "shown": shown, "laws": list(load_laws())}
    return desk.page(request, "draft.html", status, **values, **tallies)
