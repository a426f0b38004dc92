"""What stands in deploy/ and docs/ is true: names, modules, keys, paths, links and quoted words exist as written."""

from __future__ import annotations

import importlib
import importlib.util
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import Enum, LargeBinary, String

from actions.casework.columns import EncryptedBytes, EncryptedText
from actions.casework.tables import METADATA
from actions.content.texts import load_failures
from bot.channels.envelope import LARGEST_BODY, LARGEST_PHOTO, UPLOADS
from bot.channels.problems import ProblemDocument
from bot.channels.reader import READ, READERS, WAIT
from bot.launcher.model import MODEL, dialogue_environment
from bot.launcher.processes import Ports, stack
from bot.launcher.secrets import KEYS

REPO = Path(__file__).resolve().parents[2]
DEPLOY = REPO / "deploy"
DOCS = REPO / "docs"
UNITS = DEPLOY / "systemd"
CONTAINERS = DEPLOY / "containers"
NGINX = DEPLOY / "nginx"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")

SETTING = re.compile(r"\b(?:YIFAWEN_[A-Z_]+|DATABASE_URL|TRACKER_URL)")
SERVICES = sorted(UNITS.glob("*.service"))
# What a timer starts.
TIMED = ("outbox", "retention", "purge", "audit")
# The process of `make run` that each unit runs.
PROCESSES = {
    "yifawen-actions": "actions",
    "yifawen-rasa@": "rasa",
    "yifawen-edge": "channels",
    "yifawen-desk": "desk",
}
# Which of the keys each part may know.
NEEDED = {
    "actions": {"YIFAWEN_DATA_KEY"},
    "rasa": {"YIFAWEN_TRACKER_KEY", "YIFAWEN_INBOX_SECRET"},
    "channels": {"YIFAWEN_DATA_KEY", "YIFAWEN_SESSION_KEY", "YIFAWEN_INBOX_SECRET", "YIFAWEN_KIOSK_KEYS"},
    "desk": {"YIFAWEN_DATA_KEY", "YIFAWEN_DESK_KEY"},
    "outbox": {"YIFAWEN_DATA_KEY"},
    "retention": set(),
    "purge": {"YIFAWEN_DATA_KEY"},
    "audit": {"YIFAWEN_DATA_KEY"},
    "migrate": set(),
}
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "IPAddressDeny": "any",
    "IPAddressAllow": "localhost",
    "EnvironmentFile": "/etc/yifawen/yifawen.env",
    "WorkingDirectory": "/opt/yifawen",
}
# Not in the app's environment, but pinned for the dialogue's.
DIALOGUE_MODULES = {"rasa"}


def unit(path: Path) -> dict[str, list[str]]:
    """The settings of a unit, each with all its values."""
    found: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            key, _, value = line.partition("=")
            found.setdefault(key, []).append(value)
    return found


def environment(settings: dict[str, list[str]]) -> dict[str, str]:
    """What a unit's Environment= lines set."""
    words = [word for line in settings.get("Environment", []) for word in shlex.split(line)]
    return dict(word.split("=", 1) for word in words)


def part_of(service: Path) -> str:
    return PROCESSES.get(service.stem, service.stem.removeprefix("yifawen-"))


def check_module(command: list[str]) -> None:
    """The module that a command runs exists, and so does the application that it is to serve."""
    module = command[command.index("-m") + 1]
    if module in DIALOGUE_MODULES:
        assert re.search(rf"^{module}==", (REPO / "requirements" / "dialogue.txt").read_text(), re.MULTILINE)
    else:
        spec = importlib.util.find_spec(module)
        assert spec is not None, module
        runnable = spec.submodule_search_locations is None or importlib.util.find_spec(f"{module}.__main__")
        assert runnable, f"{module} cannot be run"
    for word in command:
        if re.fullmatch(r"bot[\w.]*:\w+", word):
            place, _, name = word.partition(":")
            assert callable(getattr(importlib.import_module(place), name))


# --- settings


def names_in_code() -> set[str]:
    """Every setting that a process, the launcher or the web app's tools read."""
    files = [
        file
        for top in ("actions", "bot")
        for ending in ("py", "yml", "ts")
        for file in REPO.joinpath(top).rglob(f"*.{ending}")
    ]
    read = (file.read_text(encoding="utf-8") for file in files if "node_modules" not in file.parts)
    found = {name for text in read for name in SETTING.findall(text)}
    open_ended = {name for name in found if name.endswith("_")}
    assert open_ended <= {"YIFAWEN_", "YIFAWEN_PORT_"}, "teach this test what comes behind the prefix"
    return found - open_ended | {f"YIFAWEN_PORT_{name.upper()}" for name in vars(Ports())}


def names_in_sample() -> dict[str, bool]:
    """The settings in .env.example, and whether each has to be filled in."""
    lines = (DEPLOY / ".env.example").read_text(encoding="utf-8").splitlines()
    found = [re.fullmatch(r"(# )?([A-Z_]+)=(.*)", line) for line in lines]
    assert not [match[0] for match in found if match and match[3]], "the sample holds no values"
    return {match[2]: match[1] is None for match in found if match}


def names_in_book() -> set[str]:
    """The settings in the first column of the table in operations.md."""
    table = OPERATIONS.partition("\n## Settings\n")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_the_sample_has_every_setting_and_no_other() -> None:
    assert set(names_in_sample()) == names_in_code()


def test_the_book_explains_every_setting_and_no_other() -> None:
    assert names_in_book() == names_in_code()


def test_the_sample_demands_the_keys_and_nothing_else() -> None:
    assert {name for name, demanded in names_in_sample().items() if demanded} == set(KEYS)


def test_the_command_in_the_book_makes_keys_that_are_taken(tmp_path: Path) -> None:
    sample = tmp_path / "yifawen.env"
    shutil.copy(DEPLOY / ".env.example", sample)
    loop = "\n".join(line.strip() for line in OPERATIONS.partition("       for key in ")[2].splitlines()[:4])
    script = f"for key in {loop}".replace("/etc/yifawen/yifawen.env", str(sample))
    subprocess.run(["sh", "-euc", script], check=True, timeout=20)
    made = dict(line.split("=", 1) for line in sample.read_text().splitlines() if line.startswith("YIFAWEN_"))
    assert set(made) == set(KEYS)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", value) for value in made.values())
    assert len(set(made.values())) == len(KEYS)


# --- systemd


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.stem)
def test_a_unit_runs_a_module_that_exists(service: Path) -> None:
    settings = unit(service)
    for line in settings["ExecStart"] + settings.get("ExecStartPre", []):
        check_module(shlex.split(line))


@pytest.mark.parametrize("service", [s for s in SERVICES if s.stem in PROCESSES], ids=lambda service: service.stem)
def test_a_unit_runs_what_make_run_runs(service: Path) -> None:
    process = next(p for p in stack(Ports(), dict.fromkeys(KEYS, "")) if p.name == PROCESSES[service.stem])
    (line,) = unit(service)["ExecStart"]
    said = shlex.split(line.replace("%i", str(Ports().rasa)))
    meant = [word.replace(str(MODEL), "models/yifawen.tar.gz") for word in process.command]
    assert said[0].removeprefix("/opt/yifawen/") == str(Path(meant[0]).relative_to(REPO))
    assert sorted(said[1:]) == sorted(meant[1:])
    if process.name != "actions":
        return
    assert environment(unit(service))["SANIC_HOST"] == process.environment["SANIC_HOST"] == "127.0.0.1"


def test_there_is_a_unit_for_each_process() -> None:
    assert {part_of(service) for service in SERVICES} == {*PROCESSES.values(), *TIMED}


def test_rasa_is_as_quiet_as_under_make_run() -> None:
    wanted = dialogue_environment()
    said = environment(unit(UNITS / "yifawen-rasa@.service"))
    image = (CONTAINERS / "dialogue.Containerfile").read_text(encoding="utf-8")
    for name in (
        "RASA_TELEMETRY_ENABLED",
        "CUDA_VISIBLE_DEVICES",
        "TF_CPP_MIN_LOG_LEVEL",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "SQLALCHEMY_SILENCE_UBER_WARNING",
        "PYTHONWARNINGS",
    ):
        assert said[name] == wanted[name]
        assert re.search(rf"\b{name}={wanted[name]}(\s|$)", image)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.stem)
def test_a_unit_is_locked_in(service: Path) -> None:
    settings = unit(service)
    assert {key: settings[key][-1] for key in HARDENING} == HARDENING
    assert settings["User"] == settings["Group"] != ["root"]
    (folder,) = settings["ReadWritePaths"]
    assert folder == f"/var/lib/{settings['StateDirectory'][0]}"
    assert settings["MemoryMax"]
    if service.stem in PROCESSES:
        assert settings["Restart"] == ["always"] and settings["StartLimitIntervalSec"] == ["0"]


def test_the_dialogue_has_an_account_of_its_own() -> None:
    users = {part_of(service): unit(service)["User"][0] for service in SERVICES}
    assert users["rasa"] not in [user for part, user in users.items() if part != "rasa"]
    made = re.findall(r"^u (\S+) ", (UNITS / "yifawen.sysusers").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(made) == set(users.values())


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.stem)
def test_a_unit_keeps_only_the_keys_it_needs(service: Path) -> None:
    taken_away = set(unit(service)["UnsetEnvironment"][0].split())
    part = part_of(service)
    assert set(KEYS) - taken_away == NEEDED[part]
    account = {"YIFAWEN_WECHAT_TOKEN", "YIFAWEN_WECHAT_AES_KEY", "YIFAWEN_WECHAT_SECRET"}
    assert account - taken_away == (account if part == "channels" else set())
    assert ("DATABASE_URL" if part == "rasa" else "TRACKER_URL") in taken_away


def test_the_target_names_units_that_exist_and_all_of_them() -> None:
    wanted = {name for line in unit(UNITS / "yifawen.target")["Wants"] for name in line.split()}
    assert {re.sub(r"@\d+", "@", name) for name in wanted} == {
        *(service.name for service in SERVICES if part_of(service) not in TIMED),
        *(f"yifawen-{part}.timer" for part in TIMED),
    }
    enabled = re.search(r"systemctl enable (.*)", OPERATIONS)
    assert enabled and {name.removesuffix(".service") for name in wanted} | {"yifawen.target"} == set(
        enabled[1].split()
    )


@pytest.mark.parametrize("part", TIMED)
def test_what_a_timer_starts_starts_nowhere_else(part: str) -> None:
    timer, service = unit(UNITS / f"yifawen-{part}.timer"), unit(UNITS / f"yifawen-{part}.service")
    assert timer["PartOf"] == timer["WantedBy"] == ["yifawen.target"]
    assert "OnCalendar" in timer or "OnUnitInactiveSec" in timer
    assert service["Type"] == ["oneshot"] and "WantedBy" not in service
    # A night on which the machine was off is made up for.
    assert "OnCalendar" not in timer or timer["Persistent"] == ["true"]


def test_the_timers_do_what_the_book_says() -> None:
    commands = {part: unit(UNITS / f"yifawen-{part}.service")["ExecStart"][0] for part in ("purge", "audit")}
    assert commands["purge"].endswith("-m actions.casework.purge --yes")
    assert "-m actions.casework.audit verify --anchor-file" in commands["audit"]
    for part in TIMED:
        assert f"`yifawen-{part}.timer`" in OPERATIONS, part


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="这台机器上没有 systemd-analyze")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for environment_folder in (".venv", ".venv-dialogue"):
        python = tmp_path / "opt" / environment_folder / "bin" / "python"
        python.parent.mkdir(parents=True)
        python.symlink_to("/bin/true")
    copies = tmp_path / "units"
    copies.mkdir()
    for path in [*SERVICES, *UNITS.glob("*.timer"), *UNITS.glob("*.target")]:
        name = path.name.replace("@.", "@5005.")
        text = path.read_text(encoding="utf-8").replace("/opt/yifawen", str(tmp_path / "opt"))
        (copies / name).write_text(text, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=one", *map(str, sorted(copies.iterdir()))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    ours = [line for line in done.stderr.splitlines() if "yifawen" in line]
    assert done.returncode == 0 and not ours, done.stderr


def test_the_command_runs_as_the_service_account(tmp_path: Path) -> None:
    fake = tmp_path / "systemd-run"
    fake.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n', encoding="utf-8")
    fake.chmod(0o755)
    script = UNITS / "yifawen-command"
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    said = subprocess.run(
        [script, "-m", "bot.desk.staff", "--name", "演示 员"],
        env=path,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=True,
    ).stdout.splitlines()
    assert said[-5:] == ["/opt/yifawen/.venv/bin/python", "-m", "bot.desk.staff", "--name", "演示 员"]
    assert {"--pipe", "--property=User=yifawen", f"--property=EnvironmentFile={HARDENING['EnvironmentFile']}"} <= set(
        said
    )
    for service in ("yifawen-actions", "yifawen-desk"):
        defaults = environment(unit(UNITS / f"{service}.service"))
        assert {f"--setenv={name}={defaults[name]}" for name in ("DATABASE_URL",) if name in defaults} <= set(said)
    assert subprocess.run([script], env=path, capture_output=True).returncode == 2


# --- containers


def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((CONTAINERS / "compose.yml").read_text(encoding="utf-8"))
    return loaded


def test_compose_runs_modules_that_exist() -> None:
    services = compose()["services"]
    assert set(services) == {"migrate", "actions", "rasa", "edge", "desk", "retention"}
    for service in services.values():
        if "command" in service:
            check_module(service["command"])
        assert (REPO / service["build"]["dockerfile"]).is_file()
        assert (CONTAINERS / service["build"]["context"]).resolve() == REPO


def test_a_container_gets_only_the_keys_it_needs() -> None:
    for name, service in compose()["services"].items():
        part = "channels" if name == "edge" else name
        assert set(service["environment"]) & set(KEYS) == NEEDED[part]
        assert "env_file" not in service


def test_compose_knows_only_settings_of_the_sample() -> None:
    text = (CONTAINERS / "compose.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) <= set(names_in_sample())


def test_containers_are_locked_in() -> None:
    loaded = compose()
    assert loaded["networks"]["inside"]["internal"] is True
    gateway = loaded["networks"]["front"]["ipam"]["config"][0]["gateway"]
    assert gateway in loaded["services"]["edge"]["environment"]["YIFAWEN_TRUSTED_PROXIES"]
    for name, service in loaded["services"].items():
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"] and service["mem_limit"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", []))
        assert service["networks"] == (["inside", "front"] if name in ("edge", "desk") else ["inside"])


@pytest.mark.parametrize("name", ["app", "dialogue"])
def test_an_image_is_made_of_what_is_there_and_not_run_by_root(name: str) -> None:
    text = (CONTAINERS / f"{name}.Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    instructions = [line.split()[0] for line in lines]
    assert set(instructions) <= {"FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "CMD"}
    assert instructions[0] == "FROM" and instructions[-1] == "CMD" and "USER yifawen" in lines
    check_module(json.loads(lines[-1].removeprefix("CMD ")))
    let_in = (CONTAINERS / f"{name}.Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in let_in
    for line in lines:
        if line.startswith("COPY ") and "--from=" not in line:
            for source in line.split()[1:-1]:
                assert (REPO / source).exists(), source
                assert any(source.rstrip("/").startswith(kept[1:]) for kept in let_in if kept.startswith("!")), source


def test_what_was_not_built_says_so() -> None:
    for name in ("app.Containerfile", "dialogue.Containerfile", "compose.yml"):
        assert "syntax only" in "\n".join((CONTAINERS / name).read_text(encoding="utf-8").splitlines()[:5])


# --- nginx


def directives(name: str) -> list[str]:
    """The lines of a configuration without comments."""
    lines = (line.strip() for line in (NGINX / name).read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("name", ["yifawen.conf", "yifawen-desk.conf", "yifawen-proxy.conf"])
def test_every_line_of_nginx_ends(name: str) -> None:
    bare = [re.sub(r"'[^']*'|\"[^\"]*\"", "''", line) for line in directives(name)]
    assert not [line for line in bare if not line.endswith((";", "{", "}"))]
    depth = [sum(line.count("{") - line.count("}") for line in bare[: at + 1]) for at in range(len(bare))]
    assert min(depth) >= 0 and depth[-1] == 0


def test_a_strangers_address_is_set_and_never_added_to() -> None:
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in directives("yifawen-proxy.conf")
    assert not [
        file for file in NGINX.glob("*.conf") if "$proxy_add_x_forwarded_for" in file.read_text(encoding="utf-8")
    ]
    for name in ("yifawen.conf", "yifawen-desk.conf"):
        lines = directives(name)
        assert lines.count("include /etc/nginx/yifawen-proxy.conf;") == sum("proxy_pass " in line for line in lines) > 0


def test_nginx_takes_no_more_than_the_edge() -> None:
    assert f"client_max_body_size {LARGEST_BODY // 1024}k;" in directives("yifawen.conf")


def test_a_photo_passes_nginx_without_a_file() -> None:
    whole = "\n".join(directives("yifawen.conf"))
    block = whole.partition(f"location = {UPLOADS} {{")[2].partition("\nlocation ")[0]
    assert f"client_max_body_size {LARGEST_PHOTO // 1024**2}m;" in block
    assert "proxy_request_buffering off;" in block
    [patience] = re.findall(r"proxy_read_timeout (\d+)s;", block)
    assert int(patience) > WAIT + READ + 8


def test_the_edge_has_memory_for_the_papers_it_may_read_and_outlives_them() -> None:
    settings = unit(UNITS / "yifawen-edge.service")
    assert settings["MemoryMax"] == [f"{READERS}G"] and settings["OOMPolicy"] == ["continue"]
    assert compose()["services"]["edge"]["mem_limit"] == f"{READERS}g"


def test_nginx_passes_on_where_the_processes_listen() -> None:
    assert {line for line in directives("yifawen.conf") if "proxy_pass" in line} == {
        f"proxy_pass http://127.0.0.1:{Ports().channels};"
    }
    assert {line for line in directives("yifawen-desk.conf") if "proxy_pass" in line} == {
        f"proxy_pass http://127.0.0.1:{Ports().desk};"
    }


def test_what_somebody_looks_up_is_not_in_nginx_s_log() -> None:
    whole = "\n".join(directives("yifawen.conf"))
    block = whole.partition("location ~ ^/(answers|respondents)$ {")[2].partition("\nlocation ")[0]
    assert block.startswith("\naccess_log off;")


def test_what_is_for_the_machine_itself_is_blocked() -> None:
    lines = directives("yifawen.conf")
    assert {"location = /metrics { return 404; }", "location = /readyz { return 404; }"} <= set(lines)


def test_https_is_asked_for_everywhere() -> None:
    """nginx forgets the headers of the server in a place that adds one of its own."""
    strict = 'add_header Strict-Transport-Security "max-age=31536000" always;'
    for name in ("yifawen.conf", "yifawen-desk.conf"):
        blocks = "\n".join(directives(name)).split("location ")
        assert strict in blocks[0]
        assert all(strict in block for block in blocks[1:] if "add_header" in block)


def test_nginx_refuses_in_the_words_of_the_edge() -> None:
    found = re.findall(r"return (\d{3}) '(.*)';", (NGINX / "yifawen.conf").read_text(encoding="utf-8"))
    said = [(int(status), ProblemDocument(**json.loads(body), request="-")) for status, body in found]
    assert all(status == document.status for status, document in said)
    documents = {document.type.rpartition(":")[2]: document for _, document in said}
    assert {kind: document.status for kind, document in documents.items()} == {
        "too-large": 413,
        "photo-too-large": 413,
        "rate-limited": 429,
        "failed": 503,
    }
    for kind in ("too-large", "photo-too-large", "rate-limited"):
        assert documents[kind].detail == load_failures()[kind.replace("-", "_")].text
    assert "请当作没有办成" in documents["failed"].detail and "12345" in documents["failed"].detail


def test_the_maintenance_page_leads_on_in_chinese() -> None:
    page = (NGINX / "pages" / "maintenance.html").read_text(encoding="utf-8")
    assert 'lang="zh-CN"' in page and "<script" not in page and "http" not in page
    for words in ("12345", "12348", "110", "期限照样在走", "当作没有办成"):
        assert words in page


def test_nothing_in_deploy_names_a_download_address() -> None:
    addresses = {
        address
        for file in DEPLOY.rglob("*")
        if file.is_file()
        for address in re.findall(r"https?://(\$?[\w.-]+)", file.read_text(encoding="utf-8"))
    }
    assert addresses <= {"127.0.0.1", "$host", "actions", "rasa"}


# --- documents

DOCUMENTS = sorted([*DOCS.rglob("*.md"), REPO / "CHANGELOG.md"])
TOPS = ("actions", "bot", "data", "deploy", "docs", "knowledge", "requirements", "tests")
MADE = ("bot/web/dist", "bot/web/node_modules")  # by a build, not kept in the repository


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "#")):
            assert (document.parent / target.partition("#")[0]).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_paths_that_are_named_exist(document: Path) -> None:
    for word in re.findall(r"`([^`\s]+)`", document.read_text(encoding="utf-8")):
        path = word.partition("::")[0].rstrip("/")
        if path.partition("/")[0] not in TOPS or "/" not in path or path.startswith(MADE):
            continue
        pattern = re.sub(r"<[^>]*>", "*", path)
        assert list(REPO.glob(pattern)), f"{word} is not there"


def test_the_tests_of_the_privacy_table_exist() -> None:
    named = re.findall(r"`([\w/.@-]+)::([^`]+)`", (DOCS / "privacy.md").read_text(encoding="utf-8"))
    assert len(named) > 30
    for path, name in named:
        written = f'test("{name}"' if path.endswith(".ts") else f"def {name}("
        assert written in (REPO / path).read_text(encoding="utf-8"), f"{path}::{name}"


def test_every_duty_of_the_privacy_table_has_a_place_and_a_test() -> None:
    table = (DOCS / "privacy.md").read_text(encoding="utf-8").partition("\n## Duties met")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if re.match(r"\| \d", line)]
    for _law, duty, place, tests in rows:
        assert duty.strip() and "`" in place and "::" in tests
    named = {int(article) for row in rows for article in row[0].split(",")}
    assert named == {5, 6, 9, 17, 19, 28, 29, 45, 47, 50, 51, 54}


# Strings that are about no person: kinds, random names of files, seals, closed lists of machine words.
IMPERSONAL = {
    *(f"audit_{table}" for table in ("head.hash", "head.seal", "log.hash", "log.what")),
    *("reveals.what", "counters.prefix", "files.id", "files.media_type", "letter_files.id", "letter_files.media_type"),
    *("ratings.channel", "unanswered_questions.offered", "outbox.last_problem", "wechat_tokens.app_id"),
    "wechat_tokens.token",  # of the county's own account
}


def columns_that_may_hold_a_person() -> set[str]:
    """Every text and every bytes column of the records, but closed lists; whatever it is called."""
    return {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.c
        if isinstance(column.type, EncryptedText | EncryptedBytes)
        or (isinstance(column.type, String | LargeBinary) and not isinstance(column.type, Enum))
    }


def test_article_17_every_column_about_a_person_is_named_in_the_privacy_table() -> None:
    table = (DOCS / "privacy.md").read_text(encoding="utf-8").partition("\n## The columns\n")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if "`" in line and line.startswith("|")]
    named = [name for row in rows for name in re.findall(r"`(\w+\.\w+)`", row[1])]
    assert len(named) == len(set(named))
    assert columns_that_may_hold_a_person() - IMPERSONAL == set(named)
    sealed = {name for row in rows if row[2].strip() == "sealed" for name in re.findall(r"`(\w+\.\w+)`", row[1])}
    assert sealed | {"wechat_tokens.token"} == {
        f"{table.name}.{column.name}"
        for table in METADATA.sorted_tables
        for column in table.c
        if isinstance(column.type, EncryptedText | EncryptedBytes)
    }


@pytest.mark.parametrize("record", sorted((DOCS / "adr").glob("*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_four_parts(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Options", "Decision", "Consequences"]
    assert text.startswith(f"# {record.name[:4]} ") and "\nStatus: " in text


def test_decisions_are_numbered_one_by_one() -> None:
    numbers = [int(record.name[:4]) for record in sorted((DOCS / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_documents_that_the_code_names_exist() -> None:
    files = [
        *REPO.joinpath("actions").rglob("*.py"),
        *REPO.joinpath("bot").rglob("*.py"),
        *REPO.joinpath("bot/dialogue").rglob("*.yml"),
    ]
    files += [REPO / "config.yml", REPO / "pyproject.toml"]
    for file in files:
        for named in re.findall(r"docs/[\w./-]*\w", file.read_text(encoding="utf-8")):
            assert (REPO / named).exists() or list(REPO.glob(f"{named}*.md")), f"{file.name} names {named}"


def test_the_words_that_the_book_quotes_are_said_somewhere() -> None:
    places = [*REPO.glob("knowledge/*.yml"), *REPO.glob("bot/dialogue/domain/*.yml"), *REPO.glob("bot/desk/*.py")]
    places += [*REPO.glob("actions/content/*.py"), *REPO.glob("actions/casework/*.py"), REPO / "bot/web/src/client.ts"]
    places += [NGINX / "yifawen.conf", NGINX / "pages" / "maintenance.html"]
    said = "\n".join(re.sub(r"\n +", "", place.read_text(encoding="utf-8")) for place in places)
    quotes = [
        part for quote in re.findall(r"“([^”]+)”", re.sub(r"\n *", " ", OPERATIONS)) for part in quote.split(" … ")
    ]
    chinese = [quote.strip(" …") for quote in quotes if re.search(r"[一-鿿]", quote)]
    assert len(chinese) > 20
    for quote in chinese:
        assert quote in said, quote


def test_the_change_log_keeps_its_form() -> None:
    text = (REPO / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "\n## [Unreleased]\n" in text and "keepachangelog.com" in text
    assert all(
        re.match(r"(Added|Changed|Fixed|Removed|Deprecated|Security|Known limits) [一-鿿]", part)
        for part in re.findall(r"^### (.*)$", text, re.MULTILINE)
    )
