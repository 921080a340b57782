"""Reminders, the outbox, and numbers that opted out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, select

from scheduler import contact
from scheduler.model import AppointmentStatus
from storage import patients as people
from storage.invariants.looking import Look, of
from storage.reminders import told
from storage.schema import (
    appointments,
    audit,
    clinics,
    conversations,
    messages,
    outbox,
    outgoing_calls,
    patients,
    reminders,
    turns,
)
from storage.schema import suppressions as suppressed

GONE = ("sent", "delivered")
UNDER_WAY = ("pending", "claimed", "unknown")
NEVER_LEFT = ("queued", "canceled", "failed", "undelivered")
# Which statuses a message cannot have while its row in the outbox is in this state.
IMPOSSIBLE = {
    "pending": ("canceled", "failed", "undelivered"),
    "claimed": ("canceled", "failed", "undelivered"),
    "sent": ("queued", "canceled"),
    "void": ("sent", "delivered", "read"),
}

_REMINDERS = (
    select(
        reminders,
        appointments.c.status,
        appointments.c.patient_id,
        appointments.c.starts_at.label("visit_starts_at"),
        messages.c.created_at.label("written_at"),
        messages.c.direction,
        patients.c.updated_at.label("patient_since"),
    )
    .join(appointments, of(reminders, appointments, "appointment_id"))
    .join(patients, of(appointments, patients, "patient_id"))
    .outerjoin(messages, of(reminders, messages, "message_id"))
    .where(reminders.c.clinic == bindparam("clinic"))
    .order_by(reminders.c.id)
)
_CHANGES = (
    select(audit.c.subject, audit.c.at, audit.c.after)
    .where(audit.c.clinic == bindparam("clinic"), audit.c.subject.startswith("appointment:"))
    .order_by(audit.c.id)
)
_CLINIC_SINCE = select(clinics.c.updated_at).where(clinics.c.id == bindparam("clinic"))
_OUTGOING = (
    select(messages.c.id, messages.c.status, messages.c.in_reply_to_sid, messages.c.author, outbox.c.state)
    .outerjoin(outbox, (outbox.c.clinic == messages.c.clinic) & (outbox.c.message_id == messages.c.id))
    .where(messages.c.clinic == bindparam("clinic"), messages.c.direction == "outbound", messages.c.channel != "voice")
    .order_by(messages.c.id)
)
_SPOKEN = (
    select(messages.c.id, messages.c.status, outgoing_calls.c.state)
    .outerjoin(
        outgoing_calls,
        (outgoing_calls.c.clinic == messages.c.clinic) & (outgoing_calls.c.message_id == messages.c.id),
    )
    .where(
        messages.c.clinic == bindparam("clinic"),
        messages.c.direction == "outbound",
        messages.c.channel == "voice",
        messages.c.in_reply_to_sid.is_(None),
    )
    .order_by(messages.c.id)
)
_STRAY = (
    select(outbox.c.id)
    .join(messages, of(outbox, messages, "message_id"))
    .where(outbox.c.clinic == bindparam("clinic"), messages.c.direction != "outbound")
)
_AFTER_OPT_OUT = (
    select(messages.c.id, turns.c.record)
    .join(conversations, of(messages, conversations, "conversation_id"))
    .join(
        suppressed,
        (suppressed.c.clinic == conversations.c.clinic) & (suppressed.c.phone_hash == conversations.c.phone_hash),
    )
    .outerjoin(turns, (turns.c.clinic == messages.c.clinic) & (turns.c.sid == messages.c.in_reply_to_sid))
    .where(
        messages.c.clinic == bindparam("clinic"),
        messages.c.direction == "outbound",
        messages.c.channel == "sms",
        messages.c.created_at > suppressed.c.at,
        messages.c.status.not_in(NEVER_LEFT),
    )
    .order_by(messages.c.id)
)


def wrongly_planned(look: Look) -> Iterator[str]:
    """What is still to be sent is for a visit that is still to be, at the time that the reminder knows."""
    for row in look.at(_REMINDERS):
        if row.state != "planned":
            continue
        if not AppointmentStatus(row.status).upcoming:
            yield f"reminder {row.id} is planned for an appointment that is {row.status}"
        elif row.starts_at != row.visit_starts_at:
            yield f"reminder {row.id} is planned for a time at which its appointment no longer is"


def wrongly_sent(look: Look) -> Iterator[str]:
    """When a reminder's text was written, its visit stood as the reminder says, and had not begun."""
    history: dict[str, list[Any]] = defaultdict(list)
    for change in look.at(_CHANGES):
        if change.after and "starts_at" in change.after:
            history[change.subject].append(change)
    for row in look.at(_REMINDERS):
        if row.state not in (*GONE, "sending"):
            continue
        if row.message_id is None or row.direction != "outbound":
            yield f"reminder {row.id} is {row.state} without a text"
        elif row.written_at >= row.starts_at:
            yield f"reminder {row.id} was written after its visit began"
        elif not any(_stood(row, change) for change in _in_force(history[f"appointment:{row.appointment_id}"], row)):
            yield f"reminder {row.id} was written for a visit that had been moved or cancelled"


def _in_force(changes: list[Any], row: Any) -> list[Any]:
    """The changes that may have been the last when the text was written: those of that very instant too."""
    before = [change for change in changes if change.at < row.written_at]
    return before[-1:] + [change for change in changes if change.at == row.written_at]


def _stood(row: Any, change: Any) -> bool:
    status = AppointmentStatus(change.after["status"])
    return status.upcoming and bool(change.after["starts_at"] == row.starts_at.isoformat())


def sent_in_quiet_hours(look: Look) -> Iterator[str]:
    """As far as the hours are still the ones that counted then."""
    [(clinic_since,)] = look.at(_CLINIC_SINCE)
    gone = [row for row in look.at(_REMINDERS) if row.state in GONE and row.sent_at and row.written_at]
    by_id = people.many(look.work, {row.patient_id for row in gone})
    for row in gone:
        person = told(look.work, by_id[row.patient_id])
        zones = contact.zones_of(look.clinic, person)
        if max(clinic_since, row.patient_since) > row.written_at:
            continue
        # A clock of development that is moved between the two is nobody's fault.
        if all(contact.quiet(look.clinic, zones, instant) for instant in (row.written_at, row.sent_at)):
            yield f"reminder {row.id} was sent in quiet hours"


def wrong_outbox(look: Look) -> Iterator[str]:
    """A text that waits is in the outbox, and what became of it there is what its status says."""
    for row in look.at(_OUTGOING):
        if row.status == "queued" and row.state not in UNDER_WAY:
            yield f"message {row.id} waits but nobody will send it (its row in the outbox: {row.state or 'none'})"
        if row.in_reply_to_sid is None and row.status in IMPOSSIBLE.get(row.state or "", ()):
            yield f"message {row.id} is {row.status} but {row.state} in the outbox"
        if row.in_reply_to_sid is None and row.state is None:
            yield f"message {row.id} is neither an answer nor in the outbox"
    yield from (f"outbox row {row.id} would send a text that came in" for row in look.at(_STRAY))


def wrong_calls(look: Look) -> Iterator[str]:
    """Words that we call to say have their call, and what waits to be said is still to be called."""
    for row in look.at(_SPOKEN):
        if row.state is None:
            yield f"message {row.id} is spoken but nobody calls to say it"
        elif row.status == "queued" and row.state in ("failed", "void"):
            yield f"message {row.id} waits but nobody will say it (its call: {row.state})"


def sent_after_opt_out(look: Look) -> Iterator[str]:
    """To numbers that are opted out now: nothing since, but guidance in an emergency and one confirmation."""
    for row in look.at(_AFTER_OPT_OUT):
        effects = json.loads(row.record or "{}").get("effects", ())
        if not any(_always_passes(effect) for effect in effects):
            yield f"message {row.id}"


def _always_passes(effect: dict[str, Any]) -> bool:
    return effect.get("$") in ("RecordOptOut", "RecordOptIn") or effect.get("priority") == "emergency"
