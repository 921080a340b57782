"""Domain values to JSON and back, by the name of their type.

Frozen dataclasses become objects with their type's name under `$`; what a field is declared to hold (an enum, an
instant, a tuple) needs no name of its own, and a field at its default is left out. `dump` and `load` go by way of plain
data, `to_text` and `from_text` at once and quickly: this is done at every turn. The clinic itself is left out of
records: the host puts it back (`load(data, clinic=…)`). A type or field that no longer exists raises `Unreadable`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from dialogs import effects, events, meanings
from dialogs.say import Say
from dialogs.understanding import model as understood
from scheduler import model, wishes
from scheduler.clinic import Clinic

TYPE = "$"
_CLINIC = "Clinic"
_INSTANTS: dict[type, Callable[[str], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    time: time.fromisoformat,
}
_INSTANT_NAMES = {kind.__name__: read for kind, read in _INSTANTS.items()}

Way = tuple[str, Callable[[Any], Any]]


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
    """`value` as data that `json` can write."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [dump(item) for item in value]
    written = value if isinstance(value, Mapping) else _written(value)
    return {str(key): dump(item) for key, item in written.items()}


def load(data: Any, clinic: Clinic | None = None) -> Any:
    """The value that `dump` wrote, tuples for lists. Raises `Unreadable`."""
    if isinstance(data, list):
        return tuple(load(item, clinic) for item in data)
    if not isinstance(data, dict):
        return data
    if data.get(TYPE) == _CLINIC:
        return clinic
    return _read({key: load(item, clinic) for key, item in data.items()})


def to_text(value: object) -> str:
    """`value` as JSON."""
    return _ENCODER.encode(value)


def from_text(text: str) -> Any:
    """The value that `to_text` wrote. Raises `Unreadable`."""
    return _DECODER.decode(text)


def _written(value: object) -> Mapping[str, object]:
    """One value as an object, its fields untouched where `json` can go on by itself."""
    kind: Any = type(value)
    if kind in _INSTANTS:
        return {TYPE: kind.__name__, "is": value.isoformat()}  # type: ignore[attr-defined]
    if isinstance(value, Clinic):
        return {TYPE: _CLINIC}
    data: dict[str, Any] = {TYPE: kind.__name__}
    needed, optional, instants = _writing(kind)
    for name in needed:
        data[name] = getattr(value, name)
    for name, default in optional:
        item = getattr(value, name)
        if item is not default and item != default:
            data[name] = item
    for name in instants:
        if name in data:
            data[name] = data[name].isoformat()
    return data


def _read(data: dict[str, Any]) -> Any:
    """One object as a value; whatever is inside has been read before."""
    name = data.pop(TYPE, None)
    if name is None:
        return {key: tuple(item) if type(item) is list else item for key, item in data.items()}
    try:
        if name in _INSTANT_NAMES:
            return _INSTANT_NAMES[name](data["is"])
        kind = _types[name]
        for field, read in _reading(kind):
            if field in data:
                data[field] = read(data[field])
        return kind(**data)
    except (KeyError, TypeError, ValueError) as error:
        raise Unreadable(str(error)) from error


@cache
def _writing(kind: type) -> tuple[tuple[str, ...], tuple[tuple[str, object], ...], tuple[str, ...]]:
    """The fields of a type without a default, those with one, and those of both that hold instants."""
    if not is_dataclass(kind):
        raise TypeError(f"cannot record a {kind.__name__}")
    hints = get_type_hints(kind)
    needed = tuple(field.name for field in fields(kind) if field.default is MISSING)
    optional = tuple((field.name, field.default) for field in fields(kind) if field.default is not MISSING)
    return needed, optional, tuple(name for name, hint in hints.items() if _only(hint) in _INSTANTS)


@cache
def _reading(kind: type) -> tuple[Way, ...]:
    """How to read those fields of a type that JSON has no form for."""
    found = ((name, _way(hint)) for name, hint in get_type_hints(kind).items())
    return tuple((name, way) for name, way in found if way is not None)


def _way(hint: Any) -> Callable[[Any], Any] | None:
    only = _only(hint)
    if get_origin(only) is tuple:
        return tuple
    if isinstance(only, type) and issubclass(only, Enum):
        return only
    return _INSTANTS.get(only) if isinstance(only, type) else None


def _only(hint: Any) -> Any:
    """The one type of "it or None"."""
    members = [member for member in get_args(hint) if member is not NoneType]
    return members[0] if isinstance(hint, UnionType) and len(members) == 1 else hint


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_written, check_circular=False)
_DECODER = json.JSONDecoder(object_hook=_read)
