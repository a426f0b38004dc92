"""Column types of the records: encrypted text and bytes, UTC times, closed lists stored as strings."""

import base64
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import DateTime, Dialect, Engine, Enum, LargeBinary, Text
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeDecorator

from actions.casework.encryption import SETTING, Keys
from actions.casework.errors import DamagedRecord, DataKeyProblem
from actions.casework.kinds import Kind

# A type sees only the dialect of its connection, and each engine has a dialect object of its own.
_KEYS_OF: WeakKeyDictionary[Dialect, Keys] = WeakKeyDictionary()


def give_keys(engine: Engine, keys: Keys) -> None:
    """Let the encrypted columns of this engine use these keys."""
    _KEYS_OF[engine.dialect] = keys


def keys_of(session: Session) -> Keys:
    """The keys of the engine behind a session."""
    return _keys_of(session.get_bind().dialect)


def _keys_of(dialect: Dialect) -> Keys:
    keys = _KEYS_OF.get(dialect)
    if keys is None:
        raise DataKeyProblem(f"this database was opened without {SETTING}")
    return keys


class EncryptedBytes(TypeDecorator[bytes]):
    """Bytes stored sealed for their place, named table.column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def sealed(self, stored: Any) -> bytes:
        """The sealed bytes behind what the database stores."""
        return bytes(stored)

    def opened(self, stored: Any, keys: Keys) -> bytes:
        """The bytes behind what the database stores; raises DamagedRecord."""
        return keys.open(self.sealed(stored), self.place)

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:
        """Seal on the way in."""
        return None if value is None else _keys_of(dialect).seal(value, self.place)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> bytes | None:
        """Open on the way out; raises DamagedRecord."""
        return None if value is None else self.opened(value, _keys_of(dialect))


class EncryptedText(TypeDecorator[str]):
    """Text stored sealed for its place, named table.column, as base64."""

    impl = Text
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def sealed(self, stored: Any) -> bytes:
        """The sealed bytes behind what the database stores; raises DamagedRecord."""
        try:
            return base64.b64decode(stored, validate=True)
        except ValueError as error:
            raise DamagedRecord("a stored value is not a sealed one") from error

    def opened(self, stored: Any, keys: Keys) -> str:
        """The text behind what the database stores; raises DamagedRecord."""
        return keys.open(self.sealed(stored), self.place).decode()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        if value is None:
            return None
        return base64.b64encode(_keys_of(dialect).seal(value.encode(errors="replace"), self.place)).decode()

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Open on the way out; raises DamagedRecord."""
        return None if value is None else self.opened(value, _keys_of(dialect))


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time; a naive one is refused, because its meaning would depend on the machine."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raises ValueError for a naive time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone, so it is put back."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)


def closed_list(kind: type[Kind], name: str) -> Enum:
    """A column type for a closed list: its values as strings, guarded by a check constraint of this name."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        validate_strings=True,
        values_callable=values_of,
    )


def values_of(kind: type[Kind]) -> list[str]:
    """The values that the database stores for a closed list."""
    return [member.value for member in kind]
