"""What becomes of the texts in the journal once the database is back: each is taken once, in order.

The patient has had the apology, so that stays the answer to that message's id (or nothing, where the text was found by
the sweep); what the turn says instead goes out through the outbox. A text older than an hour is not acted on: staff get
a case. Opt-outs, opt-ins and emergencies count whatever their age.
"""

from __future__ import annotations

import time
from datetime import timedelta

from sqlalchemy import Connection

from bot import log, metrics, twiml
from bot.clock import real_now
from bot.kept import Entry, Journal
from bot.thinking import think
from bot.turns import always_passes, keep_for_staff, take_text
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import arrivals, messages, outbox, turns
from storage.database import DatabaseUnavailable

HELPS_FOR = timedelta(hours=1)
LOCK_SECONDS = 30.0

APOLOGY = twiml.answer(
    "Sorry, we cannot answer right now. We have your text and will get back to you. "
    "In an emergency call 911; for crisis support call or text 988.\n"
    "Ahora no podemos responder; guardamos su mensaje. Emergencia: llame al 911; crisis: 988.",
    "",
)


def take_all(desk: Desk, journal: Journal) -> int:
    """Take whatever waits; how many that were. Raises nothing: what is left is taken next time."""
    before = len(journal.waiting())
    try:
        take_waiting(desk, journal, LOCK_SECONDS)
    except DatabaseUnavailable:
        log.get().warning("recovery_interrupted", reason="database_unavailable")
    return max(0, before - len(journal.waiting()))


def take_waiting(desk: Desk, journal: Journal, seconds: float, phone: str | None = None) -> bool:
    """Take the texts that wait, of one phone or of all; whether none of them is left. Raises `DatabaseUnavailable`."""
    deadline = time.monotonic() + seconds
    for name in journal.waiting(phone):
        with journal.locked(deadline - time.monotonic()) as ours:
            if not ours:
                return False
            _take(desk, journal, name)
    return True


def _take(desk: Desk, journal: Journal, name: str) -> None:
    """One text; whatever is wrong with it, it does not block the others."""
    try:
        entry = journal.read(name)
        if entry is not None:
            journal.remove(_settled(desk, journal, entry))
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # one text's fault is not the next one's
        log.failure("recovery_failed", error)
        metrics.failed("recovery")
        journal.set_aside(name)


def _settled(desk: Desk, journal: Journal, entry: Entry) -> Entry:
    """The text, once its turn is committed or there is none to be made."""
    inbound = entry.inbound
    with desk.database.reading() as connection:
        clinic = desk.clinic_by_phone(connection, inbound.to_number)
        if clinic is None:
            log.get().warning("recovery_dropped", reason="unknown_number", sid=inbound.sid)
            return entry
        work = desk.work(connection, clinic.id)
        arrival = arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)
        if not entry.tried and arrival.answer is not None:
            return entry  # answered before the database went away, and that answer stands
        acts = real_now() - entry.arrived_at <= HELPS_FOR or always_passes(think(work, clinic, inbound, arrival))
    if not acts:
        desk.database.run(lambda connection: keep_for_staff(desk, connection, clinic, inbound, _had(entry)))
        return entry
    tried = journal.mark_tried(entry)
    take_text(desk, inbound)
    desk.database.run(lambda connection: _answer_later(desk, connection, clinic, tried))
    return tried


def _answer_later(desk: Desk, connection: Connection, clinic: Clinic, entry: Entry) -> None:
    """The apology is what this message's id was answered; what the turn said goes through the outbox, once."""
    work = desk.work(connection, clinic.id)
    if not turns.replace_answer(work, entry.inbound.sid, _had(entry)):
        return
    for reply in messages.replies_to(work, entry.inbound.sid):
        messages.advance(work, reply.id, "queued", (reply.status,))
        outbox.add(work, message_id=reply.id, kind="bot", due_at=work.now)


def _had(entry: Entry) -> str:
    """What the patient has had as the answer to this text."""
    return twiml.SILENCE if entry.swept else APOLOGY
