"""Long steps, fingerprints and marks."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from bot.launcher import steps
from bot.launcher.steps import Problem, fingerprint, is_current, mark_done, plain_environment, say, step


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of its own."""
    monkeypatch.setattr(steps, "ROOT", tmp_path)
    monkeypatch.setattr(steps, "VAR", tmp_path / "var")
    return tmp_path


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


# Steps.


def test_a_step_that_succeeds_says_so_and_keeps_its_output(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    step("下载", python("import sys; print('out'); print('err', file=sys.stderr)"), "get", cwd=root)
    assert "下载 …… 完成，用时 0 秒" in capsys.readouterr().out.replace("用时 1 秒", "用时 0 秒")
    assert sorted((root / "var" / "log" / "get.log").read_text().split()) == ["err", "out"]


def test_a_step_runs_where_and_with_what_it_is_told(root: Path) -> None:
    code = "import os; print(os.getcwd(), os.environ['GREETING'])"
    step("x", python(code), "where", {**plain_environment(), "GREETING": "hello"}, root)
    assert (root / "var" / "log" / "where.log").read_text().split() == [str(root), "hello"]


def test_a_step_that_fails_shows_the_end_of_its_output_and_where_the_rest_is(root: Path) -> None:
    code = "print('\\n'.join(f'line {n}' for n in range(40))); raise SystemExit(3)"
    with pytest.raises(Problem) as problem:
        step("安装", python(code), "bad", cwd=root)
    told = str(problem.value)
    assert told.startswith("安装：没有成功。完整记录在 var/log/bad.log。")
    assert told.splitlines()[1:] == [f"line {n}" for n in range(28, 40)]


@pytest.mark.parametrize(
    "output",
    [
        "npm error code EAI_AGAIN",
        "npm error network request to somewhere failed, reason: getaddrinfo ENOTFOUND",
        "dns error: failed to lookup address information",
        "[Errno -3] Temporary failure in name resolution",
        "Read timed out.",
        "error: Failed to fetch: something",
        "Caused by: client error (Connect)",
        "npm error code ECONNREFUSED",
        "npm error code ETIMEDOUT",
        "Connection refused",
        "Network is unreachable",
        "ERROR: Could not find a version that satisfies the requirement uv (from versions: none)",
    ],
)
def test_a_download_that_fails_for_want_of_a_network_says_so_in_one_line(root: Path, output: str) -> None:
    with pytest.raises(Problem) as problem:
        step("下载", python(f"print({output!r}); raise SystemExit(1)"), "net", cwd=root, download=True)
    assert str(problem.value) == "下载：连不上软件源，请检查网络后再运行一次。完整记录在 var/log/net.log。"


@pytest.mark.parametrize(
    ("download", "output"),
    [(False, "Connection timed out"), (True, "SyntaxError: invalid syntax"), (True, "No space left")],
)
def test_the_network_is_not_blamed_for_everything(root: Path, download: bool, output: str) -> None:
    with pytest.raises(Problem) as problem:
        step("下载", python(f"print({output!r}); raise SystemExit(1)"), "net", cwd=root, download=download)
    assert "连不上软件源" not in str(problem.value) and output in str(problem.value)


def test_output_that_is_no_text_does_not_hide_the_failure(root: Path) -> None:
    code = "import sys; sys.stdout.buffer.write(b'\\xff\\xfe broken'); raise SystemExit(1)"
    with pytest.raises(Problem, match="broken"):
        step("x", python(code), "bytes", cwd=root)


def test_a_second_run_does_not_show_the_output_of_the_first(root: Path) -> None:
    for word in ("first", "second"):
        step("x", python(f"print({word!r})"), "again", cwd=root)
    assert (root / "var" / "log" / "again.log").read_text() == "second\n"


def test_stopping_a_step_stops_its_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def interrupted(title: str, process: object, started: float) -> None:
        seen.append(process)
        raise KeyboardInterrupt

    monkeypatch.setattr(steps, "_watch", interrupted)
    with pytest.raises(KeyboardInterrupt):
        step("x", python("import time; time.sleep(60)"), "long", cwd=root)
    [process] = seen
    assert process.wait(20) != 0


class Terminal(io.StringIO):
    """Something that shows what is written at once."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("out", [Terminal(), io.StringIO()], ids=["terminal", "file"])
def test_the_seconds_that_pass_are_shown(root: Path, monkeypatch: pytest.MonkeyPatch, out: io.StringIO) -> None:
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(steps, "TICK", 0.2)
    step("慢", python("import time; time.sleep(1.2)"), "slow", cwd=root)
    assert out.getvalue().count("慢 …… ") >= 2
    assert ("\n慢" in out.getvalue()) is not out.isatty()


def test_a_command_that_is_not_there_is_a_problem(root: Path) -> None:
    with pytest.raises(Problem):
        step("x", ["no-such-command-anywhere"], "missing", cwd=root)


def test_say_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    say("好")
    assert capsys.readouterr().out == "好\n"


# Fingerprints.


@pytest.fixture
def tree(root: Path) -> Path:
    for name, content in (("a.txt", "1"), ("sub/b.txt", "2"), ("sub/deep/c.txt", "3")):
        (root / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "in" / name).write_text(content)
    return root / "in"


def test_a_fingerprint_stays_while_nothing_changes(tree: Path) -> None:
    assert fingerprint([tree]) == fingerprint([tree])
    assert len(fingerprint([tree])) == 64


def test_a_fingerprint_changes_with_content_names_places_and_extra(tree: Path) -> None:
    seen = {fingerprint([tree]), fingerprint([tree], "extra"), fingerprint([])}
    (tree / "a.txt").write_text("9")
    seen.add(fingerprint([tree]))
    (tree / "a.txt").rename(tree / "z.txt")
    seen.add(fingerprint([tree]))
    (tree / "z.txt").rename(tree / "sub" / "z.txt")
    seen.add(fingerprint([tree]))
    (tree / "sub" / "z.txt").unlink()
    seen.add(fingerprint([tree]))
    (tree / "empty.txt").touch()
    seen.add(fingerprint([tree]))
    assert len(seen) == 8


def test_a_fingerprint_ignores_what_python_and_npm_leave_behind(tree: Path) -> None:
    before = fingerprint([tree])
    for folder in ("__pycache__", "sub/__pycache__", "node_modules/x"):
        (tree / folder).mkdir(parents=True)
        (tree / folder / "x.pyc").write_bytes(b"1")
    assert fingerprint([tree]) == before


def test_a_fingerprint_does_not_depend_on_the_order_of_the_folder(tree: Path, root: Path) -> None:
    before = fingerprint([tree])
    (tree / "a.txt").rename(root / "aside")
    (root / "aside").rename(tree / "a.txt")
    assert fingerprint([tree]) == before


def test_a_missing_file_is_not_overlooked(tree: Path) -> None:
    with pytest.raises(FileNotFoundError):
        fingerprint([tree / "no.txt"])


# Marks.


def test_a_step_is_current_for_the_inputs_it_was_last_done_for(root: Path) -> None:
    stamp = root / "deep" / "stamp"
    assert not is_current(stamp, "one")
    mark_done(stamp, "one")
    assert is_current(stamp, "one") and not is_current(stamp, "two") and not is_current(stamp, "")
    mark_done(stamp, "two")
    assert is_current(stamp, "two") and not is_current(stamp, "one")


def test_an_environment_has_no_traces_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    monkeypatch.setenv("KEPT", "yes")
    found = plain_environment(ADDED="1", KEPT="changed")
    assert (found["ADDED"], found["KEPT"]) == ("1", "changed")
    assert not {"VIRTUAL_ENV", "PYTHONHOME"} & set(found)
