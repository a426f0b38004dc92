"""The rules of the house that nobody can forget: sizes, names, directions, and what never stands in the repository."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from actions.content.source import ROOT as KNOWLEDGE

ROOT = KNOWLEDGE.parent
LONGEST_MODULE = 250  # lines
LONGEST_FUNCTION = 50  # lines
CODE = sorted(
    file for folder in ("actions", "bot") for file in (ROOT / folder).rglob("*.py") if "node_modules" not in file.parts
)


def name(file: Path) -> str:
    """A path as it is written in the repository."""
    return str(file.relative_to(ROOT))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


code = pytest.mark.parametrize("file", CODE, ids=name)


@cache
def tracked() -> list[Path]:
    """The files of the repository, those that are about to be added included."""
    listed = ["git", "-c", "core.quotepath=off", "ls-files", "--cached", "--others", "--exclude-standard"]
    try:
        found = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("这里不是 git 仓库，看不出哪些文件归它管")
    return [ROOT / line for line in found if (ROOT / line).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    """The tracked files that are text."""
    for file in tracked():
        try:
            yield file, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


# Sizes and names.


@code
def test_a_module_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST_MODULE


@code
def test_a_function_is_short(file: Path) -> None:
    for one in ast.walk(tree(file)):
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.end_lineno:
            assert one.end_lineno - one.lineno < LONGEST_FUNCTION, one.name


@pytest.mark.parametrize("folder", ["actions", "bot"])
def test_functions_are_short_in_the_middle(folder: str) -> None:
    lengths = sorted(
        len(one.body) and (one.body[-1].end_lineno or 0) - one.body[0].lineno + 1
        for file in CODE
        if file.is_relative_to(ROOT / folder)
        for one in ast.walk(tree(file))
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert lengths[len(lengths) // 2] <= 8


def test_nothing_is_named_after_nothing() -> None:
    nameless = re.compile(r"(^|[_-])(utils?|helpers?|common|managers?|misc|stuff)($|[_-])", re.IGNORECASE)
    found = [
        name(file) for file in tracked() if nameless.search(file.stem) or any(map(nameless.search, file.parent.parts))
    ]
    assert found == []


@code
def test_every_module_says_what_it_is(file: Path) -> None:
    if file.name == "__init__.py" and not file.read_text(encoding="utf-8").strip():
        return
    assert ast.get_docstring(tree(file)) or file.name == "env.py"


def test_there_are_at_least_as_many_test_lines_as_code_lines() -> None:
    def lines(files: list[Path]) -> int:
        return sum(len(file.read_text(encoding="utf-8").splitlines()) for file in files)

    assert lines(sorted((ROOT / "tests").rglob("*.py"))) >= lines(CODE)


# Calls.


def calls(file: Path) -> Iterator[ast.Call]:
    return (one for one in ast.walk(tree(file)) if isinstance(one, ast.Call))


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@code
def test_no_text_stands_in_an_utterance(file: Path) -> None:
    for call in calls(file):
        if called(call) == "utter_message":
            assert not call.args and {keyword.arg for keyword in call.keywords} <= {"response", "json_message"}, (
                call.lineno
            )


@code
def test_nothing_is_printed(file: Path) -> None:
    assert [call.lineno for call in calls(file) if called(call) in ("print", "pprint")] == []


@code
def test_nothing_that_could_run_code_is_unpacked(file: Path) -> None:
    for call in calls(file):
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            owner = call.func.value.id
            assert (owner, call.func.attr) not in {
                ("pickle", "load"),
                ("pickle", "loads"),
                ("marshal", "loads"),
                ("os", "system"),
            }
            if (owner, call.func.attr) == ("yaml", "load"):
                assert [keyword.arg for keyword in call.keywords] == ["Loader"], call.lineno
        assert called(call) not in ("eval", "exec"), call.lineno
        assert not any(keyword.arg == "shell" and getattr(keyword.value, "value", 1) for keyword in call.keywords), (
            call.lineno
        )


LOGGED = {"debug", "info", "warning", "error", "exception", "critical"}


@code
def test_a_log_never_prints_a_traceback_or_formats_by_itself(file: Path) -> None:
    for call in calls(file):
        if (
            called(call) in LOGGED
            and isinstance(call.func, ast.Attribute)
            and getattr(call.func.value, "id", "") in ("logger", "log")
        ):
            assert called(call) != "exception" or "desk" in file.parts, call.lineno
            assert not any(isinstance(one, ast.JoinedStr) for one in call.args), call.lineno


# Directions of imports.


def imports(file: Path) -> set[str]:
    """The modules that a file imports, as full names."""
    found = set()
    for one in ast.walk(tree(file)):
        if isinstance(one, ast.Import):
            found |= {alias.name for alias in one.names}
        elif isinstance(one, ast.ImportFrom):
            assert one.level == 0, f"{name(file)}:{one.lineno} imports relatively"
            found |= {one.module or ""} | {f"{one.module}.{alias.name}" for alias in one.names}
    return found


def imported_by(folder: str) -> dict[str, set[str]]:
    return {name(file): imports(file) for file in CODE if file.is_relative_to(ROOT / folder)}


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


OUTSIDE = ("rasa", "rasa_sdk", "sqlalchemy", "requests", "httpx", "fastapi", "starlette", "sanic", "aiohttp")
FORBIDDEN = {
    "actions/procedure": ((*OUTSIDE, "os", "socket", "subprocess", "time", "actions.casework", "bot"), ()),
    "actions/letter": (
        (*OUTSIDE, "os", "socket", "subprocess", "time", "actions.casework", "bot", "cv2", "rapidocr"),
        (),
    ),
    "actions/content": ((*OUTSIDE, "actions.casework", "actions.procedure", "bot"), ()),
    "actions/casework": (("rasa", "rasa_sdk", "fastapi", "starlette", "actions.procedure", "bot"), ()),
    "actions": (("rasa", "bot", "fastapi", "starlette", "sanic"), ()),
    "bot/channels": (
        ("rasa", "rasa_sdk", "sqlalchemy", "bot.dialogue", "bot.desk", "bot.launcher", "bot.reading", "actions"),
        (
            "actions.content",
            "actions.letter",
            "actions.procedure",
            "actions.casework.encryption",
            "actions.casework.entries",
            "actions.casework.errors",
            "actions.casework.store",
            "actions.casework.wechat",
        ),
    ),
    "bot/reading": (
        (*OUTSIDE, "bot.channels", "bot.desk", "bot.dialogue", "bot.launcher", "actions"),
        ("actions.letter",),
    ),
    "bot/desk": (
        ("rasa", "rasa_sdk", "bot.dialogue", "bot.channels", "bot.launcher", "actions"),
        ("actions.content", "actions.procedure", "actions.casework"),
    ),
    "bot/launcher": (("rasa", "rasa_sdk", "sqlalchemy", "actions", "bot.channels", "bot.dialogue", "bot.desk"), ()),
    "bot/dialogue": (("actions", "bot.channels", "bot.desk", "bot.launcher"), ()),
}
PARENTS = {"actions", "actions.casework"}  # named by `from actions import …`; what is imported from them is checked


@pytest.mark.parametrize("folder", FORBIDDEN)
def test_imports_point_one_way(folder: str) -> None:
    forbidden, allowed = FORBIDDEN[folder]
    files = imported_by(folder)
    assert files, folder
    for file, modules in files.items():
        bad = {one for one in modules - PARENTS if within(one, forbidden) and not within(one, allowed)}
        assert bad == set(), file


@code
def test_nothing_but_the_dialogue_imports_the_dialogue(file: Path) -> None:
    if not file.is_relative_to(ROOT / "bot" / "dialogue"):
        assert not {one for one in imports(file) if within(one, ("bot.dialogue", "rasa"))}


def test_the_wording_needs_no_rasa() -> None:
    for module in sorted((ROOT / "bot" / "dialogue" / "nlu").glob("*.py")):
        if module.name != "topic_classifier.py":
            assert not {one for one in imports(module) if within(one, ("rasa", "tensorflow"))}, module.name


def test_the_rules_take_the_day_and_never_ask_for_it() -> None:
    for file in sorted((ROOT / "actions" / "procedure").glob("*.py")):
        asked = [call.lineno for call in calls(file) if called(call) in ("today", "now", "utcnow", "open", "getenv")]
        assert asked == [], file.name


# What the law says stands in knowledge/, not in Python.


CITES = re.compile(r"《|》|第[\d一二三四五六七八九十百N]+条")
# Words about citations, not citations; and brackets of case numbers.
ABOUT_CITATIONS = {
    "actions/procedure/tables.py": {"《", "》第", "条"},
    "actions/content/laws.py": {"第", "条"},
    "actions/casework/numbers.py": {"([{【〈《「", ")]}】〉》」"},
}


def literals(file: Path) -> Iterator[ast.Constant]:
    """The strings of a module that are no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(one.body[0].value)
        for one in ast.walk(tree(file))
        if isinstance(one, documented) and one.body and isinstance(one.body[0], ast.Expr)
    }
    for one in ast.walk(tree(file)):
        if isinstance(one, ast.Constant) and isinstance(one.value, str) and id(one) not in docstrings:
            yield one


@code
def test_no_sentence_of_law_stands_in_python(file: Path) -> None:
    about = ABOUT_CITATIONS.get(name(file), set())
    found = [
        (one.lineno, one.value) for one in literals(file) if CITES.search(str(one.value)) and one.value not in about
    ]
    assert found == []


def test_the_exceptions_are_still_needed() -> None:
    for file, about in ABOUT_CITATIONS.items():
        assert about <= {one.value for one in literals(ROOT / file)}, file


CHINESE = re.compile(r"[一-鿿]")


def test_what_a_citizen_reads_in_the_actions_stands_in_knowledge() -> None:
    """Exact words that are compared, and the names of days and years that are read, are no texts."""
    compared = {"wordings.py", "apply.py", "complaint.py", "form.py"}
    for file in sorted((ROOT / "actions").glob("*.py")):
        found = {str(one.value) for one in literals(file) if CHINESE.search(str(one.value))}
        assert not found or file.name in compared, f"{file.name}: {found}"
        assert all(len(text) <= 4 or file.name == "wordings.py" for text in found), f"{file.name}: {found}"


# What never stands in the repository.


HOSTS = re.compile(
    "|".join(
        [
            r"pypi\." + "org",
            "pythonhosted" + r"\.org",
            r"registry\." + "npmjs",
            r"registry\." + "yarnpkg",
            "npm" + "mirror",
            r"mirrors?\." + r"(?:tuna|aliyun|ustc|cloud\.tencent)",
            r"proxy\." + r"golang\.org",
            r"crates\." + "io",
        ]
    )
)
MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(["work", "root", "Users", "home/[a-z]+"]) + r")/")
ADDRESSES = re.compile(r"(?<![\d.])(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?![\d.])")


def test_no_package_host_is_named() -> None:
    assert [name(file) for file, text in texts() if HOSTS.search(text)] == []


def test_no_path_of_a_machine_is_named() -> None:
    # In a container a home is part of the image, not of a machine.
    found = [
        (name(file), MACHINE.findall(text)[:1])
        for file, text in texts()
        if "containers" not in file.parts and MACHINE.search(text)
    ]
    assert found == []


SECRET_NAMES = re.compile(
    r"(^|/)(\.env(\.(?!example$).*)?|.*\.(pem|key|p12|pfx|jks|kdbx|db|sqlite3?)|id_(rsa|ed25519).*|secrets?\.(env|ya?ml|json|txt)|credentials\.json)$"
)
SECRET_TEXTS = re.compile(
    "-----BEGIN [A-Z ]*"
    + "PRIVATE KEY|"
    + r"\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}"
)
SETTINGS = re.compile(
    r"^[ \t]*(?:export +)?YIFAWEN_\w*(?:KEY|SECRET|HASH)[ \t]*[=:][ \t]*[\"']?([A-Za-z0-9+/_=-]{20,})", re.MULTILINE
)


def test_no_file_of_secrets_is_tracked() -> None:
    assert [name(file) for file in tracked() if SECRET_NAMES.search(name(file))] == []


def test_no_secret_stands_in_a_file() -> None:
    assert [name(file) for file, text in texts() if SECRET_TEXTS.search(text) or SETTINGS.search(text)] == []


@pytest.mark.parametrize(
    "path",
    [
        "var/secrets.env",
        "var/yifawen.db",
        ".env",
        "deploy/.env.production",
        "deploy/tls.key",
        "id_rsa",
        "records.sqlite",
    ],
)
def test_a_file_of_secrets_would_be_noticed(path: str) -> None:
    assert SECRET_NAMES.search(path)


def test_what_a_machine_makes_is_not_tracked() -> None:
    made = ("__pycache__", "node_modules", "dist", ".venv", ".venv-dialogue", "var", "models", ".rasa", ".pytest_cache")
    found = [
        name(file)
        for file in tracked()
        if set(file.relative_to(ROOT).parts[:-1]) & set(made) or file.suffix in (".pyc", ".bak", ".orig", ".rej")
    ]
    assert found == []


def test_every_text_is_utf_8_with_plain_line_ends() -> None:
    kinds = {".py", ".yml", ".yaml", ".md", ".ts", ".tsx", ".css", ".html", ".toml", ".txt", ".sh", ".json", ".conf"}
    for file in tracked():
        if file.suffix in kinds:
            content = file.read_bytes()
            content.decode("utf-8")
            assert b"\r\n" not in content and not content.startswith(b"\xef\xbb\xbf"), name(file)


# The hunters catch what they hunt.


@pytest.mark.parametrize(
    ("hunter", "prey"),
    [
        (HOSTS, "https://py" + "pi.org/simple"),
        (HOSTS, "https://registry." + "npmjs.org/x"),
        (MACHINE, "see /" + "root/.ssh"),
        (MACHINE, "'/" + "home/somebody/x'"),
        (SECRET_TEXTS, "-----BEGIN RSA " + "PRIVATE KEY-----"),
        (SETTINGS, "YIFAWEN_DATA_KEY=" + "A" * 43 + "="),
        (CITES, "根据《某法》"),
        (CITES, "第20条"),
    ],
)
def test_a_hunter_catches(hunter: re.Pattern[str], prey: str) -> None:
    assert hunter.search(prey)


@pytest.mark.parametrize(
    ("hunter", "text"),
    [
        (MACHINE, "network" + "/root" + "/x"),
        (SETTINGS, "YIFAWEN_DATA_KEY=${KEY}"),
        (SETTINGS, "YIFAWEN_DATA_KEY=\nYIFAWEN_TRACKER_KEY_OF_MINE"),
        (CITES, "第一条消息"[:2]),
    ],
)
def test_a_hunter_lets_go(hunter: re.Pattern[str], text: str) -> None:
    assert not hunter.search(text)
