"""What may be sent to a patient: as it stands, as it stood on any day, and every change with its day and author.

The past is read from the audit log, which nobody edits: of the patient, and of the number on file now.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.console import days
from bot.console.look import Look
from scheduler.model import Patient
from storage import changes, suppressions
from storage.changes import Change

ONE_DAY = timedelta(days=1)
MEDIA = {"sms_consent": "texts", "voice_consent": "calls"}
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Consents:
    """`opted_out` is empty, or why nothing may be sent; `muted` are kinds that are not wanted."""

    texts: bool = False
    calls: bool = False
    opted_out: str = ""
    muted: frozenset[str] = frozenset()
    wrong_number: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One change, in words."""

    text: str
    by: str
    at: datetime
    day: str


def rows(known: Consents) -> list[Row]:
    """What may be sent: the name, how it stands in words, and the tone of the chip."""
    texts = ("Texts", "Opted out", "bad") if known.opted_out else ("Texts", *_agreed(known.texts))
    told = [texts, ("Calls", *_agreed(known.calls))]
    told += [(kind.capitalize(), "Not wanted", "wait") for kind in sorted(known.muted)]
    return [*told, ("Number", "Wrong number", "bad")] if known.wrong_number else told


def ledger(look: Look, who: Patient, phone: str) -> tuple[Change, ...]:
    """Every change of consent, the oldest first."""
    subjects = [f"patient:{who.id}", *([suppressions.subject(look.work, phone)] if phone else [])]
    found = (change for subject in subjects for change in changes.of_subject(look.work, subject))
    return tuple(sorted((change for change in found if any(_words(change))), key=lambda change: change.id))


def on(told: Iterable[Change], day: date, look: Look) -> Consents:
    """As it stood at the end of a day, by the clinic's clock."""
    until = datetime.combine(day + ONE_DAY, time(), look.eyes.zone)
    known = Consents()
    for change in told:
        if change.at < until:
            known = _after(known, change)
    return known


def lines(told: tuple[Change, ...], look: Look) -> list[Line]:
    """The newest first."""
    doers = days.doers(look.work, told)
    return [
        Line(words, doers.get(change.actor, "by staff"), change.at, look.eyes.day(change.at))
        for change in reversed(told)
        for words in _words(change)
    ]


def _words(change: Change) -> Iterator[str]:
    """What a change says of consent; nothing where it is about something else."""
    match change.action:
        case "phone.suppressed":
            yield (
                "Opted out of all texts"
                if change.after.get("kind") == suppressions.OPT_OUT
                else "The phone company refuses texts"
            )
        case "phone.opted_in":
            yield "Opted in again"
        case "phone.muted":
            yield f"Wants no {change.after.get('kind')}"
        case "patient.wrong_number":
            yield "Wrong number"
        case _:
            for field, medium in MEDIA.items():
                if field in change.after:
                    yield f"Agreed to {medium}" if change.after[field] else f"No consent to {medium}"


def _after(known: Consents, change: Change) -> Consents:
    match change.action:
        case "phone.suppressed":
            return replace(known, opted_out=str(change.after.get("kind")))
        case "phone.opted_in":
            return replace(known, opted_out="", muted=frozenset())
        case "phone.muted":
            return replace(known, muted=known.muted | {str(change.after.get("kind"))})
        case "patient.wrong_number":
            return replace(known, wrong_number=True)
    told = change.after
    return replace(
        known,
        texts=bool(told.get("sms_consent", known.texts)),
        calls=bool(told.get("voice_consent", known.calls)),
        wrong_number=bool(told.get("wrong_number", known.wrong_number)),
    )


def _agreed(consent: bool) -> tuple[str, str]:
    return ("Agreed", "good") if consent else ("Not agreed", "wait")
