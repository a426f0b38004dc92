import io
from collections.abc import Callable

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette

from actions.casework.kinds import LetterKind
from bot.desk.exports import LISTS, export


def rows(app: Starlette, name: str, masked: bool) -> list[tuple[object, ...]]:
    with app.state.desk.records.transaction() as transaction:
        content, count = export(transaction, name, masked=masked)
    found = list(load_workbook(io.BytesIO(content))[LISTS[name]].iter_rows(values_only=True))
    assert len(found) == count + 1
    return found


def named(file_letter: Callable[..., str], **more: object) -> str:
    told = {"anonymous": False, "name": "演示姓名甲", "contact": "10000000001", "kind": LetterKind.COMPLAINT}
    return file_letter(**(told | more))


def test_letters_are_masked(app: Starlette, file_letter: Callable[..., str]) -> None:
    number = named(file_letter)
    head, first, *_rest = rows(app, "letters", masked=True)
    assert head[:3] == ("编号", "类别", "署名")
    assert first[0] == number
    assert "演示姓名甲" not in first and "10000000001" not in first
    assert "100****0001" in first


def test_in_full_they_are_not_but_their_texts_stay_out(app: Starlette, file_letter: Callable[..., str]) -> None:
    named(file_letter, what_happened="只在来信里的话。")
    _head, first, *_rest = rows(app, "letters", masked=False)
    assert "演示姓名甲" in first and "10000000001" in first
    assert "只在来信里的话。" not in str(first)


@pytest.mark.parametrize("formula", ["=HYPERLINK(1)", "@SUM(1)", "-1+1", "+1"])
def test_a_name_is_never_a_formula(app: Starlette, file_letter: Callable[..., str], formula: str) -> None:
    named(file_letter, name=formula, contact=formula)
    _head, first, *_rest = rows(app, "letters", masked=False)
    assert first[7] == first[8] == f"'{formula}"
    _head, first, *_rest = rows(app, "letters", masked=True)
    assert str(first[7]).startswith("'")


def test_practice_records_are_marked(app: Starlette) -> None:
    _head, *letters = rows(app, "letters", masked=True)
    _head, *cases = rows(app, "cases", masked=True)
    assert (len(letters), len(cases)) == (98, 6)
    assert {row[-1] for row in letters + cases} == {"演示"}
