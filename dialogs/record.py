"""Domain values to JSON and back, by the name of their type.

Frozen dataclasses become objects with their type's name under `$`; what a field is declared to hold (an enum, an
instant, a window) needs no name of its own, and a field at its default is left out. `dump` and `load` go by way of
plain data, `to_text` and `from_text` at once. This is done at every turn, so writers and readers of a type are written
in `coding` when it is first met. The clinic itself is left out of records: the host puts it back
(`load(data, clinic=…)`). A type or field that no longer exists raises `Unreadable`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import partial
from types import UnionType
from typing import Any, get_args

import orjson

from dialogs import coding, effects, events, meanings
from dialogs.coding import TYPE
from dialogs.say import Say
from dialogs.understanding import model as understood
from scheduler import model, wishes
from scheduler.clinic import Clinic

_CLINIC = "Clinic"
_INSTANTS = {kind.__name__: kind.fromisoformat for kind in (datetime, date, time)}

Write = Callable[[Any], Any]
Read = Callable[[dict[str, Any], Clinic | None], Any]


class Unreadable(Exception):
    """The record was written by a version that knew other types; start afresh."""


_types: dict[str, type] = {}


def register(*types: type) -> None:
    """Let values of these dataclasses be written and read. Names are unique."""
    for known in types:
        if _types.setdefault(known.__name__, known) is not known:
            raise TypeError(f"two types are called {known.__name__}; records tell types apart by name")


def _union(*unions: UnionType) -> list[type]:
    return [member for union in unions for member in get_args(union)]


register(*_union(events.Event, effects.Effect, meanings.Meaning), events.Facts, Say)
register(understood.Heard, understood.Context, understood.Understanding, wishes.Window, wishes.When)
register(model.Patient, model.Slot, model.Hold, model.Appointment, model.WaitlistOffer)


def dump(value: object) -> Any:
    """`value` as data, as JSON readers give it."""
    return orjson.loads(to_text(value))


def load(data: Any, clinic: Clinic | None = None) -> Any:
    """The value that `dump` wrote, tuples for lists. Raises `Unreadable`."""
    try:
        return _value(data, clinic)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


def to_text(value: object) -> str:
    """`value` as JSON."""
    return orjson.dumps(_plain(value)).decode()


def from_text(text: str) -> Any:
    """The value that `to_text` wrote. Raises `Unreadable`."""
    return load(orjson.loads(text))


def _plain(value: Any) -> Any:
    return _WRITERS[type(value)](value)


def _value(data: Any, clinic: Clinic | None) -> Any:
    if isinstance(data, dict):
        name = data.get(TYPE)
        if name is None:
            return {key: _value(item, clinic) for key, item in data.items()}
        return _READERS[name](data, clinic)
    if isinstance(data, list):
        return tuple([_value(item, clinic) for item in data])
    return data


def _as_is(value: Any) -> Any:
    return value


def _instant(value: datetime | date | time) -> dict[str, str]:
    return {TYPE: type(value).__name__, "is": value.isoformat()}


def _instant_of(read: Callable[[str], Any], data: dict[str, Any], _: Clinic | None) -> Any:
    return read(data["is"])


def _list(value: list[Any] | tuple[Any, ...]) -> list[Any]:
    return [_WRITERS[type(item)](item) for item in value]


def _object(value: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(key): _WRITERS[type(item)](item) for key, item in value.items()}


class _Writers(dict[type, Write]):
    """How values of each type are written; a dataclass's way is made when it is first met."""

    def __missing__(self, kind: type) -> Write:
        if issubclass(kind, Enum):
            self[kind] = _as_is if issubclass(kind, str) else lambda value: value.value
        elif issubclass(kind, Mapping):
            self[kind] = _object
        elif is_dataclass(kind):
            self[kind] = coding.writer(kind, _plain, self)
        else:
            raise TypeError(f"cannot record a {kind.__name__}")
        return self[kind]


class _Readers(dict[str, Read]):
    """How values of each name are read. Raises `KeyError` for a name that nobody registered."""

    def __missing__(self, name: str) -> Read:
        self[name] = reader = coding.reader(_types[name], _value, self)
        return reader


_WRITERS = _Writers(dict.fromkeys((str, int, float, bool, type(None)), _as_is))
_WRITERS |= dict.fromkeys((datetime, date, time), _instant)
_WRITERS |= {list: _list, tuple: _list, dict: _object, Clinic: lambda _: {TYPE: _CLINIC}}
_READERS = _Readers({_CLINIC: lambda _, clinic: clinic})
_READERS |= {name: partial(_instant_of, read) for name, read in _INSTANTS.items()}
