"""Errors become Chinese pages that give nothing away."""

import pytest

from actions.casework.errors import DamagedRecord, RecordsUnavailable
from bot.desk.problems import PROBLEMS, problem_of, problem_of_status
from bot.desk.writing import NotWritten


@pytest.mark.parametrize(
    ("error", "id_", "status"),
    [
        (RecordsUnavailable("down"), "records", 503),
        (DamagedRecord("changed"), "damaged", 503),
        (NotWritten("full"), "unwritten", 503),
        (ValueError("anything"), "fault", 500),
    ],
)
def test_each_error_has_its_page(error: Exception, id_: str, status: int) -> None:
    assert problem_of(error) == id_
    assert PROBLEMS[id_].status == status


@pytest.mark.parametrize(
    ("status", "id_"),
    [
        (404, "not-found"),
        (403, "foreign-form"),
        (405, "wrong-method"),
        (413, "too-large"),
        (400, "malformed"),
        (418, "malformed"),
    ],
)
def test_each_refusal_of_the_router_has_its_page(status: int, id_: str) -> None:
    assert problem_of_status(status) == id_


@pytest.mark.parametrize("id_", PROBLEMS)
def test_every_problem_says_what_to_do_in_chinese(id_: str) -> None:
    problem = PROBLEMS[id_]
    assert problem.text.endswith("。")
    assert all(ord(sign) > 127 for sign in problem.title)
