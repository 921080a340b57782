"""Domain values as words: when a visit is, whose it is, a numbered list of openings.

Times are on the wall clock of the location. Only plain spaces and quotes: one character outside GSM-7 makes the whole
text UCS-2, 70 characters a segment instead of 160, and CLDR puts a narrow no-break space before "PM".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_day_names

from dialogs import paper_lines
from dialogs.segments import to_gsm7
from dialogs.visits import Kind, Person, Visit
from scheduler.clinic import Clinic
from scheduler.clinic_tables import WeeklyHours
from scheduler.model import Appointment, Slot
from scheduler.values import quick

MOST_LINES = 4
WEEK = date(2024, 1, 1)  # a Monday

# Weekday, date and clock time: in a sentence and in a list, as text and aloud.
_PATTERNS = {
    ("en", "sms", "sentence"): "EEE, MMM d 'at' h:mm a",
    ("en", "sms", "line"): "EEE, MMM d, h:mm a",
    ("en", "voice", "sentence"): "EEEE, MMMM d 'at' h:mm a",
    ("en", "voice", "line"): "EEEE, MMMM d 'at' h:mm a",
    ("es", "sms", "sentence"): "EEE d 'de' MMM 'a las' h:mm a",
    ("es", "sms", "line"): "EEE d 'de' MMM, h:mm a",
    ("es", "voice", "sentence"): "EEEE d 'de' MMMM 'a las' h:mm a",
    ("es", "voice", "line"): "EEEE d 'de' MMMM 'a las' h:mm a",
}
_DAY_PATTERNS = {
    ("en", "sms"): "EEE, MMM d",
    ("en", "voice"): "EEEE, MMMM d",
    ("es", "sms"): "EEE d 'de' MMM",
    ("es", "voice"): "EEEE d 'de' MMMM",
}
# Clock times as people say them: the recogniser's voice would read "9:00 a.m." letter by letter.
_ALOUD = {
    "en": ((":00 ", " "),),
    "es": ((":00 ", " "), (" am", " de la mañana"), (" pm", " de la tarde")),
}
_EVENING = re.compile(r"\b(8|9|10|11)(:\d\d)? de la tarde")
_TO = {"en": " to ", "es": " a "}
_LOCALES = {"en": "en_US", "es": "es_US"}
_ALONE = {"es": (("a las 1:", "a la 1:"), ("p.m.", "pm"), ("a.m.", "am"))}

_OF_ONE_VISIT = frozenset({"visit", "visit_now", "visit_kept", "whose"})

Phrase = Callable[[str, Mapping[str, object]], str]


@quick
@dataclass(frozen=True, slots=True)
class Wording:
    """How values become words in one language and channel.

    `compact` leaves out who sees the patient where space is short, `bare` also what is read back or asked for again.
    """

    clinic: Clinic
    language: str
    channel: str
    phrase: Phrase
    compact: bool = False
    bare: bool = False

    def variables(self, values: Mapping[str, object], wanted: frozenset[str]) -> dict[str, object]:
        """Those of the variables that a prompt may name which it names, from the values of a `Say`.

        `visits` also gives `visits_count`, `list` (empty for one visit) and, of one, `visit`; `visit` also gives
        `visit_now`, `visit_kept` and `whose`; `slot` also `slot_with`; `prep` begins on a line of its own.
        """
        found: dict[str, object] = {"list": "", "prep": ""}
        for key, value in values.items():
            if isinstance(value, tuple):
                found.update(self._several(key, value, values.get("usual"), wanted))
            elif key == "prep":
                found["prep"] = self._set_off(str(value)) if value and not self.bare else ""
            elif key == "hours" and self.channel == "voice":
                found["hours"] = hours_aloud(str(value), self.language)
            elif isinstance(value, str | int | float):
                found[key] = value
            elif key in wanted:
                found[key] = self.spoken(value)
        found.update(self._one_visit(values, wanted))
        slot = values.get("slot")
        if "slot_with" in wanted and isinstance(slot, Slot):
            found["slot_with"] = self._slot_with(slot, values.get("usual"))
        return found

    def _several(self, key: str, value: tuple[object, ...], usual: object, wanted: frozenset[str]) -> dict[str, object]:
        if key == "options":
            numbered = {key: self.numbered(value, usual)} if key in wanted else {}
            return {**numbered, "more_key": len(value) + 1}
        found: dict[str, object] = {f"{key}_count": len(value)}
        if key in wanted:
            found[key] = self.listed(value)
        if key == "visits" and len(value) > 1 and "list" in wanted:
            found["list"] = self._set_off(self.listed(value))
        return found

    def _one_visit(self, values: Mapping[str, object], wanted: frozenset[str]) -> dict[str, object]:
        """How the one visit that is talked about is called, in each of the forms that are wanted."""
        if wanted.isdisjoint(_OF_ONE_VISIT):
            return {}
        visits = values.get("visits")
        visit = values.get("visit") or (visits[0] if isinstance(visits, tuple) and visits else None)
        if isinstance(visit, Appointment):
            visit = Visit(visit)
        if not isinstance(visit, Visit):
            return {}
        return {key: self._about(visit, self._form(key)) for key in _OF_ONE_VISIT & wanted}

    def _form(self, variable: str) -> str:
        """The phrase for a variable that names a visit."""
        return f"{variable}_alone" if self.compact and variable in ("visit", "visit_now") else variable

    def _set_off(self, text: str) -> str:
        return ("\n" if self.channel == "sms" else " ") + text

    def _slot_with(self, slot: Slot, usual: object) -> str:
        when = self.when(slot, "sentence")
        if self.bare or slot.provider == usual:
            return when
        return self.phrase("slot_with", {"when": when, "provider": self.provider(slot)})

    def spoken(self, value: object) -> str:
        """A value inside a sentence."""
        if isinstance(value, Appointment):
            value = Visit(value)
        if isinstance(value, Visit):
            return self._about(value, "visit_alone" if self.compact else "visit")
        if isinstance(value, Slot):
            return self.when(value, "sentence")
        if isinstance(value, datetime):
            return self.instant(value, self.clinic.zone().key, "sentence")
        if isinstance(value, date):
            return day(value, self.language, self.channel)
        if isinstance(value, Kind | Person):
            return self.named(value)
        if isinstance(value, paper_lines.LINES):
            return paper_lines.line(value, self.clinic, self.language, self.phrase)
        return "" if value is None else str(value)

    def _about(self, visit: Visit, phrase: str) -> str:
        slot = visit.appointment.slot
        named = {"name": visit.name or "none", "when": self.when(slot, "sentence"), "provider": self.provider(slot)}
        return self.phrase(phrase, named)

    def line(self, value: object, usual: object = None) -> str:
        """A value on a line of its own; a slot names its provider only where it is not the usual one."""
        if isinstance(value, Appointment):
            value = Visit(value)
        if isinstance(value, Visit):
            slot, name = value.appointment.slot, f"{value.name}: " if value.name else ""
            return name + self.when(slot, "line") + ("" if self.compact else f", {self.provider(slot)}")
        if isinstance(value, Slot):
            unnamed = self.bare or value.provider == usual
            return self.when(value, "line") + ("" if unnamed else f", {self.provider(value)}")
        return self.named(value) if isinstance(value, Kind | Person) else self.spoken(value)

    def named(self, value: Kind | Person) -> str:
        """A visit type in this language, or a patient's first name."""
        if isinstance(value, Person):
            return value.name
        kinds = (kind for kind in self.clinic.visit_types if kind.id == value.id)
        return next((self.clinic.word(kind.name, self.language) for kind in kinds), "")

    def numbered(self, options: tuple[object, ...], usual: object = None) -> str:
        """The options under their numbers; aloud, with the key of each."""
        if self.channel == "voice":
            options = tuple(self.line(option, usual) for option in options)
            named = ({"number": number, "option": line} for number, line in enumerate(options, start=1))
            return ", ".join(self.phrase("call_option", values) for values in named)
        lines = [f"{number} {self.line(option, usual)}" for number, option in enumerate(options, start=1)]
        return "\n".join(lines)

    def listed(self, values: tuple[object, ...]) -> str:
        """Some values, one a line; what is too many is counted."""
        lines = [self.line(value) for value in values[:MOST_LINES]]
        if len(values) > MOST_LINES:
            lines.append(self.phrase("and_more", {"count": len(values) - MOST_LINES}))
        return ("\n" if self.channel == "sms" else ". ").join(lines)

    def provider(self, slot: Slot) -> str:
        try:
            return self.clinic.provider(slot.provider).name
        except LookupError:
            return self.clinic.name

    def when(self, slot: Slot, place: str) -> str:
        return self.instant(slot.starts_at, self._zone(slot), place)

    def instant(self, instant: datetime, zone: str, place: str) -> str:
        """Weekday, date and clock time."""
        return _instant(instant, zone, self.language, self.channel, place)

    def _zone(self, slot: Slot) -> str:
        try:
            return self.clinic.zone(slot.location).key
        except LookupError:
            return self.clinic.zone().key


@lru_cache(maxsize=4096)
def _instant(instant: datetime, zone: str, language: str, channel: str, place: str) -> str:
    pattern = _PATTERNS.get((language, channel, place)) or _PATTERNS["en", channel, place]
    text = _local(format_datetime(instant.astimezone(ZoneInfo(zone)), pattern, locale=_locale(language)), language)
    return aloud(text, language) if channel == "voice" else text


def aloud(text: str, language: str) -> str:
    """Clock times in a text as people say them: "9 AM", "las 3 de la tarde"."""
    for old, new in _ALOUD.get(language, _ALOUD["en"]):
        text = text.replace(old, new)
    return _EVENING.sub(r"\1\2 de la noche", text)


def hours_aloud(hours: str, language: str) -> str:
    """Opening hours in one line, with whole names of days."""
    short, long = (get_day_names(width, locale=_locale(language)) for width in ("abbreviated", "wide"))
    for day, name in short.items():
        hours = re.sub(rf"\b{re.escape(name)}\b\.?", long[day], hours)
    return aloud(hours.replace("-", _TO.get(language, _TO["en"])), language)


def day(value: date, language: str, channel: str = "sms") -> str:
    """Weekday and date."""
    pattern = _DAY_PATTERNS.get((language, channel)) or _DAY_PATTERNS["en", channel]
    return _local(format_date(value, pattern, locale=_locale(language)), language)


def daily_hours(hours: WeeklyHours, on: date, language: str) -> str:
    """The opening hours of one day; empty where there are none."""
    blocks = sorted(hours.on(on), key=lambda block: block.opens)
    return " & ".join(f"{_clock(block.opens, language)}-{_clock(block.closes, language)}" for block in blocks)


def weekly_hours(hours: WeeklyHours, language: str) -> str:
    """Opening hours in one line, days with the same hours together; empty where there are none."""
    names = get_day_names("abbreviated", locale=_locale(language))
    groups: list[tuple[list[int], str]] = []
    for day in range(7):
        text = daily_hours(hours, WEEK + timedelta(days=day), language)
        if groups and groups[-1][1] == text:
            groups[-1][0].append(day)
        else:
            groups.append(([day], text))
    return ", ".join(f"{_days(days, names)} {text}" for days, text in groups if text)


def _days(days: list[int], names: Mapping[int, str]) -> str:
    return names[days[0]] if len(days) == 1 else f"{names[days[0]]}-{names[days[-1]]}"


def _clock(minutes: int, language: str) -> str:
    hour, minute = divmod(minutes % (24 * 60), 60)
    return _local(format_time(time(hour, minute), "h:mm a" if minute else "h a", locale=_locale(language)), language)


def _locale(language: str) -> str:
    return _LOCALES.get(language, "en_US")


def _local(text: str, language: str) -> str:
    text = to_gsm7(text)
    for old, new in _ALONE.get(language, ()):
        text = text.replace(old, new)
    return text
