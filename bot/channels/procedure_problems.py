"""Facts that cannot be used, as the problem bad_facts: every fault with its field, its Chinese name and what to do."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, get_type_hints

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

from actions.content.source import ROOT, need, need_text, read_yaml
from actions.procedure.triage import questions
from bot.channels.problems import FieldFault, Problem
from bot.channels.procedure_checks import Contradiction
from bot.channels.procedure_fields import name_of
from bot.channels.procedure_questions import TriageBody

FILE = ROOT / "failures.yml"
UNKNOWN_NAME = "不认识的项"
WHOLE_NAME = "整个请求"
LONGEST_KEY = 64  # characters of a strange key that are said back
MOST_FAULTS = 20

# Pydantic's kinds of fault → the id of our words; what is not listed is a body of another form.
WORDS = {
    "extra_forbidden": "unknown_key",
    "literal_error": "unknown_value",
    "missing": "missing",
    "day": "day",
    "day_range": "day_range",
    "bool_type": "yes_no",
    "float_type": "number",
    "finite_number": "number",
    "int_type": "whole_number",
    "greater_than": "range",
    "greater_than_equal": "range",
    "less_than_equal": "range",
    "string_type": "text",
    "string_too_short": "text",
    "string_unicode": "text",
    "string_too_long": "long_text",
    "string_pattern_mismatch": "body",
    "list_type": "list",
    "too_long": "long_list",
}
BOUNDS = (("gt", "要大于{}"), ("ge", "最小是{}"), ("lt", "要小于{}"), ("le", "最大是{}"))


def _details() -> Mapping[str, str]:
    """The words for every kind of fault; raises ContentError."""
    rows = need(need(read_yaml(FILE), "bad_facts", dict, FILE, "文件"), "details", dict, FILE, "bad_facts")
    return {key: need_text(rows, key, FILE, "bad_facts.details") for key in rows}


# Read when the edge starts, not when somebody is refused.
DETAILS = _details()


class NamingRoute(APIRoute):
    """A route whose refused body is answered with the names of the fields, in Chinese."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The usual handler, with another word for a body that does not fit."""
        handle = super().get_route_handler()
        model = get_type_hints(self.endpoint).get("body", BaseModel)

        async def named(request: Request) -> Response:
            try:
                return await handle(request)
            except RequestValidationError as fault:
                raise unfit(model, list(fault.errors())) from None

        return named


def unfit(model: type[BaseModel], errors: Sequence[Mapping[str, Any]]) -> Problem:
    """The refusal of a body that is not what a route takes."""
    if errors[0]["type"] == "json_invalid":
        return Problem("malformed")
    return Problem("bad_facts", errors=[_misfit(model, one) for one in errors[:MOST_FAULTS]])


def refuse(model: type[BaseModel], contradictions: Iterable[Contradiction]) -> None:
    """Raises Problem where facts contradict each other."""
    errors = [_fault(model, path, words) for fields, words in contradictions for path in fields]
    if errors:
        raise Problem("bad_facts", errors=errors[:MOST_FAULTS])


def _misfit(model: type[BaseModel], error: Mapping[str, Any]) -> FieldFault:
    path = [step for step in error["loc"][1:] if step != "[key]"]
    words = WORDS.get(error["type"], "whole")
    name = name_of(model, path) if path else WHOLE_NAME
    if not path:
        words = "whole"
    detail = DETAILS[words] + _allowed(error.get("ctx") or {}, words)
    return FieldFault(field=_printable(path), name=name or UNKNOWN_NAME, detail=detail)


def _allowed(context: Mapping[str, Any], words: str) -> str:
    """The keys or the bounds that would have been right."""
    if words == "unknown_value":
        return str(context.get("expected", "")).replace("'", "").replace(" or ", "、").replace(", ", "、") + "。"
    said = [text.format(context[key]) for key, text in BOUNDS if key in context] if words == "range" else []
    return "，".join(said) + "。" if said else ""


def _fault(model: type[BaseModel], path: str, words: str) -> FieldFault:
    if model is TriageBody:
        return _triage_fault(path, words)
    steps = [int(step) if step.isdecimal() else step for step in path.split(".")]
    return FieldFault(field=path, name=name_of(model, steps), detail=DETAILS[words])


def _triage_fault(path: str, words: str) -> FieldFault:
    """The name of a question is the question itself."""
    found = next((one for one in questions() if f"answers.{one.key}" == path), None)
    allowed = "、".join(option.key for option in found.options) + "。" if found and words == "unknown_value" else ""
    name = found.ask if found else UNKNOWN_NAME
    return FieldFault(field=_printable([path]), name=name, detail=DETAILS[words] + allowed)


def _printable(path: Sequence[Any]) -> str:
    """The path of a field; a stranger's key is cut and made encodable, for it goes back to its sender."""
    steps = (str(step)[:LONGEST_KEY].encode("utf-8", "replace").decode() for step in path)
    return ".".join(steps)
