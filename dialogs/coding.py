"""Functions that turn a dataclass into plain data and back, written out for its fields and compiled once.

What a field is declared to hold decides how it is put: as it is, as the text of an instant, an enum or a window, as a
list of those; anything else goes through the caller's own function, which knows every type by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from scheduler.wishes import Border, Grain, Window

TYPE = "$"
_PLAIN = (str, int, float, bool)
_INSTANTS = (datetime, date, time)
_WINDOWS = tuple[Window, ...]
_DAY = timedelta(days=1)
_GRAINS = {str(grain): grain for grain in Grain}

Names = dict[str, Any]


def writer(
    kind: type, others: Callable[[Any], Any], writers: Mapping[type, Callable[[Any], Any]]
) -> Callable[[Any], dict[str, Any]]:
    """A function that makes a dictionary of a `kind`; `others` puts what has no form of its own, `writers` values."""
    names: Names = {"others": others, "writers": writers, "window_text": _window_text, "window_texts": _window_texts}
    needed, optional = [f"{TYPE!r}: {kind.__name__!r}"], []
    for field, hint in _declared(kind):
        if field.default is MISSING:
            needed.append(f"{field.name!r}: {_put(hint, f'value.{field.name}')}")
        else:
            names[f"default_{field.name}"] = field.default
            optional.append(
                f"    item = value.{field.name}\n"
                f"    if item is not default_{field.name} and item != default_{field.name}:\n"
                f"        data[{field.name!r}] = {_put(hint, 'item')}\n"
            )
    body = f"    data = {{{', '.join(needed)}}}\n{''.join(optional)}    return data\n"
    made: Callable[[Any], dict[str, Any]] = _compiled(body, "value", names)
    return made


def reader(
    kind: type, others: Callable[[Any, Any], Any], readers: Mapping[str, Callable[[dict[str, Any], Any], Any]]
) -> Callable[[dict[str, Any], Any], Any]:
    """The other way round. The function raises `KeyError`, `TypeError` or `ValueError` for what it does not know."""
    names: Names = {
        "others": others,
        "readers": readers,
        "window_of": _window_of,
        "windows_of": _windows_of,
        "kind": kind,
    }
    names |= {instant.__name__: instant for instant in _INSTANTS}
    names["known"] = frozenset({TYPE, *(field.name for field in fields(kind))})
    given = []
    for field, hint in _declared(kind):
        got = _got(hint, f"data[{field.name!r}]", names)
        if field.default is not MISSING:
            names[f"default_{field.name}"] = field.default
            got = f"{got} if {field.name!r} in data else default_{field.name}"
        given.append(got)
    unknown = "    if not known.issuperset(data):\n        raise KeyError(*(data.keys() - known))\n"
    body = f"{unknown}    return kind({', '.join(given)})\n"
    made: Callable[[dict[str, Any], Any], Any] = _compiled(body, "data, clinic", names)
    return made


def _declared(kind: type) -> Sequence[tuple[Field[Any], Any]]:
    hints = get_type_hints(kind)
    return [(field, hints[field.name]) for field in fields(kind)]


def _compiled(body: str, parameters: str, names: Names) -> Any:
    exec(f"def made({parameters}):\n{body}", names)  # noqa: S102  # the way in which dataclasses are made themselves
    return names["made"]


def _put(hint: Any, item: str) -> str:
    """The expression that puts `item`."""
    only = _only(hint)
    if only is not hint:
        inner = _put(only, item)
        return inner if inner == item else f"(None if {item} is None else {inner})"
    if hint == _WINDOWS:
        return f"window_texts({item})"
    if get_origin(hint) is tuple:
        inner = _put(get_args(hint)[0], "each")
        return item if inner == "each" else f"[{inner} for each in {item}]"
    if hint in _INSTANTS:
        return f"{item}.isoformat()"
    if hint is Window:
        return f"window_text({item})"
    if is_dataclass(hint):
        return f"writers[type({item})]({item})"
    return item if _is_plain(hint) else f"others({item})"


def _got(hint: Any, item: str, names: Names) -> str:
    """The expression that gets back what was put."""
    only = _only(hint)
    if only is not hint:
        inner = _got(only, item, names)
        return inner if inner == item else f"(None if {item} is None else {inner})"
    if hint == _WINDOWS:
        return f"windows_of({item})"
    if get_origin(hint) is tuple:
        inner = _got(get_args(hint)[0], "each", names)
        return f"tuple({item})" if inner == "each" else f"tuple([{inner} for each in {item}])"
    if hint in _INSTANTS:
        return f"{hint.__name__}.fromisoformat({item})"
    if hint is Window:
        return f"window_of({item})"
    if isinstance(hint, type) and issubclass(hint, Enum):
        names[hint.__name__] = {member.value: member for member in hint}
        return f"{hint.__name__}[{item}]"
    if is_dataclass(hint):
        return f"readers[{item}[{TYPE!r}]]({item}, clinic)"
    return item if _is_plain(hint) else f"others({item}, clinic)"


def _is_plain(hint: Any) -> bool:
    """Whether JSON writes such values as they are."""
    return isinstance(hint, type) and issubclass(hint, _PLAIN)


def _only(hint: Any) -> Any:
    """The one type of "it or None"."""
    members = [member for member in get_args(hint) if member is not NoneType]
    return members[0] if isinstance(hint, UnionType) and len(members) == 1 else hint


def _window_text(window: Window) -> str:
    """Start, end and grain with strokes between them, as in ISO 8601; an open border is empty."""
    start, end = window.start, window.end
    return f"{'' if start is None else start.isoformat()}/{'' if end is None else end.isoformat()}/{window.grain}"


def _window_texts(windows: Sequence[Window]) -> list[str]:
    """The same hours on days that follow each other are one text with their number before it, as ISO 8601 repeats."""
    texts, at = [], 0
    while at < len(windows):
        days = _days_alike(windows, at)
        texts.append(f"R{days}/{_window_text(windows[at])}" if days > 1 else _window_text(windows[at]))
        at += days
    return texts


def _days_alike(windows: Sequence[Window], at: int) -> int:
    """How many windows from `at` on are each a day after the one before, by the clock and by the sun."""
    first = windows[at]
    start, end = first.start, first.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return 1
    offsets, days = (start.utcoffset(), end.utcoffset()), 1
    for window in windows[at + 1 :]:
        start, end = start + _DAY, end + _DAY
        if window.start != start or window.end != end or window.grain is not first.grain:
            break
        if (start.utcoffset(), end.utcoffset()) != offsets:
            break
        days += 1
    return days


def _windows_of(texts: Sequence[str]) -> tuple[Window, ...]:
    return tuple([window for text in texts for window in _repeated(text)])


@lru_cache(maxsize=4096)
def _repeated(text: str) -> tuple[Window, ...]:
    if not text.startswith("R"):
        return (_window_of(text),)
    count, _, first = text[1:].partition("/")
    start, end, grain = first.split("/")
    starts, ends = datetime.fromisoformat(start), datetime.fromisoformat(end)
    later = [day * _DAY for day in range(int(count))]
    return tuple([Window(starts + days, ends + days, _GRAINS[grain]) for days in later])


@lru_cache(maxsize=4096)  # the same mornings and afternoons are wished for again and again
def _window_of(text: str) -> Window:
    start, end, grain = text.split("/")
    return Window(_border(start), _border(end), _GRAINS[grain])


def _border(text: str) -> Border:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else time.fromisoformat(text)
