"""What the citizen holds in hand at the end of an application: the file and the receipt."""

from __future__ import annotations

from typing import Any

from actions import context
from actions.casework.entries import Receipt
from actions.content.forms import words
from actions.procedure.deadline_facts import Deadline

HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document() -> tuple[str, str]:
    """File name and media type of the document."""
    return words("apply")["file"]["name"], DOCX


def page() -> tuple[str, str]:
    """File name and media type of the page to print."""
    return words("apply")["file"]["page"], HTML


def file_card(file_id: str, page_id: str) -> dict[str, Any]:
    """The `file` message."""
    text = words("apply")["file"]
    shown = {key: text[key] for key in ("text", "name", "effect")}
    return {"type": "file", **shown, "file": file_id, "page": page_id}


def receipt_card(receipt: Receipt, counted: Deadline, finished: bool = True) -> dict[str, Any]:
    """The `receipt` message: a draft, until when it is kept, until when to file it and how, or how to go on."""
    text = words("apply")["receipt"]
    last_day = counted.last_day.isoformat() if counted.last_day else words("apply")["review"]["unsure"]
    kept = receipt.expires_at.astimezone(context.now().tzinfo).date().isoformat() if receipt.expires_at else ""
    hand_in = {"label": text["hand_in"], "value": context.region().fill(text["hand_in_how"])}
    resume = {"label": text["resume"], "value": text["resume_how"]}
    return {
        "type": "receipt",
        "text": text["text" if finished else "aside"],
        "number": receipt.number,
        "code": receipt.code,
        "rung": text["rung"],
        "lines": [
            {"label": text["last_day"], "value": last_day},
            *([hand_in] if finished else []),
            {"label": text["kept_until"], "value": kept},
            resume,
        ],
    }
