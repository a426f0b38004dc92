"""Tells a question, a command and a story apart by their wording alone (no Rasa import, so tests stay quick)."""

from __future__ import annotations

import re

# Chinese questions carry a particle or a question word; a form's free text rarely does.
QUESTION = re.compile(
    r"[?？吗么嘛呢]|什么|啥|咋|怎么|怎样|怎办|如何|多久|多少|多长|多大|几[天日年个号人]|哪|谁|为何|为什么|凭什么"
    r"|能不能|可不可以|可以不|行不行|是不是|是否|要不要|有没有|需不需要|(.)[不没]\1|能否|可否|请问|想问|想知道"
)


def is_question(text: str, longest: int) -> bool:
    """Whether a text of at most `longest` characters reads like a question."""
    return len(text) <= longest and bool(QUESTION.search(text))


def speech_act(label: str, text: str, question_length: int, command_length: int) -> str:
    """The intent that a label stands for in this wording: `ask`, `tell`, or the feature's own name.

    A topic in a text that asks nothing is a story (`tell`): outside a form it is answered like a question, inside a
    form it is the answer to the field. A command drowned in a long text is part of a story too.
    """
    if label == "emergency":
        return label
    if label.startswith("ask/"):
        return "ask" if is_question(text, question_length) else "tell"
    return label if len(text) <= command_length else "tell"


def is_danger(text: str, words: tuple[str, ...], longest: int) -> bool:
    """Whether a text of at most `longest` characters holds a word of danger: no classifier decides over a life."""
    return len(text) <= longest and any(word in text for word in words)
