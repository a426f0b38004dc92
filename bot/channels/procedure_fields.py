"""What the questions to the rules engine are made of: strict fields with Chinese names, and those names by path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from actions.content.region import CHINA
from actions.procedure.periods import chinese
from bot.channels.procedure_choices import OneOf

WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Beyond these no sum makes sense: no act of this state before, no holiday notice for long after.
FIRST, LAST = date(1949, 10, 1), date(2099, 12, 31)
DAY_SCHEMA = {"type": "string", "format": "date", "description": "写成 2026-01-31，从 1949-10-01 到 2099-12-31"}


def _day(value: Any) -> date:
    """The day that a text names; numbers and times of day are none."""
    try:
        if not isinstance(value, str) or not WRITTEN.fullmatch(value):
            raise ValueError
        day = date.fromisoformat(value)
    except ValueError as fault:
        raise PydanticCustomError("day", "not a day") from fault
    if not FIRST <= day <= LAST:
        raise PydanticCustomError("day_range", "out of range")
    return day


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema(DAY_SCHEMA)]


class Strict(BaseModel):
    """Takes nothing but what is listed, in its own type; each field's title is its Chinese name."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Facts(Strict):
    """What every calculator may be told besides its own facts."""

    today: Day | None = Field(
        default=None,
        title="按哪一天算",
        description="不写就是中国的今天；写了，同样的问题总是得到同样的结果。",
        examples=["2026-11-23"],
    )

    def as_of(self) -> date:
        """The day the sum is made for: as asked, or today in China."""
        return self.today or datetime.now(CHINA).date()


def given(facts: Strict, *names: str) -> dict[str, Any]:
    """The fields by name as the engine takes them."""
    return {name: getattr(facts, name) for name in names or type(facts).model_fields if name != "today"}


def name_of(model: type[BaseModel], path: Sequence[str | int]) -> str:
    """The Chinese name of a field, such as 不算的时间（第1项）：到哪一天; empty for one that does not exist."""
    parts: list[str] = []
    inner: type[BaseModel] | None = model
    for step in path:
        if isinstance(step, int):
            parts[-1] += f"（第{step + 1}项）"
        elif inner is None:
            break
        elif step not in inner.model_fields:
            return ""
        else:
            field = inner.model_fields[step]
            parts.append(str(field.title))
            inner = _model_in(field.annotation)
    return "：".join(parts)


def stated(facts: Facts, today: date | None = None) -> list[dict[str, Any]]:
    """The facts that a result rests on, in the order of the form, and the day it was counted for where that counts."""
    lines = [_line(facts, path, value, field) for path, value, field in _leaves(facts, ()) if path != ("today",)]
    if today is not None:
        lines.append(_line(facts, ("today",), today, type(facts).model_fields["today"]))
    return lines


def _leaves(part: BaseModel, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], Any, FieldInfo]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name not in part.model_fields_set or value is None:
            continue
        if isinstance(value, list):
            for at, one in enumerate(value):
                yield from _leaves(one, (*path, name, at))
        else:
            yield (*path, name), value, type(part).model_fields[name]


def _line(facts: Facts, path: tuple[str | int, ...], value: Any, field: FieldInfo) -> dict[str, Any]:
    plain = value.isoformat() if isinstance(value, date) else value
    field_path = ".".join(map(str, path))
    return {"field": field_path, "name": name_of(type(facts), path), "value": plain, "text": _said(value, field)}


def _said(value: Any, field: FieldInfo) -> str:
    """The value as a person reads it."""
    if isinstance(value, bool):
        return "是" if value else "不是"
    if isinstance(value, date):
        return chinese(value)
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return _labels_in(field.annotation, field.metadata).get(value, str(value))


def _labels_in(annotation: Any, metadata: Sequence[Any] = ()) -> Mapping[Any, str]:
    """The labels of the keys that an annotation allows."""
    for one in (*metadata, *getattr(annotation, "__metadata__", ())):
        if isinstance(one, OneOf):
            return one.labels
    return next((found for one in get_args(annotation) if (found := _labels_in(one))), {})


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field or the items of a list consist of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for one in get_args(annotation) if (found := _model_in(one))), None)
