"""A stored turn thought anew: the words are understood and the dialog advanced by today's code.

What the clinic answered, its ids and the instants come from the record, so nothing but the code, the prompts and the
clinic's file can make a difference. Nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.effects import writes
from dialogs import coding, prompts, record
from dialogs.effects import Effect
from dialogs.engine import UnexpectedEvent, advance
from dialogs.events import Event, PatientSaid
from dialogs.say import Say
from dialogs.session import Session
from dialogs.understanding import understand
from scheduler.clinic import Clinic
from storage.turns import TurnRecord


@dataclass(frozen=True, slots=True)
class Step:
    """One event, what today's dialog makes of it, and where it stands afterwards."""

    event: Event
    session: Session
    effects: tuple[Effect, ...]


@dataclass(slots=True)
class Replayed:
    """A turn as it was recorded and as it would be today. Where the bot did not think there are no steps."""

    turn: TurnRecord
    before: Session
    steps: list[Step] = field(default_factory=list)
    says: tuple[Say, ...] = ()
    differences: list[str] = field(default_factory=list)

    @property
    def reply(self) -> str:
        """What the patient was told."""
        return str(self.turn.record.get("reply", ""))

    @property
    def kept_from_bot(self) -> bool:
        return bool(self.turn.record.get("kept_from_bot"))


def replay(clinic: Clinic, turn: TurnRecord) -> Replayed:
    """The turn under today's code, with every difference in a sentence."""
    told = Replayed(turn, Session.from_json(turn.record["session"]))
    try:
        events = record.load(turn.record["events"], clinic)
        effects = record.load(turn.record["effects"], clinic)
        moments = record.load(turn.record.get("moments", []))
    except record.Unreadable as error:
        told.differences.append(f"the record cannot be read by this version ({error})")
        return told
    _think(told, clinic, events, moments or [turn.at] * len(events))
    if events and not told.differences:
        _compare(told, clinic, effects)
    return told


def _think(told: Replayed, clinic: Clinic, events: Sequence[Event], moments: Sequence[datetime]) -> None:
    session = told.before
    for event, moment in zip(events, moments, strict=True):
        heard = _heard_today(event, session, clinic, moment) if isinstance(event, PatientSaid) else event
        try:
            turn = advance(session, heard, moment)
        except UnexpectedEvent:
            told.differences.append(f"today's dialog would not have asked for {type(event).__name__}")
            return
        session = turn.session
        told.steps.append(Step(heard, session, turn.effects))
        told.says = (*told.says, *turn.says)


def _heard_today(said: PatientSaid, session: Session, clinic: Clinic, moment: datetime) -> PatientSaid:
    understanding = understand(
        said.text,
        moment.astimezone(clinic.zone()),
        clinic.zone(),
        session.language,
        session.context(clinic),
        providers=clinic.spoken_providers,
        languages=tuple(clinic.languages),
    )
    return replace(said, understanding=understanding)


def _compare(told: Replayed, clinic: Clinic, recorded: Sequence[Effect]) -> None:
    effects = [effect for step in told.steps for effect in step.effects if writes(effect)]
    if record.dump(effects) != record.dump(list(recorded)):
        told.differences.append(f"today's effects would be: {', '.join(map(told_of, effects)) or 'none'}")
    around = told.turn.record
    before, after = (record.load(around.get(side, []), clinic) for side in ("before", "after"))
    says = (*before, *told.says, *after)
    reply = prompts.compose(says, told.steps[-1].session.language, around.get("channel", "sms"), clinic)
    if reply != told.reply:
        told.differences.append(f"today's reply would be: {reply or '(silence)'}")


def told_of(value: object) -> str:
    """A fact or an order in one line, without what is empty."""
    data: dict[str, Any] = record.dump(value)
    inside = {
        key: _plain(item) for key, item in data.items() if key != coding.TYPE and item not in (None, [], "", False)
    }
    return f"{type(value).__name__}({', '.join(f'{key}={item}' for key, item in inside.items())})"


def _plain(data: Any) -> str:
    if isinstance(data, list):
        return f"[{', '.join(map(_plain, data))}]"
    if isinstance(data, dict):
        if "is" in data:
            return str(data["is"])
        return f"({' '.join(_plain(item) for key, item in data.items() if key != coding.TYPE and item)})"
    return str(data)
