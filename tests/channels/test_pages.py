"""Pages without script: what they say, where they lead, that they keep nothing, and that people can use them."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from fastapi import FastAPI

from actions.content.answers import load_answers
from actions.content.laws import load_laws
from actions.content.region import CHINA, load_region
from actions.content.texts import load_starts
from bot.channels.app import create_app
from bot.channels.failures import Words, load_words
from bot.channels.pages_rendering import PER_READER
from bot.channels.procedure_choices import WAYS
from bot.channels.settings import Settings
from tests.channels.citizen import Citizen, FakeFiles, refusal
from tests.channels.fake_inbox import FakeInbox

pytestmark = pytest.mark.anyio

TODAY = datetime.now(CHINA).date()
EVERY = ("/answers", "/answers/fee", "/offices", "/calculator", "/respondents")
VOID = {"meta", "link", "input", "br", "hr", "img"}


@pytest.fixture(scope="session")
def words() -> Words:
    """The real answers of the real county."""
    return load_words("shiquan")


def held_words() -> Words:
    """The county's words while what the answer about fees is based on was changed."""
    one, laws = load_answers()["fee"], load_laws()
    law = one.basis[0][0]
    held = {**laws, law: replace(laws[law], changed=one.reviewed_on + timedelta(days=1), hold=True)}
    return Words(load_region("shiquan"), load_answers(), held)


class Page(HTMLParser):
    """What a page is made of; raises AssertionError for tags that are not closed in order."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__()
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {}
        self.feed(response.text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        if self.open and data.strip():
            self.texts.setdefault(self.open[-1], []).append(data.strip())

    def all(self, tag: str, **wanted: str) -> list[dict[str, str]]:
        return [had for name, had in self.tags if name == tag and wanted.items() <= had.items()]

    def hrefs(self) -> list[str]:
        return [had["href"] for had in self.all("a")]


async def got(citizen: Citizen, path: str, status: int = 200, **params: str) -> Page:
    response = await citizen.http.get(path, params=params)
    assert response.status_code == status, response.text
    return Page(response)


# --- what every page is


@pytest.mark.parametrize("path", EVERY)
async def test_a_page_can_be_found_and_used_without_a_script(citizen: Citizen, path: str) -> None:
    response = await citizen.http.get(path)
    page = Page(response)
    assert page.all("html", lang="zh-CN") and not page.all("script")
    assert page.all("link", rel="canonical", href=path)
    [described] = page.all("meta", name="description")
    assert len(described["content"]) > 10
    assert len(page.texts["title"]) == 1 and len(page.all("h1")) == 1 and len(page.all("main")) == 1
    assert not page.all("meta", name="robots")
    assert response.headers["cache-control"] == "public, max-age=300"
    assert "style" not in {name for _, had in page.tags for name in had}, "the policy forbids it"


@pytest.mark.parametrize("path", [*EVERY, "/answers/nowhere", "/respondents?q=城管", "/answers?q=罚款"])
async def test_a_page_has_no_fault_that_a_machine_can_see(citizen: Citizen, path: str) -> None:
    page = Page(await citizen.http.get(path))
    ids = [had["id"] for _, had in page.tags if "id" in had]
    assert len(ids) == len(set(ids))
    named = {had["for"] for had in page.all("label")}
    assert all(had["id"] in named for had in page.all("input"))
    for _, had in page.tags:
        for key in ("aria-describedby", "aria-labelledby"):
            assert set(had.get(key, "").split()) <= set(ids), had
    levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    assert page.all("a", href="#main") and "main" in ids
    assert page.texts["a"].count("跳到正文") == 1
    inner = [href[1:] for href in page.hrefs() if href.startswith("#")]
    assert set(inner) <= set(ids)


async def test_the_canonical_address_is_the_countys_and_never_the_senders(
    settings: Settings, words: Words, files: FakeFiles
) -> None:
    known = Citizen(create_app(replace(settings, chat_url="https://ask.county.example"), words=words, files=files))
    async with known.http:
        page = Page(await known.http.get("/answers/fee", headers={"Host": "evil.example"}))
        assert page.all("link", rel="canonical", href="https://ask.county.example/answers/fee")
        assert not [had for _, had in page.tags if "evil" in "".join(had.values())]


async def test_the_pages_need_neither_dialogue_nor_records(
    citizen: Citizen, inbox: FakeInbox, files: FakeFiles
) -> None:
    files.down, inbox.mode = True, "failed"
    for path in EVERY:
        await got(citizen, path)
    assert inbox.seen == []


async def test_the_style_is_served_and_stands_alone(citizen: Citizen) -> None:
    page = await got(citizen, "/answers")
    [sheet] = page.all("link", rel="stylesheet")
    style = await citizen.http.get(sheet["href"])
    assert style.status_code == 200 and style.headers["content-type"].startswith("text/css")
    assert "@media print" in style.text and "url(" not in style.text and "@import" not in style.text


async def test_only_the_heads_are_sent_to_who_asks_for_them(citizen: Citizen) -> None:
    for path in EVERY:
        assert (await citizen.http.head(path)).status_code == 200


# --- answers


async def test_every_question_is_listed_once_in_a_named_group(citizen: Citizen) -> None:
    page = await got(citizen, "/answers")
    listed = [href.rpartition("/")[2] for href in page.hrefs() if href.startswith("/answers/")]
    asked = {id_ for id_, one in load_answers().items() if one.variant_of is None}
    assert set(listed) == asked and len(listed) == len(asked)


async def test_every_answer_has_a_page_whose_links_lead_somewhere(citizen: Citizen, app: FastAPI) -> None:
    async def unlimited(*args: object) -> None: ...

    app.state.edge.limits.hit = unlimited
    known = load_answers()
    for id_, one in known.items():
        response = await citizen.http.get(f"/answers/{id_}")
        page = Page(response)
        assert response.status_code == 200 and page.texts["h1"] == [one.title]
        assert "{" not in response.text, "a placeholder was left"
        for href in page.hrefs():
            path, _, start = href.partition("?start=")
            if start:
                assert path == "/" and (start in known or start in load_starts()), href
            elif path.startswith("/answers/"):
                assert path.removeprefix("/answers/") in known, href


async def test_an_answer_stands_there_with_its_sources_and_what_comes_next(citizen: Citizen, words: Words) -> None:
    response = await citizen.http.get("/answers/fee")
    page, one, region = Page(response), load_answers()["fee"], load_region("shiquan")
    assert region.fill(one.answer).splitlines()[0] in response.text
    assert one.more and region.fill(one.more).splitlines()[0] in response.text
    for law, article in one.basis:
        since = load_laws()[law].since
        assert f"《{law}》第{article}条（自{since.year}年{since.month}月{since.day}日起施行）" in page.texts["li"]
    assert "/?start=fee" in page.hrefs()
    assert {f"/answers/{step}" for step in one.next if step in load_answers()} <= set(page.hrefs())


async def test_the_variants_of_a_question_are_offered(citizen: Citizen) -> None:
    one = next(one for one in load_answers().values() if one.ask_back)
    page = await got(citizen, f"/answers/{one.id}")
    variants = [other for other in load_answers().values() if other.variant_of == one.id]
    assert variants and {f"/answers/{other.id}" for other in variants} <= set(page.hrefs())


async def test_an_answer_that_is_turned_off_is_not_shown(settings: Settings, files: FakeFiles) -> None:
    one, region, words = load_answers()["fee"], load_region("shiquan"), held_words()
    citizen = Citizen(create_app(settings, words=words, files=files))
    async with citizen.http:
        response = await citizen.http.get("/answers/fee")
        assert response.status_code == 200 and response.headers["cache-control"] == "no-store"
        assert "重新核对" in response.text and region.office_phone_text() in response.text
        assert region.fill(one.answer).splitlines()[0] not in response.text
        assert f"《{one.basis[0][0]}》" not in response.text


async def test_an_answer_that_is_not_there_is_a_page_in_chinese(citizen: Citizen) -> None:
    for path in ("/answers/nowhere", "/answers/<script>", "/answers/%00", "/answers/..%5Cfee"):
        response = await citizen.http.get(path)
        page = Page(response)
        assert response.status_code == 404 and page.texts["h1"] == ["没有找到"]
        assert response.headers["cache-control"] == "no-store"
        assert "/answers" in page.hrefs() and page.all("meta", name="robots", content="noindex")


# --- search


async def test_a_search_finds_what_stands_in_an_answer(citizen: Citizen) -> None:
    page = await got(citizen, "/answers", q="收费")
    found = [href.rpartition("/")[2] for href in page.hrefs() if href.startswith("/answers/")]
    assert "fee" in found[:5] and len(found) <= 30
    assert page.all("input", name="q", value="收费")


async def test_all_words_of_a_search_must_be_there(citizen: Citizen) -> None:
    known, region = load_answers(), load_region("shiquan")
    page = await got(citizen, "/answers", q="罚款  期限")
    found = [known[href.rpartition("/")[2]] for href in page.hrefs() if href.startswith("/answers/")]
    assert found
    for one in found:
        text = region.fill(one.title + one.answer)
        assert "罚款" in text and "期限" in text


async def test_a_whole_question_finds_what_is_like_it(citizen: Citizen) -> None:
    page = await got(citizen, "/answers", q="交警扣了车怎么办")
    found = [href for href in page.hrefs() if href.startswith("/answers/")]
    assert found[0] == "/answers/vehicle-seized" and len(found) <= 8
    assert "没有完全对上的，这些相近" in page.texts["h2"]


async def test_a_search_that_finds_nothing_shows_all_groups(citizen: Citizen) -> None:
    page = await got(citizen, "/answers", q="qqqqqq")
    assert "没有找到" in page.texts["h2"] and "怎么申请" in page.texts["h2"]


async def test_what_was_searched_is_escaped_cut_and_kept_nowhere(citizen: Citizen, written: io.StringIO) -> None:
    response = await citizen.http.get("/answers", params={"q": '"><script>alert(1)</script>' + "长" * 500})
    assert "<script" not in response.text and "长" * 60 not in response.text
    assert response.headers["cache-control"] == "no-store"
    assert "alert" not in written.getvalue() and "长长" not in written.getvalue()


# --- offices


async def test_offices_are_the_countys_and_what_is_blank_is_not_made_up(citizen: Citizen) -> None:
    response, region = await citizen.http.get("/offices"), load_region("shiquan")
    page = Page(response)
    doors = {door.name: door for door in region.doors}
    listed = [doors[name] for name in page.texts["h2"] if name in doors]
    assert len(listed) == len(doors) and listed[0].files, "the window that files comes first"
    phones = [door.phone or region.office_phone_text() for door in region.doors]
    assert sorted(text for text in page.texts["dd"] if text in phones) == sorted(phones)
    assert {number for number, _ in region.phones} <= set(page.texts["dt"])
    assert page.texts["dd"].count(region.hours_text) == len(region.doors)


async def test_what_is_known_of_the_office_is_not_said_of_other_doors(settings: Settings, files: FakeFiles) -> None:
    region = replace(load_region("shiquan"), office_phone="演示电话", office_address="演示地址")
    citizen = Citizen(create_app(settings, words=Words(region, load_answers(), load_laws()), files=files))
    async with citizen.http:
        said = Page(await citizen.http.get("/offices")).texts["dd"]
        assert said.count("演示电话") == said.count("演示地址") == sum(door.files for door in region.doors)


# --- whom to name


async def test_a_body_is_found_by_what_people_call_it(citizen: Citizen) -> None:
    response = await citizen.http.get("/respondents", params={"q": "城管"})
    page, region = Page(response), load_region("shiquan")
    assert "石泉县城市管理局" in page.texts["h2"] and region.authority in page.texts["dd"]
    assert any(line.startswith("《行政复议法》第24条（自") for line in page.texts["li"])
    assert response.headers["cache-control"] == "no-store"


async def test_a_body_that_nobody_knows_leads_to_the_seal(citizen: Citizen) -> None:
    page = await got(citizen, "/respondents", q="外星人")
    assert "没有认出来" in page.texts["h2"] and any("章" in text for text in page.texts["p"])


async def test_several_bodies_are_said_to_be_guesses(citizen: Citizen) -> None:
    page = await got(citizen, "/respondents", q="镇政府")
    assert any(text.startswith("可能是下面这些单位") for text in page.texts["p"])


async def test_a_story_instead_of_a_name_is_refused_and_kept(citizen: Citizen) -> None:
    page = await got(citizen, "/respondents", 422, q="长" * 70)
    [field] = page.all("input", name="q")
    assert field["value"] == "长" * 70 and field["aria-invalid"] == "true" and "text-wrong" in field["aria-describedby"]
    assert page.all("div", role="alert")


# --- the calculator


async def counted(citizen: Citizen, status: int, **typed: str) -> tuple[Page, httpx.Response]:
    response = await citizen.http.post("/calculator", data=typed)
    assert response.status_code == status, response.text
    assert response.headers["cache-control"] == "no-store"
    return Page(response), response


async def test_every_way_of_learning_can_be_chosen(citizen: Citizen) -> None:
    page = await got(citizen, "/calculator")
    assert {had["value"] for had in page.all("input", type="radio", name="way")} == set(WAYS)
    assert len(page.all("fieldset")) == len(page.all("legend")) == 2
    assert page.all("form", method="post", action="/calculator")


async def test_the_sum_is_that_of_the_api(citizen: Citizen) -> None:
    day = TODAY - timedelta(days=10)
    page, _ = await counted(citizen, 200, way="handed_over", day=day.isoformat(), told="yes")
    asked = {"way": "handed_over", "day": day.isoformat(), "told": True, "today": TODAY.isoformat()}
    said = (await citizen.http.post("/api/procedure/deadline", json=asked)).json()
    assert said["state"] == "in_time" and page.texts["h1"] == ["申请期限：来得及"]
    assert said["text"] in page.texts["p"] and said["next_text"] in page.texts["p"]
    assert len(page.all("tr")) == len(said["rows"]) + 1 and len(page.all("th", scope="col")) == 4
    assert {str(row["days"]) for row in said["rows"]} <= set(page.texts["td"])
    assert page.all("meta", name="robots", content="noindex")


async def test_what_is_too_late_comes_with_the_lawful_reasons(citizen: Citizen) -> None:
    page, _ = await counted(citizen, 200, way="handed_over", day=(TODAY - timedelta(days=400)).isoformat(), told="yes")
    assert page.texts["h1"] == ["申请期限：过了，但可能有法律认可的理由"]
    assert "有下面的情形，可能还来得及" in page.texts["h2"]


async def test_who_does_not_know_whether_all_was_told_gets_the_safe_day(citizen: Citizen) -> None:
    day = (TODAY - timedelta(days=10)).isoformat()
    told, _ = await counted(citizen, 200, way="handed_over", day=day, told="yes")
    unknown, _ = await counted(citizen, 200, way="handed_over", day=day)
    assert "最后一天" in told.texts["p"][0]
    assert told.texts["p"][0] == unknown.texts["p"][0], "the same last day"
    assert any("文书有没有写明" in text for text in unknown.texts["li"])


@pytest.mark.parametrize("form", ["%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y-%m-%d"])
async def test_a_day_may_be_copied_from_the_paper(citizen: Citizen, form: str) -> None:
    day = TODAY - timedelta(days=5)
    page, _ = await counted(citizen, 200, way="on_the_spot", day=day.strftime(form), told="yes")
    assert page.texts["h1"] == ["申请期限：来得及"]


async def test_faults_are_named_and_what_was_typed_stays(citizen: Citizen) -> None:
    page, _ = await counted(citizen, 422, way="handed_over", day="昨天", told="no", learned_right="<b>")
    assert page.all("input", id="day", value="昨天") and page.all("input", id="learned_right", value="<b>")
    assert "checked" in page.all("input", id="way-handed_over")[0]
    assert "checked" in page.all("input", id="told-no")[0]
    assert {"#day", "#learned_right"} <= set(page.hrefs())
    for name in ("day", "learned_right"):
        [field] = page.all("input", id=name)
        assert field["aria-invalid"] == "true" and f"{name}-wrong" in field["aria-describedby"]
    assert page.texts["title"][0].startswith("请改一改")


async def test_an_empty_form_says_what_is_needed(citizen: Citizen) -> None:
    page, _ = await counted(citizen, 422, told="")
    assert {"#way", "#day"} <= set(page.hrefs()) and page.all("p", id="way-wrong")
    assert page.all("fieldset", id="way", **{"aria-describedby": "way-wrong"})


async def test_facts_that_contradict_each_other_are_refused(citizen: Citizen) -> None:
    day = (TODAY - timedelta(days=5)).isoformat()
    page, _ = await counted(citizen, 422, way="handed_over", day=day, told="yes", learned_right=day)
    assert {"#told", "#learned_right"} <= set(page.hrefs())
    later, _ = await counted(citizen, 422, way="handed_over", day=(TODAY + timedelta(days=3)).isoformat())
    assert "#day" in later.hrefs()


async def test_a_made_up_choice_is_as_none(citizen: Citizen) -> None:
    _, response = await counted(citizen, 422, way="handed_over'", day=TODAY.isoformat(), told="maybe")
    assert "handed_over'" not in response.text and "handed_over&#39;" not in response.text


async def test_what_is_no_form_is_a_page_too(citizen: Citizen) -> None:
    response = await citizen.http.post("/calculator", content="&".join(f"a{at}=1" for at in range(50)))
    assert response.status_code == 400 and Page(response).texts["h1"] == ["读不懂的请求"]
    for content in (b"\xff\xfe", b"{}", b""):
        response = await citizen.http.post("/calculator", content=content)
        assert response.status_code == 422 and Page(response).all("form")


async def test_nothing_of_a_sum_is_logged(citizen: Citizen, logged: Any, written: io.StringIO) -> None:
    await counted(citizen, 200, way="handed_over", day="2026-03-04", told="yes")
    assert "2026-03-04" not in written.getvalue() and "handed_over" not in written.getvalue()
    assert logged()[-1]["route"] == "/calculator" and logged()[-1]["status"] == 200


# --- refusals


async def test_who_reads_too_fast_is_told_so_on_a_page_and_may_still_chat(citizen: Citizen) -> None:
    for _ in range(PER_READER.amount):
        assert (await citizen.http.head("/pages.css")).status_code == 200
    response = await citizen.http.get("/offices")
    page = Page(response)
    assert response.status_code == 429 and int(response.headers["retry-after"]) > 0
    assert "请稍等" in page.texts["p"][0] and response.headers["cache-control"] == "no-store"
    assert await citizen.open(), "the chat counts apart"


async def test_the_api_still_refuses_in_json(citizen: Citizen) -> None:
    refusal(await citizen.http.get("/api/nowhere"), 404, "not-found")
    refusal(await citizen.http.get("/nowhere/at/all"), 404, "not-found")


# --- what search engines are told


async def test_the_sitemap_lists_every_page_under_the_countys_address(
    settings: Settings, words: Words, files: FakeFiles
) -> None:
    known = Citizen(create_app(replace(settings, chat_url="https://ask.county.example"), words=words, files=files))
    async with known.http:
        response = await known.http.get("/sitemap.xml", headers={"Host": "evil.example"})
        assert response.headers["content-type"] == "application/xml" and "evil" not in response.text
        tree = ElementTree.fromstring(response.content)
        found = [one.text or "" for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
        assert len(found) == len(set(found)) == 4 + len(words.answers)
        paths = [address.removeprefix("https://ask.county.example") for address in found]
        assert all(path.startswith("/") for path in paths)
        assert set(paths[4:]) == {f"/answers/{id_}" for id_ in words.answers}
        for path in [*paths[:4], *paths[4::9]]:  # all would be more than one reader may open in a minute
            assert (await known.http.get(path)).status_code == 200, path
        days = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod")]
        assert days == [one.reviewed_on.isoformat() for one in words.answers.values()]
        robots = (await known.http.get("/robots.txt")).text
        assert "Sitemap: https://ask.county.example/sitemap.xml" in robots.splitlines()


async def test_an_answer_that_is_turned_off_is_not_in_the_sitemap(settings: Settings, files: FakeFiles) -> None:
    words = held_words()
    known = Citizen(create_app(replace(settings, chat_url="https://ask.county.example"), words=words, files=files))
    async with known.http:
        listed = (await known.http.get("/sitemap.xml")).text
    held = [one.id for one in words.answers.values() if words.card(one.id)["type"] != "answer"]
    assert held and not any(f"/answers/{id_}<" in listed for id_ in held)


async def test_without_a_public_address_there_is_no_sitemap_and_none_is_named(citizen: Citizen) -> None:
    assert (await citizen.http.get("/sitemap.xml")).status_code == 404
    robots = (await citizen.http.get("/robots.txt")).text
    assert "Sitemap" not in robots and robots.startswith("User-agent: *\nDisallow: /api/\n")
    for closed in ("/kiosk", "/wechat", "/answers?"):
        assert f"Disallow: {closed}" in robots.splitlines()
    assert "Disallow: /\n" not in robots and "Disallow: /answers\n" not in robots
