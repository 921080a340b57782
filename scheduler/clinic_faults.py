"""The faults of a clinic file, in words: `key: what is wrong, and what to do`.

A key is the path of tables; a table in a list goes by its id, or by its number where it has none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from scheduler.errors import ClinicFileError

Path = Sequence[str | int]

_TOML_PLACE = re.compile(r"(?P<what>.*?) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")

# pydantic's error types -> what is wrong and what to do; {} takes the error's own context.
_SENTENCES = {
    "missing": "is missing. Add it.",
    "string_type": "is not text. Put it in quotes.",
    "int_type": "is not a whole number. Write digits only, without quotes.",
    "int_from_float": "is not a whole number. Leave the fraction out.",
    "bool_type": "is neither true nor false. Write one of them without quotes.",
    "tuple_type": "is not a list. Put it in square brackets.",
    "dict_type": 'is not a table by language. Write it like {{ en = "…" }}.',
    "model_type": "is not a table. Give it its own heading.",
    "model_attributes_type": "is not a table. Give it its own heading.",
    "literal_error": '"{input}" is none of the known values. Use {expected}.',
    "too_short": "is empty. Name at least one.",
    "greater_than_equal": "{input} is too small. Use at least {ge}.",
    "less_than_equal": "{input} is too large. Use at most {le}.",
}


def read_toml(text: str, file: str) -> dict[str, Any]:
    """The file's tables; a fault of TOML itself names the line, and nothing more can then be said."""
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as fault:
        raise ClinicFileError([f"{file}: {_toml_fault(str(fault))}"]) from None


def written(path: Path, what: str, document: Mapping[str, Any]) -> str:
    """One fault as a line, its key in the reader's terms."""
    return f"{_key(path, document)}: {what}"


def written_refusal(error: ErrorDetails, document: Mapping[str, Any], model: type[BaseModel]) -> str:
    """One fault that pydantic found, as a line."""
    path = [part for part in error["loc"] if part != "[key]"]
    return written(path, _sentence(error, path, model), document)


def _sentence(error: ErrorDetails, path: Path, model: type[BaseModel]) -> str:
    context = error.get("ctx", {})
    if error["type"] == "value_error":
        return str(context["error"])
    if error["type"] == "extra_forbidden":
        return _unknown_key(str(path[-1]), _known_keys(model, path[:-1]))
    if error["type"] == "tuple_type" and isinstance(error["input"], dict):
        return f"is a single table. Write its heading with double brackets: [[{_heading(path)}]]."
    sentence = _SENTENCES.get(error["type"])
    if sentence is None:
        return f"{error['msg']}. Look at the example in the documentation."
    return sentence.format(**{"input": error["input"], **context}).replace("'", '"')


def _heading(path: Path) -> str:
    return ".".join(part for part in path if isinstance(part, str))


def _unknown_key(key: str, known: list[str]) -> str:
    close = get_close_matches(key, known, n=1)
    advice = f'Did you mean "{close[0]}"?' if close else f"Known here: {', '.join(known)}."
    return f"is not a key of the clinic file. {advice}"


def _known_keys(model: type[BaseModel], path: Path) -> list[str]:
    """The keys that the table at `path` may have."""
    for part in path:
        if isinstance(part, str) and (found := _table_of(model.model_fields[part].annotation)):
            model = found
    return list(model.model_fields)


def _table_of(annotation: Any) -> type[BaseModel] | None:
    """The table in `tuple[Provider, ...]` or `WeeklyHours`, if there is one."""
    for candidate in (annotation, *getattr(annotation, "__args__", ())):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def _key(path: Path, document: Any) -> str:
    parts = []
    for part in path:
        document = _child(document, part)
        if isinstance(part, str):
            parts.append(part)
        elif isinstance(document, dict):
            parts.append(_name(document, part))
    return ".".join(parts)


def _child(document: Any, part: str | int) -> Any:
    try:
        return document[part]
    except (KeyError, IndexError, TypeError):
        return None


def _name(table: Mapping[str, Any], index: int) -> str:
    named = table.get("id")
    return named if isinstance(named, str) and named else str(index + 1)


def _toml_fault(fault: str) -> str:
    place = _TOML_PLACE.fullmatch(fault)
    if place is None:
        return f"{fault}. Mend the TOML there."
    if place["line"] is None:
        return f"end of file: {place['what']}. Look at what comes last."
    return f"line {place['line']}: {place['what']} (column {place['column']}). Mend the TOML there."
