"""What the person of a public dialog wanted and really said: the yardstick of a replayed talk.

A dialog's goal is the booking it ended with. The person answered another assistant, whose suggestions ours never sees;
so a value of the goal counts only where the person said it. All else in a corpus's own form stays in here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from scheduler.model import Slot

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = "one two three four five six seven eight nine ten eleven twelve".split()  # noqa: SIM905  # a list of words
_CLOCK = re.compile(r"\b(\d{1,2})(?::00)? ?(?:([ap])\.?m\b|o'?clock)?", re.IGNORECASE)
_WEEK_OF_STAR = datetime.fromisoformat("2020-06-01T08:00:00+00:00")
_NAMES = ("stylist_name", "dentist_name", "doctor_name", "therapist_name")
STAR_DOCTORS = ("Dr. Alexis", "Dr. Johnson", "Dr. Morgan")


@dataclass(frozen=True, slots=True)
class Goal:
    """The values to be met; None where the person never said it. `time` is "HH:MM"."""

    date: str | None = None
    weekday: str | None = None
    time: str | None = None
    provider: str | None = None

    def missed(self, slot: Slot, wall: datetime, provider: str) -> tuple[str, ...]:
        """Which of the values a visit does not have, on its wall clock."""
        has = {
            "day": (self.date in (None, wall.date().isoformat())) and self.weekday in (None, WEEKDAYS[wall.weekday()]),
            "time": self.time in (None, f"{wall:%H:%M}"),
            "provider": self.provider in (None, provider),
        }
        return tuple(name for name, met in has.items() if not met)


@dataclass(frozen=True, slots=True)
class Dialog:
    """One booked dialog: its texts in order, its goal, who can be seen there, and which times were gone.

    `gone` are times that the corpus's own assistant could not book: for us they are taken too. `kinds` are the
    specialities that were named.
    """

    id: str
    source: str
    service: str
    now: datetime
    texts: tuple[str, ...]
    goal: Goal
    providers: tuple[str, ...]
    gone: tuple[datetime, ...] = ()
    kinds: tuple[str, ...] = ()


def dialogs(lines: Iterator[str]) -> Iterator[Dialog]:
    """The booked dialogs among the records."""
    for line in lines:
        record = json.loads(line)
        if record["booked"]:
            yield _of_sgd(record) if record["source"] == "sgd" else _of_star(record)


def _texts(record: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(turn["text"] for turn in record["turns"] if turn["speaker"] == "user")


def _of_sgd(record: Mapping[str, Any]) -> Dialog:
    goal, now = record["goal"], datetime.fromisoformat(record["now"])
    values = [turn["values"] for turn in record["turns"] if turn["speaker"] == "user"]
    named = [said[key] for said in values for key in _NAMES if key in said]
    return Dialog(
        record["id"],
        "sgd",
        record["service"],
        now,
        _texts(record),
        Goal(
            date=_if_said(goal["date"], [said.get("appointment_date") for said in values]),
            time=_if_said(goal["time"], [said.get("appointment_time") for said in values]),
            provider=_if_said(goal["provider"], named),
        ),
        tuple(dict.fromkeys((goal["provider"], *named))),
        tuple(_refused(record["turns"], now)),
        tuple(dict.fromkeys(said["type"] for said in values if "type" in said)),
    )


def _if_said(value: str, said: Sequence[str | None]) -> str | None:
    return value if value in said else None


def _refused(turns: Sequence[Mapping[str, Any]], now: datetime) -> Iterator[datetime]:
    """The time last said when the corpus's assistant reported that it could not book."""
    day = clock = None
    for turn in turns:
        values = turn.get("values") or {}
        day, clock = values.get("appointment_date", day), values.get("appointment_time", clock)
        if "NOTIFY_FAILURE" in (turn["acts"] or ()) and day and clock:
            yield datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=now.tzinfo)


def _of_star(record: Mapping[str, Any]) -> Dialog:
    goal = {key: _plain(value) for key, value in record["goal"].items()}
    now = datetime.fromisoformat(record["now"]) if record["now"] else _WEEK_OF_STAR
    texts = _texts(record)
    whole = " ".join(texts).lower()
    weekday = str(goal.get("weekday", "")).lower()
    provider = str(goal.get("provider", ""))
    return Dialog(
        record["id"],
        "star",
        record["service"],
        now,
        texts,
        Goal(
            weekday=weekday if weekday in WEEKDAYS and _says_day(whole, weekday, now) else None,
            time=_clock_of(str(goal.get("time_12h", "")), whole),
            provider=provider if provider in STAR_DOCTORS and provider.split()[1].lower() in whole else None,
        ),
        STAR_DOCTORS,
    )


def _plain(value: Any) -> Any:
    """A value of STAR: as it is, {"is_equal_to": it}, {"one_of": [it]}."""
    while isinstance(value, dict | list):
        value = next(iter(value.values() if isinstance(value, dict) else value), "")
    return value


def _says_day(whole: str, weekday: str, now: datetime) -> bool:
    today, tomorrow = WEEKDAYS[now.weekday()], WEEKDAYS[(now + timedelta(days=1)).weekday()]
    relative = {today: "today", tomorrow: "tomorrow"}.get(weekday)
    return weekday in whole or (relative is not None and relative in whole)


def _clock_of(time_12h: str, whole: str) -> str | None:
    """ "1 pm" as "13:00" where that hour was said, with or without am and pm."""
    match = re.fullmatch(r"(\d{1,2}) (am|pm)", time_12h)
    if match is None:
        return None
    hour, half = int(match.group(1)), match.group(2)[0]
    digits = (int(said.group(1)) == hour and (said.group(2) or half).lower() == half for said in _CLOCK.finditer(whole))
    in_words = re.search(rf"\b{_HOURS[hour - 1]} ?(?:o'?clock|{half}\.?m\b)", whole) is not None
    noon = hour == 12 and ("noon" in whole if half == "p" else "midnight" in whole)
    said = any(digits) or in_words or noon
    return f"{hour % 12 + 12 * (half == 'p'):02}:00" if said else None
