"""What the program tells its operator: events, ids and reasons, never a word, name or number of a patient.

Only the keys listed here reach a log, and what looks like a phone number is taken out of their values. JSON lines in
production, plain lines in development, always on standard error. What libraries log is told by its template, without
the values, because those may quote a patient.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable, MutableMapping
from pathlib import Path
from traceback import extract_tb
from typing import Any

import structlog

ALLOWED = frozenset(
    {
        "account",
        "action",
        "answer",
        "appointment",
        "attempts",
        "case",
        "channel",
        "clinic",
        "code",
        "conversation",
        "count",
        "door",
        "error",
        "event",
        "exit_code",
        "job",
        "kind",
        "library",
        "level",
        "message",
        "method",
        "next_at",
        "origin",
        "parameter",
        "path",
        "pid",
        "process",
        "reason",
        "reminder",
        "revision",
        "seconds",
        "sid",
        "signal",
        "staff",
        "state",
        "status",
        "step",
        "subject",
        "timestamp",
        "token",
        "where",
    }
)
# Their templates are fixed words; other libraries may log a text that is already filled in.
WORDS_ARE_FIXED = ("apscheduler", "bot", "flask", "gunicorn")

_NUMBER = re.compile(r"\+\d[\d ().-]{5,}\d|\(?\b\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b")
_OWN_FILES = Path(__file__).parents[1]

Line = MutableMapping[str, Any]


def get() -> Any:
    """The logger of this process."""
    return structlog.get_logger()


def configure(*, as_json: bool) -> None:
    """Choose how lines look: JSON for machines, plain ones for people."""
    logging.basicConfig(level=logging.WARNING, handlers=[FromLibraries()], force=True)
    _own_lines(_json if as_json else _plain)


def failure(event: str, error: BaseException, **ids: object) -> None:
    """A fault of ours: its kind and place, without its message, which may quote what a patient wrote."""
    get().error(event, error=type(error).__name__, where=_place(error), **ids)


class FromLibraries(logging.Handler):
    """Turns a library's record into a line of ours."""

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        fixed = record.name.partition(".")[0] in WORDS_ARE_FIXED
        get().log(
            record.levelno,
            "library",
            library=record.name,
            reason=str(record.msg) if fixed else None,
            error=type(error).__name__ if error else None,
            where=_place(error) if error else f"{record.filename}:{record.lineno}:{record.funcName}",
        )


def only_allowed(_logger: Any, _method: str, line: Line) -> Line:
    """The line without undeclared keys, and without anything that looks like a phone number."""
    return {key: _scrubbed(key, value) for key, value in line.items() if key in ALLOWED and value is not None}


def _scrubbed(key: str, value: object) -> object:
    if isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if key == "timestamp" or _is_id(text) else _NUMBER.sub("[number]", text)


def _is_id(text: str) -> bool:
    """Ids of ours are 36 characters, Twilio's 34: both hold runs of digits by chance."""
    return re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]{2}[0-9a-fA-F]{32}", text) is not None


def _place(error: BaseException) -> str:
    """The last line of our own code that the error came through, and the line that raised it."""
    frames = extract_tb(error.__traceback__)
    own = [frame for frame in frames if _is_ours(Path(frame.filename))]
    places = [f"{Path(frame.filename).name}:{frame.lineno}:{frame.name}" for frame in (*own[-1:], *frames[-1:])]
    return " < ".join(dict.fromkeys(places))


def _is_ours(file: Path) -> bool:
    return file.is_relative_to(_OWN_FILES) and "site-packages" not in file.parts


def _json(_logger: Any, _method: str, line: Line) -> str:
    return json.dumps(dict(line), ensure_ascii=False)


def _plain(_logger: Any, _method: str, line: Line) -> str:
    head = f"{str(line.pop('timestamp'))[11:19]} {line.pop('level'):7} {line.pop('event')}"
    return " ".join([head, *(f"{key}={value}" for key, value in line.items())])


def _own_lines(renderer: Callable[[Any, str, Line], str]) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            only_allowed,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=_to_standard_error,
        cache_logger_on_first_use=False,
    )


def _to_standard_error(*_names: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stderr)


_own_lines(_plain)
