"""A conversation as a thread: who said what and when, what became of it, and what happened to its cases in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.console import words
from bot.console.papers import PictureView
from bot.console.views import Eyes
from scheduler.model import Patient
from storage.cases import Case
from storage.messages import Message
from storage.notes import Note

Naming = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A message, a colleague's note, or something that happened: `kind`. `new_day` heads the first line of a day.

    `turn` is the id under which the bot kept what it understood of a text.
    """

    kind: str
    id: str
    at: datetime
    clock: str
    text: str
    author: str = ""
    by: str = ""
    delivery: str = ""
    arrived: bool = False
    failed: bool = False
    pending: bool = False
    media: int = 0
    icon: str = ""
    alarm: bool = False
    quote: str = ""
    new_day: str = ""
    recording: str = ""
    pictures: tuple[PictureView, ...] = ()
    turn: str = ""


def lines(
    messages: Iterable[Message],
    cases: Iterable[Case],
    notes: Iterable[Note],
    patients: Sequence[Patient],
    named: Naming,
    eyes: Eyes,
    pictures: Mapping[str, tuple[PictureView, ...]],
) -> tuple[Line, ...]:
    """Everything of one conversation, oldest first, each day under its name."""
    speaker = patients[0].first_name if len(patients) == 1 else "Patient"
    said = [_message(message, speaker, eyes, pictures.get(message.sid or "", ())) for message in messages]
    since = min((line.at for line in said), default=None)
    happened = [event for case in cases for event in _events(case, named, eyes) if since is None or event.at >= since]
    noted = [_note(note, named, eyes) for note in notes if since is None or note.at >= since]
    return tuple(_with_days(sorted([*said, *happened, *noted], key=lambda line: line.at), eyes))


def _message(message: Message, speaker: str, eyes: Eyes, pictures: tuple[PictureView, ...]) -> Line:
    delivery, arrived, failed, pending = words.DELIVERY.get(message.status, (message.status, False, False, False))
    if failed and message.error_code:
        delivery = f"{delivery}: {words.cause(message.error_code)}"
    return Line(
        kind="message",
        id=message.id,
        at=message.created_at,
        clock=eyes.clock(message.created_at),
        text=message.body,
        author=message.author,
        by={"bot": "Bot", "staff": "Staff"}.get(message.author, speaker),
        delivery="" if message.direction == "inbound" else delivery,
        arrived=arrived,
        failed=failed and message.direction == "outbound",
        pending=pending,
        media=message.media,
        recording=message.sid if message.sid and message.sid.startswith("RE") else "",
        pictures=pictures,
        turn=message.sid
        if message.sid and message.sid.startswith(("SM", "MM")) and message.author == "patient"
        else "",
    )


def _note(note: Note, named: Naming, eyes: Eyes) -> Line:
    return Line("note", note.id, note.at, eyes.clock(note.at), note.body, author="note", by=named(note.author))


def _events(case: Case, named: Naming, eyes: Eyes) -> Iterator[Line]:
    alarm = case.priority == "emergency"
    reason = words.REASONS.get(case.reason, case.reason)
    yield _event(
        case, "opened", case.opened_at, f"Case opened: {reason}", "alarm" if alarm else "flag", eyes, alarm=alarm
    )
    if case.claimed_at and case.claimed_by:
        yield _event(case, "claimed", case.claimed_at, f"{named(case.claimed_by)} claimed the case", "person", eyes)
    if case.resolved_at:
        who = f" by {named(case.claimed_by)}" if case.claimed_by else ""
        why = f": {words.OUTCOMES[case.outcome].lower()}" if case.outcome in words.OUTCOMES else ""
        yield _event(case, "resolved", case.resolved_at, f"Resolved{who}{why}", "check", eyes, quote=case.note or "")


def _event(
    case: Case, what: str, at: datetime, text: str, icon: str, eyes: Eyes, *, alarm: bool = False, quote: str = ""
) -> Line:
    return Line("event", f"{case.id}-{what}", at, eyes.clock(at), text, icon=icon, alarm=alarm, quote=quote)


def _with_days(in_order: Iterable[Line], eyes: Eyes) -> Iterator[Line]:
    day = None
    for line in in_order:
        own = line.at.astimezone(eyes.zone).date()
        yield replace(line, new_day=eyes.day(line.at)) if own != day else line
        day = own
