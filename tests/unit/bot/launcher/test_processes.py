"""What the four processes are, and what each may know."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from bot.launcher import secrets
from bot.launcher.processes import HOST, Ports, Process, stack
from bot.launcher.steps import ROOT, Problem

KEYS = {key: f"value-of-{key}" for key in secrets.KEYS}
PORTS = Ports(channels=18000, desk=18001, rasa=15005, actions=15055)


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing set outside."""
    for name in (*secrets.KEYS, "DATABASE_URL", "TRACKER_URL", "YIFAWEN_RASA_URLS"):
        monkeypatch.delenv(name, raising=False)
    for name in ("CHANNELS", "DESK", "RASA", "ACTIONS"):
        monkeypatch.delenv(f"YIFAWEN_PORT_{name}", raising=False)


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which something listens."""
    with socket.socket() as one:
        one.bind((HOST, 0))
        one.listen()
        yield one.getsockname()[1]


def by_name(data: str = "/data") -> dict[str, Process]:
    return {process.name: process for process in stack(PORTS, KEYS, data, "/model.tar.gz")}


# Ports.


def test_the_ports_are_those_of_the_design() -> None:
    assert vars(Ports.from_environment()) == {"channels": 8000, "desk": 8001, "rasa": 5005, "actions": 5055}


def test_each_port_can_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIFAWEN_PORT_RASA", "6005")
    monkeypatch.setenv("YIFAWEN_PORT_DESK", "")
    assert vars(Ports.from_environment()) == {"channels": 8000, "desk": 8001, "rasa": 6005, "actions": 5055}


def test_a_port_that_is_no_number_is_a_problem_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIFAWEN_PORT_RASA", "five")
    with pytest.raises(Problem, match="端口要写成数字"):
        Ports.from_environment()


def free_ports(**changes: int) -> Ports:
    """Ports that nothing uses, or those of the arguments."""
    with socket.socket() as a, socket.socket() as b, socket.socket() as c, socket.socket() as d:
        found = []
        for one in (a, b, c, d):
            one.bind((HOST, 0))
            found.append(one.getsockname()[1])
    return Ports(**{**dict(zip(("channels", "desk", "rasa", "actions"), found, strict=True)), **changes})


def test_free_ports_are_free() -> None:
    free_ports().check_free()


@pytest.mark.parametrize("name", ["channels", "desk", "rasa", "actions"])
def test_a_port_that_is_taken_is_named_with_the_way_out(name: str, taken: int) -> None:
    with pytest.raises(Problem) as problem:
        free_ports(**{name: taken}).check_free()
    assert str(taken) in str(problem.value) and f"YIFAWEN_PORT_{name.upper()}" in str(problem.value)


@pytest.mark.parametrize("number", [70000, -1])
def test_a_number_that_is_no_port_is_a_problem(number: int) -> None:
    with pytest.raises(Problem):
        free_ports(rasa=number).check_free()


def test_one_port_for_two_processes_is_a_problem() -> None:
    with pytest.raises(Problem):
        free_ports(rasa=(port := free_ports().desk), actions=port).check_free()


# The stack.


def test_there_are_four_and_all_listen_on_this_machine_only() -> None:
    assert list(by_name()) == ["actions", "rasa", "channels", "desk"]
    for process in by_name().values():
        assert "0.0.0.0" not in " ".join([*process.command, *process.environment.values()])
    assert by_name()["actions"].environment["SANIC_HOST"] == HOST
    assert by_name()["channels"].environment["YIFAWEN_EDGE_HOST"] == HOST
    assert " ".join(by_name()["rasa"].command).count(f"-i {HOST}") == 1
    assert " ".join(by_name()["desk"].command).count(f"--host {HOST}") == 1


def test_each_listens_where_the_others_look_for_it() -> None:
    processes = by_name()
    assert processes["rasa"].environment["YIFAWEN_ACTIONS_URL"] == f"http://{HOST}:15055/webhook"
    assert processes["channels"].environment["YIFAWEN_RASA_URLS"] == f"http://{HOST}:15005"
    assert processes["channels"].environment["YIFAWEN_EDGE_PORT"] == "18000"
    assert ["-p", "15055"] == processes["actions"].command[-2:]
    assert "15005" in processes["rasa"].command and "18001" in processes["desk"].command


def test_rasa_runs_apart_and_offers_nothing_but_the_inbox() -> None:
    command = by_name()["rasa"].command
    assert ".venv-dialogue" in command[0] and ".venv/" in by_name()["actions"].command[0]
    assert not {"--enable-api", "--cors", "--debug", "-vv", "--auth-token"} & set(command)
    assert command[command.index("--credentials") + 1] == "bot/dialogue/credentials.yml"
    assert command[command.index("-m", 3) + 1] == "/model.tar.gz"
    channels = re.findall(r"^[a-z][\w.]*:", (ROOT / "bot/dialogue/credentials.yml").read_text(), re.MULTILINE)
    assert len(re.findall(r"^[\w.]+:", (ROOT / "bot/dialogue/credentials.yml").read_text(), re.MULTILINE)) == 1
    assert channels in ([], ["bot.dialogue.inbox.Inbox:"])


def test_rasa_knows_only_the_keys_it_needs() -> None:
    known = set(by_name()["rasa"].environment.values()) & set(KEYS.values())
    assert known == {KEYS["YIFAWEN_TRACKER_KEY"], KEYS["YIFAWEN_INBOX_SECRET"]}


def test_rasa_knows_only_the_keys_it_needs_even_when_they_are_set_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, value in KEYS.items():
        monkeypatch.setenv(key, value)
    known = set(by_name()["rasa"].environment.values()) & set(KEYS.values())
    assert known == {KEYS["YIFAWEN_TRACKER_KEY"], KEYS["YIFAWEN_INBOX_SECRET"]}


def test_no_key_stands_in_a_command_or_a_repr() -> None:
    for process in by_name().values():
        assert not any(value in f"{process.command} {process!r}" for value in KEYS.values())


def test_the_files_stand_in_the_folder_that_is_named() -> None:
    processes = by_name("/elsewhere")
    assert processes["actions"].environment["DATABASE_URL"] == "sqlite:////elsewhere/yifawen.db"
    assert processes["rasa"].environment["TRACKER_URL"].startswith("sqlite:////elsewhere/dialogue.db")


def test_databases_of_ones_own_come_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://records")
    monkeypatch.setenv("TRACKER_URL", "postgresql://talk")
    monkeypatch.setenv("YIFAWEN_RASA_URLS", "http://one,http://two")
    processes = by_name()
    assert processes["desk"].environment["DATABASE_URL"] == "postgresql://records"
    assert processes["rasa"].environment["TRACKER_URL"] == "postgresql://talk"
    assert processes["channels"].environment["YIFAWEN_RASA_URLS"] == "http://one,http://two"


def test_every_setting_of_the_dialogues_files_is_given() -> None:
    wanted = set()
    for name in ("endpoints.yml", "credentials.yml"):
        wanted |= set(re.findall(r"\$\{(\w+)\}", (ROOT / "bot" / "dialogue" / name).read_text(encoding="utf-8")))
    wanted.discard("NAME")  # in a comment
    assert wanted and wanted <= set(by_name()["rasa"].environment)
