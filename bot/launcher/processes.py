"""The four processes: what each is called, runs, listens on, and reads from the environment."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass, field

from bot.launcher.environments import APP, DIALOGUE
from bot.launcher.model import MODEL, dialogue_environment
from bot.launcher.steps import ROOT, VAR, Problem, plain_environment

HOST = "127.0.0.1"
RASA_KEYS = ("YIFAWEN_TRACKER_KEY", "YIFAWEN_INBOX_SECRET")
# Of the official account, for the edge alone.
WECHAT_KEYS = ("YIFAWEN_WECHAT_TOKEN", "YIFAWEN_WECHAT_AES_KEY", "YIFAWEN_WECHAT_SECRET")


@dataclass(frozen=True)
class Ports:
    """Where the processes listen; only the edge is meant to be reachable, through a proxy."""

    channels: int = 8000
    desk: int = 8001
    rasa: int = 5005
    actions: int = 5055

    @classmethod
    def from_environment(cls) -> Ports:
        """The defaults, each changed by YIFAWEN_PORT_<NAME>."""
        chosen = {name: os.environ.get(f"YIFAWEN_PORT_{name.upper()}") for name in cls.__dataclass_fields__}
        try:
            return cls(**{name: int(value) for name, value in chosen.items() if value})
        except ValueError as error:
            raise Problem(f"端口要写成数字（YIFAWEN_PORT_…）：{error}") from None

    def check_free(self) -> None:
        """Raises Problem naming the first port that something else uses, that is given twice, or that is none."""
        seen: set[int] = set()
        for name, port in vars(self).items():
            if not 0 < port < 65536 or port in seen:
                raise Problem(f"端口 {port}（{name}）不能用：端口是 1 到 65535 的数字，四个进程不能重复。")
            seen.add(port)
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((HOST, port))
                except OSError:
                    key = f"YIFAWEN_PORT_{name.upper()}"
                    raise Problem(
                        f"端口 {port} 已被别的程序占用（{name}）。请先停掉它，或用 {key}=别的号码 再运行。"
                    ) from None


@dataclass(frozen=True)
class Process:
    """One process of the stack."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(repr=False)


def stack(ports: Ports, keys: dict[str, str], data: str = str(VAR), model: str = str(MODEL)) -> list[Process]:
    """The four processes on these ports; `data` is the folder of the SQLite files."""
    app, dialogue = str(APP / "bin" / "python"), str(DIALOGUE / "bin" / "python")
    inner = {
        **keys,
        "DATABASE_URL": os.environ.get("DATABASE_URL") or f"sqlite:///{data}/yifawen.db",
        "YIFAWEN_RASA_URLS": os.environ.get("YIFAWEN_RASA_URLS") or f"http://{HOST}:{ports.rasa}",
        "PYTHONPATH": str(ROOT),
    }
    chat = os.environ.get("YIFAWEN_CHAT_URL") or f"http://{HOST}:{ports.channels}/"
    edge = {"YIFAWEN_EDGE_HOST": HOST, "YIFAWEN_EDGE_PORT": str(ports.channels)}
    app_environment = plain_environment(**inner, **edge, SANIC_HOST=HOST, YIFAWEN_CHAT_URL=chat)
    # Rasa is in quarantine: of the keys it gets its own two, whatever is set outside.
    rasa_environment = dialogue_environment(
        **{key: keys[key] for key in RASA_KEYS},
        YIFAWEN_ACTIONS_URL=f"http://{HOST}:{ports.actions}/webhook",
        TRACKER_URL=os.environ.get("TRACKER_URL") or f"sqlite:///{data}/dialogue.db?timeout=2",
    )
    for foreign in {*keys, *WECHAT_KEYS, "DATABASE_URL"} - {*RASA_KEYS}:
        rasa_environment.pop(foreign, None)
    serve = [app, "-m", "uvicorn", "--factory", "--host", HOST, "--no-access-log", "--no-server-header", "--port"]
    rasa = [dialogue, "-m", "rasa", "run", "-i", HOST, "-p", str(ports.rasa), "-m", model]
    rasa += ["--endpoints", "bot/dialogue/endpoints.yml", "--credentials", "bot/dialogue/credentials.yml"]
    actions = [app, "-m", "rasa_sdk", "--actions", "actions", "-p", str(ports.actions)]
    return [
        Process("actions", actions, app_environment),
        Process("rasa", rasa, rasa_environment),
        Process("channels", [app, "-m", "bot.channels"], app_environment),
        Process("desk", [*serve, str(ports.desk), "bot.desk.app:create_app"], app_environment),
    ]
