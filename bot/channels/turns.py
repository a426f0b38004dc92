"""What a citizen sends: one text, one offered choice, or the answer to one field; and one at a time.

A text is only ever a text. Rasa would read "/restart" as a command; here it stays under the key `text`, which the
inbox never treats as one, and only a choice that this edge signed travels under `choice`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 500  # characters, counted after tidying
LONGEST_FIELD = 2000  # characters, counted after tidying
LONGEST_CHOICE = 2000  # characters
SPACES = re.compile(r"[^\S\n]+")
BLANK_LINES = re.compile(r" ?\n ?(?:\n ?)+")


@dataclass(frozen=True)
class Turn:
    """One message of a citizen as the dialogue gets it; exactly one of text and choice is set."""

    text: str | None = None
    field: str | None = None
    choice: str | None = None

    def body(self) -> dict[str, Any]:
        """The inbox's form."""
        return {"choice": self.choice} if self.choice is not None else {"text": self.text, "field": self.field}


def tidied(text: str) -> str:
    """NFC, no control or invisible format characters but line ends, runs of white space made one.

    NFC and not NFKC: a full-width slash must stay one. Private-use characters stay: rare names are written with them.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))
    return BLANK_LINES.sub("\n\n", SPACES.sub(" ", text)).strip()


def _not_empty(text: str) -> str:
    if not text:
        raise PydanticCustomError("empty_text", "empty")
    return text


class TextTurn(BaseModel):
    """打字说的话，或者对某一项的回答。"""

    model_config = ConfigDict(extra="forbid", title="TextTurn")

    text: Annotated[str, AfterValidator(tidied), AfterValidator(_not_empty)] = Field(
        min_length=1,
        description="要说的话。整理掉多余的空白和不可见字符以后，最多 500 个字；回答某一项时最多 2000 个字。",
        examples=["行政复议要交钱吗"],
    )
    field: str | None = Field(
        default=None,
        pattern=r"^[a-z][a-z0-9_]{0,63}$",
        description="正在回答哪一项：就是上一条 field 消息里的 field",
        examples=["apply_facts"],
    )

    @model_validator(mode="after")
    def _not_too_long(self) -> TextTurn:
        if len(self.text) > (LONGEST_TEXT if self.field is None else LONGEST_FIELD):
            raise PydanticCustomError("long_text", "too long")
        return self


class ChoiceTurn(BaseModel):
    """点的选项。"""

    model_config = ConfigDict(extra="forbid", title="ChoiceTurn")

    choice: str = Field(min_length=1, max_length=LONGEST_CHOICE, description="消息里给出的 choice，原样发回")


def _kind(body: Any) -> str:
    """Which of the two a body means to be, so that a fault is named once and not for each of them."""
    return "choice" if isinstance(body, dict) and "choice" in body and "text" not in body else "text"


TurnBody = Annotated[
    Annotated[TextTurn, Tag("text")] | Annotated[ChoiceTurn, Tag("choice")],
    Discriminator(_kind),
]


class OneAtATime:
    """Which conversations are being answered in this process; routing keeps a conversation in one process."""

    def __init__(self) -> None:
        self._answering: set[str] = set()

    @contextmanager
    def turn(self, conversation: str) -> Iterator[None]:
        """Holds the conversation; raises StillAnswering when it is held already."""
        if conversation in self._answering:
            raise StillAnswering
        self._answering.add(conversation)
        try:
            yield
        finally:
            self._answering.discard(conversation)


class StillAnswering(Exception):
    """The previous message of the conversation has no answer yet."""
