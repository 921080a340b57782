"""The reports: tables of figures, each with what it means, ready to be drawn as bars or written as CSV."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import quantiles
from typing import Any

from bot.console import views, words
from bot.console.look import Look
from storage import outreach, reports
from storage.outreach import Row

ACTIVE = ("pending", "booked", "arrived", "checked-in", "fulfilled")


@dataclass(frozen=True, slots=True)
class Table:
    """One report. `bars` names the column that is drawn; where it is a share it lies between 0 and 100."""

    id: str
    title: str
    meaning: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]
    bars: int

    @property
    def longest(self) -> float:
        """What the longest bar stands for."""
        if self.heads[self.bars].endswith("%"):
            return 100.0
        return max((float(row[self.bars]) for row in self.rows), default=0.0) or 1.0


@dataclass(frozen=True, slots=True)
class Figure:
    """One number at the head of the page, and what it means."""

    name: str
    value: str
    meaning: str


def of(look: Look, first: date, last: date) -> tuple[tuple[Figure, ...], tuple[Table, ...]]:
    """All figures and tables of the days `first` to `last`, both included."""
    span = bounds(look, first, last)
    booked = reports.visits(look.work, *span)
    said = reports.texts(look.work, *span)
    waits = reports.waits(look.work, *span)
    offers: dict[str, int] = dict(reports.offers(look.work, *span))
    figures = (
        _confirmed(booked),
        _did_not_come(booked),
        _contained(reports.reach(look.work, *span)),
        _answered(waits),
        _segments(said),
        _filled(offers),
    )
    tables = (
        _by("providers", "Visits by provider", booked, lambda row: views.name_of(look.eyes.clinic.providers, row[0])),
        _by("types", "Visits by type", booked, lambda row: views.type_name(look.eyes.clinic, row[1])),
        _by("languages", "Visits by language", booked, lambda row: words.LANGUAGES.get(row[2], row[2])),
        _by("sources", "Visits by who booked", booked, lambda row: SOURCES.get(row[5], row[5])),
        _steps(reports.steps(look.work, *span)),
        _reasons(reports.reasons(look.work, *span)),
        _costs(said),
        *_surveys(outreach.answered(look.work, *span)),
    )
    return figures, tables


def bounds(look: Look, first: date, last: date) -> tuple[datetime, datetime]:
    """The days on the clinic's wall clock, as instants."""
    zone = look.eyes.zone
    return datetime.combine(first, time(), zone), datetime.combine(last + timedelta(days=1), time(), zone)


SOURCES = {
    "import": "Your system",
    "text": "Patients by text",
    "voice": "Patients by call",
    "staff": "Staff here",
    "api": "Other systems",
}
DIRECT = "Answers of the bot"
KINDS = {
    "reminder": "Reminders",
    "notice": "News of visits",
    "staff": "Staff",
    "bot": "Other texts of the bot",
    "offer": "Offers",
    "outreach": "Outreach",
    "alert": "To those on call",
}


def _surveys(answered: Iterable[Row]) -> Iterator[Table]:
    """How often each score was given; nothing where nobody answered."""
    scores = Counter(row.answers["score"] for row in answered if row.answers and row.answers.get("score"))
    if total := sum(scores.values()):
        average = sum(score * count for score, count in scores.items()) / total
        meaning = f"Scores from 1 (poor) to 5 (very good) that patients gave after a visit; {average:.1f} on average."
        rows = tuple((str(score), scores[score]) for score in range(5, 0, -1))
        yield Table("surveys", "Surveys", meaning, ("Score", "Answers"), rows, bars=1)


def share(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def percent(part: float, whole: float) -> str:
    """A share in words; of nothing there is none."""
    return f"{share(part, whole)} %" if whole else "–"


def _confirmed(booked: reports.Counted) -> Figure:
    active = sum(row[-1] for row in booked if row[3] in ACTIVE)
    accepted = sum(row[-1] for row in booked if row[3] in ACTIVE and row[4] == "accepted")
    return Figure("Confirmed", percent(accepted, active), f"of {active} visits that were not cancelled")


def _did_not_come(booked: reports.Counted) -> Figure:
    over = sum(row[-1] for row in booked if row[3] in ("fulfilled", "noshow"))
    missed = sum(row[-1] for row in booked if row[3] == "noshow")
    return Figure("Did not come", percent(missed, over), f"of {over} visits marked as seen or as missed")


def _contained(reach: reports.Reach) -> Figure:
    alone = reach.talks - reach.handed
    return Figure(
        "Finished by the bot", percent(alone, reach.talks), f"of {reach.talks} conversations, no case was opened"
    )


def _answered(waits: Iterable[tuple[str, timedelta | None]]) -> Figure:
    minutes = sorted(wait / timedelta(minutes=1) for _, wait in waits if wait is not None)
    if not minutes:
        return Figure("Staff answer after", "–", "no case was answered by text")
    tenths = quantiles(minutes, n=10) if len(minutes) > 1 else minutes * 9
    return Figure(
        "Staff answer after",
        words.span(timedelta(minutes=tenths[4])),
        f"half of {len(minutes)} answered cases; nine of ten within {words.span(timedelta(minutes=tenths[8]))}",
    )


def _segments(said: reports.Counted) -> Figure:
    reminders = sum(row[5] or 0 for row in said if row[3] == "reminder" and row[0] == "sms")
    total = sum(row[5] or 0 for row in said if row[1] == "outbound" and row[0] == "sms")
    return Figure("Segments sent", f"{total:,}", f"{reminders:,} of them by reminders; the phone company counts these")


def _filled(offers: dict[str, int]) -> Figure:
    made, taken = sum(offers.values()), offers.get("accepted", 0)
    return Figure("Offers taken", percent(taken, made), f"of {made} times offered to the waiting list")


def _by(id: str, title: str, booked: reports.Counted, named: Callable[[tuple[Any, ...]], str]) -> Table:
    totals: Counter[str] = Counter()
    states: dict[str, Counter[str]] = {}
    for row in booked:
        name = named(row)
        totals[name] += row[-1]
        counted = states.setdefault(name, Counter())
        counted[row[3]] += row[-1]
        counted["accepted"] += row[-1] if row[4] == "accepted" and row[3] in ACTIVE else 0
    rows = tuple(
        (
            name,
            total,
            _active(states[name]),
            states[name]["accepted"],
            states[name]["cancelled"],
            states[name]["noshow"],
        )
        for name, total in totals.most_common()
    )
    heads = ("", "All", "Booked or seen", "Confirmed", "Cancelled", "Did not come")
    return Table(id, title, "Visits that start in these days, as they stand now.", heads, rows, bars=1)


def _active(counted: Counter[str]) -> int:
    return sum(counted[state] for state in ACTIVE)


def _steps(found: reports.Counted) -> Table:
    sent: Counter[str] = Counter()
    skipped: Counter[str] = Counter()
    accepted: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for step, state, _reason, number, confirmed, noshow in found:
        if state in ("sent", "delivered"):
            sent[step] += number
            accepted[step] += confirmed
            missed[step] += noshow
        elif state in ("skipped", "failed"):
            skipped[step] += number
    rows = tuple(
        (
            f"{step} before",
            sent[step],
            skipped[step],
            share(accepted[step], sent[step]),
            share(missed[step], sent[step]),
        )
        for step in sorted({*sent, *skipped})
    )
    heads = ("Step", "Sent", "Not sent", "Confirmed %", "Did not come %")
    return Table(
        "steps",
        "Reminders",
        "Reminders due in these days; of those sent, how many visits are confirmed and how many patients missed.",
        heads,
        rows,
        bars=3,
    )


def _reason_words(code: object) -> str:
    return words.REASONS.get(str(code), str(code))


def _reasons(found: reports.Counted) -> Table:
    total = sum(number for _, number in found)
    rows = tuple(
        (words.REASONS.get(str(reason), str(reason)), number, share(number, total)) for reason, number in found
    )
    return Table(
        "reasons", "Why cases were opened", "Cases opened in these days.", ("Reason", "Cases", "Share %"), rows, bars=1
    )


def _costs(said: reports.Counted) -> Table:
    texts: Counter[str] = Counter()
    segments: Counter[str] = Counter()
    for channel, direction, _author, kind, number, parts in said:
        if direction == "outbound" and channel == "sms":
            name = KINDS.get(str(kind), str(kind)) if kind else DIRECT
            texts[name] += number
            segments[name] += parts or 0
    rows = tuple((kind, texts[kind], segments[kind]) for kind, _ in segments.most_common())
    return Table(
        "texts", "What was texted", "Texts sent in these days, withdrawn ones left out; segments are what is paid for.",
        ("Kind", "Texts", "Segments"), rows, bars=2,
    )  # fmt: skip
