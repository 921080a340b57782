"""What the bot understood of one text and did about it, for whoever asks: the turn thought anew from its record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time

from flask import Blueprint, abort, render_template, request

from bot.console.look import looking, note_opened
from bot.console.views import Eyes
from bot.replaying import Replayed, Step, replay, told_of
from bot.wiring import Desk
from dialogs.events import PatientSaid
from dialogs.session import Session
from dialogs.understanding.model import Heard, Understanding
from scheduler.wishes import Window
from storage import inbox, turns

NOTHING = "nothing that it knows"
KEPT = "A person held the conversation, so the bot only listened."


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: what it is about, and what there is to say."""

    name: str
    words: str


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/turns/<sid>")
    def turn(sid: str) -> str:
        with looking(desk) as look:
            conversation_id, record = turns.one(look.work, sid) or abort(404)
            if "session" not in record.record:
                abort(404)
            facts = tuple(told(replay(look.eyes.clinic, record), look.eyes))
            part = "HX-Request" in request.headers
            frame = {} if part else look.frame("Talks", inbox.open_cases(look.work))
        note_opened(desk, look, ("turn.opened", f"conversation:{conversation_id}", {"turn": sid}))
        template = "console/understood.html" if part else "console/turn.html"
        return render_template(template, facts=facts, conversation_id=conversation_id, **frame)


def told(again: Replayed, eyes: Eyes) -> Iterator[Fact]:
    """Where the dialog stood, what was understood, what was asked of the clinic, where it stands."""
    yield Fact("Stood at", _place(again.before))
    if not again.steps:
        yield Fact("Did", KEPT if again.kept_from_bot else "It did not come to think.")
        return
    for step in again.steps:
        yield from _of_step(step, eyes)
    yield Fact("Stands at", _place(again.steps[-1].session))
    if again.differences:
        yield Fact("Note", "This version would answer otherwise than it was answered then.")


def _of_step(step: Step, eyes: Eyes) -> Iterator[Fact]:
    if isinstance(step.event, PatientSaid):
        yield from _understood(step.event.understanding, eyes)
    else:
        yield Fact("Heard from the calendar", type(step.event).__name__)
    for effect in step.effects:
        yield Fact("Did", told_of(effect))


def _understood(understanding: Understanding, eyes: Eyes) -> Iterator[Fact]:
    acts = ", ".join(map(_act, understanding.acts)) or NOTHING
    yield Fact("Understood", f"{acts} ({understanding.lang}, {understanding.confidence:.0%} sure)")
    if understanding.when is not None:
        windows = understanding.when.windows
        yield Fact("Times", "; ".join(_window(window, eyes) for window in windows) or "none that fits")


def _act(heard: Heard) -> str:
    details = [str(part) for part in (heard.option, heard.name, heard.topic) if part]
    return " ".join([heard.act.value.replace("_", " "), *details])


def _window(window: Window, eyes: Eyes) -> str:
    borders = [(word, at) for word, at in (("from", window.start), ("to", window.end)) if at is not None]
    return " ".join(f"{word} {_border(at, eyes)}" for word, at in borders) or "any time"


def _border(at: datetime | time, eyes: Eyes) -> str:
    return f"{eyes.day(at)}, {eyes.clock(at)}" if isinstance(at, datetime) else f"{at:%H:%M}"


def _place(session: Session) -> str:
    """The flows that are open, the outermost first."""
    places = (f"{frame.flow} · {frame.state.replace('_', ' ')}" for frame in session.frames)
    return " > ".join(places) or "no question open"
