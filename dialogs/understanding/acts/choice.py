"""Which of the numbered options was chosen: by number, by place, or by what it says ("the Friday one", "2pm")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from functools import lru_cache

from dialogs.understanding import times
from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.normalise import tokens
from dialogs.understanding.times import TimeReading
from scheduler.wishes import Grain, When, Window

_PLACES = {
    "first": 1, "1st": 1, "primera": 1, "primero": 1, "primer": 1, "top": 1, "former": 1, "second": 2, "2nd": 2,
    "segunda": 2, "segundo": 2,
    "third": 3, "3rd": 3, "tercera": 3, "tercero": 3, "tercer": 3, "fourth": 4, "4th": 4, "cuarta": 4, "cuarto": 4,
    "fifth": 5, "5th": 5,
    "last": -1, "ultima": -1, "ultimo": -1, "bottom": -1, "latter": -1, "middle": 0, "either": 1, "whichever": 1,
    "cualquiera": 1,
}  # fmt: skip
_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "uno": 1, "una": 1, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5, "seis": 6,
}  # fmt: skip
_EARLIER = {"earlier", "earliest", "sooner", "soonest", "temprano", "temprana", "pronto"}
_LATER = {"later", "latest", "tarde"}
_AROUND = frozenset(
    listed(
        "the a option number choice opt # slot please ok okay yes sure thanks thank you i ill will id like want take "
        "choose pick go with lets do that is works good great fine perfect sounds for me and my is it its would best "
        "better prefer one appointment time let us have can we book get works dr los el la las opcion numero por "
        "favor si quiero prefiero tomo elijo escojo me esta bien gracias con ese esa mas lo de of them those sirve "
        "queda deme dame cita turno hora in try"
    )
)
_WEEKDAY_RULES = ("next_such_weekday", "short_weekday")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option, counted from 1, and how it was named; `by_words` where no time was meant."""

    option: int
    because: str
    by_words: bool = True


def chosen(
    words: Sequence[str], options: Sequence[str], reading: TimeReading, now: datetime, zone: tzinfo, language: str
) -> Choice | None:
    """The option that was chosen, if it is plain which one."""
    if not options:
        return None
    return (
        _by_number(words, len(options))
        or _by_place(words, options, now, zone, language)
        or _by_time(options, reading, now, zone, language)
    )


def _by_number(words: Sequence[str], count: int) -> Choice | None:
    """A number and nothing else that matters; "one" is also a pronoun, so another number beside it wins."""
    told = [word for word in words if word not in _AROUND or word == "one"]
    numbers = [_number(word) for word in told]
    if None in numbers or not numbers:
        return None
    sure = [
        number
        for number, word in zip(numbers, told, strict=True)
        if word != "one" or len(words) == 1 or "number" in words or "option" in words
    ]
    if len(set(sure)) == 1 and sure[0] is not None and 1 <= sure[0] <= count:
        return Choice(sure[0], f"option number: {' '.join(told)}")
    return None


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) < 3 else _NUMBERS.get(word)


def _by_place(
    words: Sequence[str], options: Sequence[str], now: datetime, zone: tzinfo, language: str
) -> Choice | None:
    others = [word for word in words if word not in _AROUND]
    if len(others) != 1:
        return None
    word = others[0]
    if word in _PLACES:
        place = _PLACES[word]
        option = len(options) if place < 0 else (len(options) + 1) // 2 if place == 0 else place
        return Choice(option, f"place: {word}") if option <= len(options) else None
    if word in _EARLIER | _LATER and ({"one", "the", "la", "el"} & set(words)):
        return _by_order(word in _EARLIER, options, now, zone, language)
    return None


def _by_order(earliest: bool, options: Sequence[str], now: datetime, zone: tzinfo, language: str) -> Choice | None:
    starts = [_start(option, now, zone, language) for option in options]
    known = [start for start in starts if start is not None]
    if len(known) != len(options):
        return None
    return Choice(
        starts.index(min(known) if earliest else max(known)) + 1, "the earlier one" if earliest else "the later one"
    )


def _by_time(options: Sequence[str], reading: TimeReading, now: datetime, zone: tzinfo, language: str) -> Choice | None:
    when = reading.when
    if when is None or not when.windows or when.excluded or when.order is not None:
        return None
    starts = [_start(option, now, zone, language) for option in options]
    weekdays_only = any(because.startswith(_WEEKDAY_RULES) for because in reading.because)
    for wish in (when, *when.alternatives):
        fitting = [
            number for number, start in enumerate(starts, 1) if start is not None and _fits(start, wish, weekdays_only)
        ]
        if len(fitting) == 1:
            return Choice(fitting[0], "the only option at that time", by_words=False)
        if fitting:
            return None
    return None


def _start(option: str, now: datetime, zone: tzinfo, language: str) -> datetime | None:
    """When an option starts; options name day and hour, so that the same words mean the same all day."""
    return _start_on(option, now.astimezone(zone).date(), zone, language)


@lru_cache(maxsize=4096)
def _start_on(option: str, today: date, zone: tzinfo, language: str) -> datetime | None:
    morning = datetime.combine(today, time(), zone)
    when = times.read(tokens(option), morning, zone, lexicon(language), "", language == "es").when
    start = when.windows[0].start if when is not None and when.windows else None
    return start if isinstance(start, datetime) else None


def _fits(start: datetime, when: When, weekdays_only: bool) -> bool:
    return any(_inside(start, window, weekdays_only) for window in when.windows)


def _inside(start: datetime, window: Window, weekdays_only: bool) -> bool:
    low, high = window.start, window.end
    if isinstance(low, datetime) and isinstance(high, datetime):
        if weekdays_only and low.weekday() == start.weekday():
            return window.grain is Grain.DAY or low.time() <= start.time() < (
                high.time() if high.time() != time() else time.max
            )
        return low <= start < high
    if isinstance(low, time) and isinstance(high, time):
        return low <= start.time() < high
    return False
