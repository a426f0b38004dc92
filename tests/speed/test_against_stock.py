"""The parts of `make bench` that need no server: statistics, the stock project, the notes of a training, the page."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.launcher.processes import Process
from bot.launcher.steps import Problem
from tests.speed.stock import chart, page, project, run, servers, talk, training
from tests.speed.stock.figures import ACTION, FIRST, Target, by_round, number, ratios, share, spread, targets
from tests.stack import free_port

ANSWERS = {"fee": "不收费。", "filing-deadline": "60日。"}
ROWS = [
    {"intent": "ask/fee", "examples": "- 要钱吗\n- 收费不\n"},
    {"intent": "ask/gone", "examples": "- 没有答复的\n"},
    {"intent": "greet", "examples": "- 你好\n"},
    {"intent": "apply", "examples": "- 我要申请\n"},
]
NAMES = (FIRST, "first message, p95", "turn 5", "turn 50", "turn 150", "plain turn, p50", ACTION)
PARALLEL = ("throughput, 8 at once", "8 at once, p50")


# Statistics.


def test_a_spread_is_the_middle_and_both_ends() -> None:
    found = spread([3.0, 1.0, 2.0])
    assert (found.middle, found.least, found.most) == (2.0, 1.0, 3.0)
    assert str(found) == "2.00 (1.00–3.00)"
    assert str(spread([5.0])) == "5.00"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.126, "0.13"), (9.999, "10.00"), (10.04, "10.0"), (99.96, "100.0"), (1234.5, "1,234"), (-3, "-3.00")],
)
def test_a_number_has_as_many_digits_as_can_be_trusted(value: float, said: str) -> None:
    assert number(value) == said


def test_p95_leaves_a_twentieth_above_it() -> None:
    assert share(list(range(100)), 0.95) == 95
    assert share([7.0], 0.95) == 7.0
    assert share([3.0, 1.0, 2.0], 0.5) == 2.0


def test_ratios_are_taken_round_by_round() -> None:
    # The machine was twice as slow in the second round: the ratio is the same.
    found = ratios({"turn 5": [10.0, 20.0]}, {"turn 5": [40.0, 80.0]}, "turn 5")
    assert (found.least, found.most) == (0.25, 0.25)


def test_rounds_become_figures() -> None:
    assert by_round([{"a": 1.0, "b": 2.0}, {"a": 3.0, "b": 4.0}]) == {"a": [1.0, 3.0], "b": [2.0, 4.0]}


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("x", 0.3, 1 / 3), True),
        (Target("x", 0.34, 1 / 3), False),
        (Target("x", 3.0, 3, at_least=True), True),
        (Target("x", 2.9, 3, at_least=True), False),
    ],
)
def test_a_target_is_met_or_not(target: Target, met: bool) -> None:
    assert target.met is met
    assert ("**no**" in target.line()) is not met
    assert ("≥" in target.line()) is target.at_least


def test_every_goal_is_compared_with_what_was_reached() -> None:
    ours = {**{name: [10.0] for name in NAMES}, "turn 150": [12.0], ACTION: [9.0], "throughput, 8 at once": [60.0]}
    stock = {**{name: [50.0] for name in NAMES}, "throughput, 8 at once": [15.0]}
    found = {one.what: one for one in targets(ours, stock, 80.0)}
    assert found[f"{FIRST}: ours / stock"].value == 0.2
    assert found["throughput, 8 at once: ours / stock"].value == 4.0
    assert found["turn 150 / turn 5, ours"].value == 1.2
    assert {what for what, one in found.items() if not one.met} == {f"{ACTION}, ours, ms"}
    assert not any("training" in one.what for one in targets(ours, stock, None))
    short = [{key: value for key, value in side.items() if key != "turn 150"} for side in (ours, stock)]
    assert "turn 50 / turn 5, ours" in {one.what for one in targets(*short, None)}


# The stock project.


def test_the_project_is_made_of_what_it_can_answer() -> None:
    data = yaml.safe_load(project.files(7, ROWS, ANSWERS)["data/nlu.yml"])
    assert [row["intent"] for row in data["nlu"]] == ["ask/fee", "greet", "apply"]
    assert data["nlu"][0]["examples"] == ROWS[0]["examples"]


def test_the_pipeline_is_the_one_of_the_documentation() -> None:
    config = yaml.safe_load(project.files(7, ROWS, ANSWERS)["config.yml"])
    names = [one["name"] for one in config["pipeline"]]
    assert names == ["JiebaTokenizer", *["CountVectorsFeaturizer"] * 2, "DIETClassifier", "ResponseSelector"]
    assert {one["name"] for one in config["policies"]} == {"MemoizationPolicy", "RulePolicy", "TEDPolicy"}
    assert {one["epochs"] for part in ("pipeline", "policies") for one in config[part] if "epochs" in one} == {7}
    assert config["pipeline"][-1]["retrieval_intent"] == "ask"
    assert project.EPOCHS == 100


def test_every_intent_has_a_rule_and_everything_done_is_in_the_domain() -> None:
    domain = project.domain(ANSWERS)
    rules = {one["rule"]: one["steps"][1]["action"] for one in project.rules()["rules"]}
    assert set(rules) == set(domain["intents"])
    said = {name.partition("/")[0] for name in domain["responses"]}
    assert set(rules.values()) <= said | set(domain["actions"])
    assert domain["responses"]["utter_ask/fee"] == [{"text": "不收费。"}]
    assert rules["apply"] == project.ACTION
    told = {step["action"] for one in project.stories()["stories"] for step in one["steps"] if "action" in step}
    assert told == set(rules.values())


def test_no_placeholder_is_left_for_rasa_in_an_answer() -> None:
    found = project.answered()
    assert len(found) > 180
    assert not [id_ for id_, text in found.items() if "{" in text or "}" in text]


def test_our_features_and_topics_are_all_in_it() -> None:
    found = project.only_known(project.examples(), project.answered())
    assert {row["intent"] for row in project.examples()} == {row["intent"] for row in found}


def test_its_action_is_python_and_says_an_answer() -> None:
    text = project.files(7, ROWS, ANSWERS)["stock_actions.py"]
    compile(text, "stock_actions.py", "exec")
    assert "不收费" in text and project.ACTION in text


def test_another_text_or_number_of_epochs_is_another_project(tmp_path: Path) -> None:
    one = project.files(7, ROWS, ANSWERS)
    marks = {
        project.fingerprint(texts)
        for texts in (one, project.files(8, ROWS, ANSWERS), project.files(7, ROWS[:3], ANSWERS))
    }
    assert len(marks) == 3
    assert project.fingerprint(project.files(7, ROWS, ANSWERS)) == project.fingerprint(one)
    project.write(tmp_path, one)
    assert {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*") if file.is_file()} == set(one)


# Training.


LOG = "Starting to train component 'CountVectorsFeaturizer'.\nFinished training component 'CountVectorsFeaturizer'.\n"
BEGUN = LOG + "Starting to train component 'DIETClassifier'.\n"
ENDED = BEGUN + "Finished training component 'DIETClassifier'.\n"


def test_only_what_learns_in_epochs_counts_as_learning() -> None:
    learning = training.Learning()
    for log, used in ((LOG, 50.0), (BEGUN, 60.0), (BEGUN, 100.0), (ENDED, 160.0), (ENDED, 170.0)):
        learning.look(log, used)
    assert learning.seconds == 100.0
    again = ENDED + "Starting to train component 'TEDPolicy'.\n"
    learning.look(again, 200.0)
    learning.look(again + "Finished training component 'TEDPolicy'.\n", 205.0)
    assert learning.seconds == 105.0


def trained(**changes: Any) -> training.Trained:
    plain = {"wall": 300.0, "processor": 400.0, "learning": 100.0, "memory": 900.0, "load": 1.0, "on": "2026-11-26"}
    plain["examples"] = 11933
    return training.Trained(**{"model": __file__, **plain, "epochs": 2, **changes})


def test_more_epochs_are_reckoned_from_those_there_were() -> None:
    assert trained().seconds(100) == 300.0 + 50 * 100.0
    assert trained(epochs=100).seconds(100) == 400.0
    assert trained(epochs=None).seconds(100) == 400.0


def test_a_model_is_trained_once(tmp_path: Path) -> None:
    model = tmp_path / "kept" / "model.tar.gz"
    script = f"import pathlib; pathlib.Path({str(model)!r}).write_bytes(b'x' * 2000)"
    found = training.train(tmp_path / "kept", [sys.executable, "-c", script], tmp_path, model, 2)
    assert found.size == 0.002 and found.epochs == 2 and found.wall > 0
    again = training.train(tmp_path / "kept", ["/does/not/exist"], tmp_path, model, 2)
    assert again == found


def test_what_is_kept_is_taken_for_other_examples_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "FOLDER", tmp_path)
    monkeypatch.setattr(project, "examples", lambda: ROWS)
    for name, epochs in (("stock-older", 3), ("stock-newer", 4)):
        (tmp_path / name).mkdir()
        (tmp_path / name / training.NOTE).write_text(json.dumps(dataclasses.asdict(trained(epochs=epochs))), "utf-8")
    os.utime(tmp_path / "stock-older" / training.NOTE, (1, 1))
    folder, found = training.stock(2, kept=True)
    assert (folder.name, found.epochs) == ("stock-newer", 4)
    more = training.stock_folder(training.files(project.EPOCHS))
    more.mkdir()
    (more / training.NOTE).write_text(json.dumps(dataclasses.asdict(trained(epochs=100))), "utf-8")
    assert training.stock(2, kept=False)[1].epochs == 100


def test_a_training_that_fails_is_no_model(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit(3)"]
    with pytest.raises(Problem):
        training.train(tmp_path / "kept", command, tmp_path, tmp_path / "model.tar.gz")
    assert not (tmp_path / "kept" / "training.json").exists()


# Talking.


def test_each_side_is_asked_in_its_own_way() -> None:
    ours, stock = (servers.Side(name, [], "", "") for name in ("ours", "stock"))
    assert ours.body("c", "要钱吗") == {"conversation": "c", "text": "要钱吗"}
    assert ours.body("c", "/greet") == {"conversation": "c", "choice": "/greet"}
    assert stock.body("c", "/greet") == {"sender": "c", "message": "/greet"}
    assert ours.said({"messages": [1]}) == [1] == stock.said([1])


def test_a_turn_is_the_median_of_the_turns_around_it() -> None:
    times = [float(number) for number in range(154)]
    assert talk._turns(times) == {"turn 5": 5.0, "turn 50": 50.0, "turn 150": 150.0}
    assert talk._turns(times[:60]) == {"turn 5": 5.0, "turn 50": 50.0}
    assert talk.Size().longest + 1 >= max(span.stop for span in talk.TURNS.values())


def test_questions_are_of_known_topics_and_neighbours_are_apart(tmp_path: Path) -> None:
    rows = [{"text": f"{number}", "topic": "fee" if number % 2 else "gone"} for number in range(40)]
    (tmp_path / "q.yml").write_text(yaml.safe_dump(rows), "utf-8")
    found = run.questions(["fee"], tmp_path / "q.yml")
    assert sorted(found, key=int) == [f"{number}" for number in range(1, 40, 2)]
    assert found[:3] == ["1", "15", "29"]
    assert len(run.questions(list(project.answered()))) > 500


def test_a_process_is_found_with_what_it_used() -> None:
    assert servers.used(os.getpid()) > 0
    assert servers._resident(os.getpid()) > 10_000
    assert servers.used(2**22 + 1) == 0.0
    assert servers._with_children(os.getpid())[0] == os.getpid()


def answering(name: str, folder: Path) -> servers.Side:
    """A side that answers at once."""
    port = free_port()
    process = Process("rasa", [sys.executable, "-m", "tests.speed.answering", str(port)], dict(os.environ))
    return servers.Side(name, [process], f"http://127.0.0.1:{port}", "/health", {}, folder)


def test_a_whole_run_has_every_figure_of_both_sides(tmp_path: Path) -> None:
    said: list[str] = []
    pair = (answering("ours", tmp_path), answering("stock", tmp_path))
    found = run.started(pair, ["要钱吗", "多久"], True, said.append)
    assert all(side.running == [] for side in pair)
    assert set(found) == {"ours", "stock"} and any("round 1: long conversation" in one for one in said)
    trainings = {"ours": run.described(trained(epochs=None), trained()), "stock": run.described(trained(), trained())}
    sides = {name: {**found[name], "training": trainings[name]} for name in found}
    text = page.page({**result(), "sides": sides}, [])
    for name in (
        FIRST,
        "turn 5",
        "turn 50",
        ACTION,
        "throughput, 8 at once",
        "start to ready, s",
        "memory when ready, MB",
    ):
        assert f"| {name}" in text, name
    assert found["ours"]["figures"]["8 at once, unanswered"] == [0.0]
    assert found["stock"]["idle"] > 5


def test_silence_is_an_error_in_a_conversation_and_counted_among_many(tmp_path: Path) -> None:
    side = answering("ours", tmp_path)

    async def talked() -> dict[str, float]:
        talker = talk.Talker(side, ["silence", "要钱吗"])
        try:
            with pytest.raises(talk.Silence):
                await talker.say("c", "silence")
            return await talk.parallel(talker, 2, talk.Size(messages=8))
        finally:
            await talker.http.aclose()

    with servers.running(side):
        found = asyncio.run(talked())
    assert found["2 at once, unanswered"] == 4.0
    assert found["throughput, 2 at once"] > 0


# The page.


def result() -> dict[str, Any]:
    figures = {name: [10.0, 12.0, 11.0] for name in (*NAMES, *PARALLEL)}
    slower = {name: [40.0, 60.0, 44.0] for name in (*NAMES, *PARALLEL)}
    single = {"start": 20.0, "idle": 700.0, "after": 710.0, "cold": 90.0}
    about = {"date": "2026-11-26", "examples": 11933, "answers": 248, "machine": "2 × X, 24 GB", "system": "Linux"}
    about |= {"processors": 2, "before": 1.0, "after": 1.5, "versions": "rasa 3.6.21", "rounds": 3}
    ours = {**single, "figures": figures, "training": run.described(trained(epochs=None, wall=80.0), trained())}
    stock = {**single, "figures": slower, "training": run.described(trained(), trained())}
    return {**about, "sides": {"ours": ours, "stock": stock}}


def test_the_page_says_what_where_and_when() -> None:
    found = page.page(result(), ["| call | x |", "|---|---|", "| deadline | 1 |"])
    for said in ("2026-11-26", "11,933", "2 × X, 24 GB", "rasa 3.6.21", "| deadline | 1 |", "benchmarks-floor.md"):
        assert said in found
    assert f"| {FIRST} | 11.0 (10.0–12.0) | 44.0 (40.0–60.0) | 0.25 (0.20–0.25) |" in found
    assert "{" not in found


def test_the_page_tells_that_stock_had_other_examples() -> None:
    assert "earlier state" not in page.page(result(), [])
    assert "(stock: an earlier state of them, 11,933)" in page.page({**result(), "examples": 13000}, [])


def test_what_dies_while_it_starts_is_started_again(tmp_path: Path) -> None:
    came = tmp_path / "came"
    script = f"import pathlib, sys, time; p = pathlib.Path({str(came)!r}); p.exists() and time.sleep(60); p.touch(); sys.exit(1)"
    side = servers.Side(
        "ours", [Process("actions", [sys.executable, "-c", script], dict(os.environ))], "", "", {}, tmp_path
    )
    side.running = [side._launched(side.processes[0])]
    first = side.running[0]
    assert first.wait(30) == 1
    side._revive()
    try:
        assert side.running[0] is not first and side.running[0].poll() is None
    finally:
        side.stop()
    assert side.running == []


def test_the_page_tells_what_was_reckoned_and_not_measured() -> None:
    short = result()
    assert "for 2 epochs only" in page.page(short, [])
    long = result()
    long["sides"]["stock"]["training"] = run.described(trained(epochs=100), trained())
    assert "epochs only" not in page.page(long, [])


@pytest.mark.parametrize(("load", "busy"), [(1.0, False), (2.0, False), (9.0, True)])
def test_the_page_tells_that_the_machine_was_busy(load: float, busy: bool) -> None:
    assert ("not idle" in page.page({**result(), "before": load}, [])) is busy


def test_every_table_of_the_page_is_whole() -> None:
    lines = page.page(result(), ["| a | b |", "|---|---|"]).splitlines()
    tables: list[list[int]] = [[]]
    for line in lines:
        if line.startswith("|"):
            tables[-1].append(line.count("|"))
        elif tables[-1]:
            tables.append([])
    assert all(len(set(columns)) <= 1 for columns in tables)
    assert len([one for one in tables if one]) == 4


def test_the_page_and_its_picture_are_written(tmp_path: Path) -> None:
    page.write(tmp_path, json.loads(json.dumps(result())), ["| a |", "|---|"])
    assert (tmp_path / "benchmarks.md").read_text("utf-8").startswith("# How quick it is")
    assert ET.parse(tmp_path / "benchmarks.svg").getroot().tag.endswith("svg")


def test_the_picture_draws_both_sides_to_one_scale() -> None:
    figures = result()["sides"]
    root = ET.fromstring(chart.picture(figures["ours"]["figures"], figures["stock"]["figures"]))
    bars = [one for one in root.iter() if one.tag.endswith("rect") and one.get("height") == str(chart.ROW - 3)]
    assert len(bars) == 2 * len(chart.shown(figures["ours"]["figures"])) == 12
    widths = [float(one.get("width", 0)) for one in bars]
    assert widths[1] == pytest.approx(4 * widths[0], rel=0.01)
    assert max(widths) <= chart.WIDTH - chart.LEFT - chart.RIGHT
    assert "throughput" not in chart.picture(figures["ours"]["figures"], figures["stock"]["figures"])


def test_what_the_page_says_of_this_machine() -> None:
    found = run.about(0.5)
    assert "rasa-sdk" in found["versions"] and found["examples"] > 10_000 and found["before"] == 0.5
    assert run.machine(Path("/does/not/exist"))
