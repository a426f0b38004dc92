"""The keys of one installation: made on the first start, kept in var/secrets.env, readable by the owner only."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from bot.launcher.steps import ROOT, VAR, say

FILE = VAR / "secrets.env"
KEYS = (
    "YIFAWEN_DATA_KEY",  # encrypts personal data and keys the hashes of lookup codes
    "YIFAWEN_TRACKER_KEY",  # encrypts conversations
    "YIFAWEN_SESSION_KEY",  # signs sessions and offered choices
    "YIFAWEN_INBOX_SECRET",  # lets the edge talk to the dialogue
    "YIFAWEN_DESK_KEY",  # signs staff sessions
    "YIFAWEN_KIOSK_KEYS",  # makes a kiosk known to the edge
)


def load(file: Path = FILE) -> dict[str, str]:
    """The keys, the environment's own first; missing ones are made and kept."""
    kept = _read(file)
    missing = [key for key in KEYS if not kept.get(key) and not os.environ.get(key)]
    if missing:
        kept.update({key: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode() for key in missing})
        _write(file, kept)
        shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        say(f"第一次启动，生成了密钥，保存在 {shown}。请备份到安全的地方：丢了它，已加密的资料就打不开了。")
    return {key: os.environ.get(key) or kept[key] for key in KEYS}


def _read(file: Path) -> dict[str, str]:
    if not file.is_file():
        return {}
    rows = (line.partition("=") for line in file.read_text(encoding="utf-8").splitlines() if "=" in line)
    return {key.strip(): value.strip() for key, _, value in rows}


def _write(file: Path, kept: dict[str, str]) -> None:
    # Written beside and moved: a full disk must not cost the keys that are there.
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.writelines(f"{key}={value}\n" for key, value in kept.items())
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
