"""`frontdesk replay`: a stored conversation, turn by turn, under today's code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.cli.errors import FAULTS_FOUND, CommandError
from bot.cli.options import open_desk

if TYPE_CHECKING:
    from bot.replaying import Replayed, Step
    from bot.wiring import Desk
    from dialogs.session import Session
    from dialogs.understanding.model import Understanding
    from scheduler.clinic import Clinic
    from storage.turns import TurnRecord


@click.command()
@click.argument("conversation")
def replay(conversation: str) -> int:
    """Step through CONVERSATION: event, state, understanding, effects, reply.

    Exits 1 where today's code would answer otherwise.
    """
    from bot.replaying import replay as again

    with open_desk() as desk:
        clinic, turns = _stored(desk, conversation)
    if not turns:
        click.echo("No text has been answered in this conversation yet.", err=True)
    code = 0
    for number, turn in enumerate(turns, start=1):
        told = again(clinic, turn)
        click.echo("\n".join(_lines(number, told, clinic)) + "\n")
        if told.differences:
            code = FAULTS_FOUND
    return code


def _stored(desk: Desk, conversation: str) -> tuple[Clinic, list[TurnRecord]]:
    """The turns of the conversation, of whichever clinic it is."""
    from storage import clinics, conversations, turns

    with desk.database.reading() as connection:
        for clinic_id in clinics.all_ids(connection):
            work = desk.work(connection, clinic_id)
            if conversations.get(work, conversation) is not None:
                return desk.clinic(connection, clinic_id), turns.of_conversation(work, conversation)
    raise CommandError(f'There is no conversation "{conversation}"; their ids are in: frontdesk export messages')


def _lines(number: int, told: Replayed, clinic: Clinic) -> Iterator[str]:
    at = told.turn.at.astimezone(clinic.zone())
    yield f"turn {number} · {at:%Y-%m-%d %H:%M:%S} · {told.turn.sid}"
    yield f"  state: {_state(told.before)}"
    if not told.steps:
        yield f"  kept from the bot: {'yes' if told.kept_from_bot else 'no, it did not come to think'}"
    for step in told.steps:
        yield from _step_lines(step)
    yield "  reply: " + (told.reply or "(silence)").replace("\n", "\n         ")
    yield from (f"  DIFFERENT: {difference}" for difference in told.differences)


def _step_lines(step: Step) -> Iterator[str]:
    from bot.replaying import told_of
    from dialogs.events import PatientSaid

    if isinstance(step.event, PatientSaid):
        yield f"  event: PatientSaid({step.event.text!r})"
        yield f"  understanding: {_understood(step.event.understanding)}"
    else:
        yield f"  event: {told_of(step.event)}"
    yield from (f"  effect: {told_of(effect)}" for effect in step.effects)
    yield f"  state: {_state(step.session)}"


def _understood(understanding: Understanding) -> str:
    from dialogs.understanding import contract

    told = contract.to_json(understanding)
    acts = ", ".join(" ".join(str(part) for part in act.values()) for act in told["acts"])
    when = "" if told["when"] is None else f"; when {told['when']}"
    return f"{acts} ({understanding.confidence:.2f}, {understanding.lang}){when}"


def _state(session: Session) -> str:
    places = " > ".join(f"{frame.flow}.{frame.state}" for frame in session.frames)
    return places or "no flow open"
