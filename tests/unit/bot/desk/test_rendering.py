"""Templates escape, refuse what is missing, and are fit to be read by everybody."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import UndefinedError

from bot.desk.problems import PROBLEMS
from bot.desk.rendering import ASSETS, PAGES, Pages, county_time, due_note

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 11, 20), "已逾期3天"),
        (date(2026, 11, 22), "已逾期1天"),
        (date(2026, 11, 23), "今天到期"),
        (date(2026, 11, 24), "还有1天"),
        (date(2027, 1, 1), "还有39天"),
    ],
)
def test_how_far_away_a_due_date_is(due_on: date, words: str) -> None:
    assert due_note(due_on, TODAY) == words


def test_a_moment_is_shown_as_clocks_in_the_county_show_it() -> None:
    assert county_time(datetime(2026, 11, 23, 16, 5, 59, tzinfo=UTC)) == "2026-11-24 00:05"


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        Pages().page("sign_in.html")


def test_values_are_escaped() -> None:
    values = {"error": "<b>&", "name": '"><script>', "token": "t", "nobody": False, "idle": 15}
    text = bytes(Pages().page("sign_in.html", **values).body).decode()
    assert "<script" not in text
    assert "&lt;b&gt;&amp;" in text


@pytest.mark.parametrize("id_", PROBLEMS)
def test_every_problem_renders_with_its_status(id_: str) -> None:
    response = Pages().problem(id_)
    assert response.status_code == PROBLEMS[id_].status
    assert PROBLEMS[id_].text in bytes(response.body).decode()


@pytest.mark.parametrize("page", sorted(path.name for path in PAGES.glob("*.html")))
def test_no_template_switches_escaping_off(page: str) -> None:
    text = (PAGES / page).read_text(encoding="utf-8")
    assert "|safe" not in text.replace(" ", "") and "autoescape" not in text


def test_the_style_is_large_enough_and_loads_nothing() -> None:
    style = (ASSETS / "desk.css").read_text(encoding="utf-8")
    assert "html { font-size: 17px; }" in style
    assert "min-height: 44px" in style
    assert ":focus-visible" in style
    assert "url(" not in style and "@import" not in style
