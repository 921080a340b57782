"""What is known when a text arrives, in one look: its answer, if it had one, the conversation, the opt-out, whose phone
it is and which visits they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, select, true

from scheduler.model import Appointment, Patient
from scheduler.values import quick
from storage import patients
from storage.appointment_rows import IS_UPCOMING
from storage.conversations import COLUMNS, Conversation, of_row
from storage.schema import appointments, clinics, conversations, suppressions, turns
from storage.slots import APPOINTMENT, appointment_in
from storage.work import Work


@quick
@dataclass(frozen=True, slots=True)
class Arrival:
    """`answer` is None where the text is new, `conversation` where nobody wrote from there yet.

    `revision` is that of the clinic's file. `patients` are those on file with the number and those they are guardians
    of, `visits` their upcoming ones, the earliest first.
    """

    revision: int
    answer: str | None
    suppressed: bool
    conversation: Conversation | None
    patients: tuple[Patient, ...]
    visits: tuple[Appointment, ...]


_PHONE: BindParameter[bytes] = bindparam("phone_hash")
_on_phone = patients.ON_PHONE.subquery()
_OURS = clinics.c.id == bindparam("clinic")
_LOOK = (
    select(clinics.c.revision, turns.c.answer, suppressions.c.kind, *COLUMNS, *_on_phone.c, *APPOINTMENT)
    .select_from(clinics)
    .outerjoin(turns, and_(turns.c.clinic == clinics.c.id, turns.c.sid == bindparam("sid")))
    .outerjoin(suppressions, and_(suppressions.c.clinic == clinics.c.id, suppressions.c.phone_hash == _PHONE))
    .outerjoin(
        conversations,
        and_(
            conversations.c.clinic == clinics.c.id,
            conversations.c.channel == bindparam("channel"),
            conversations.c.phone_hash == _PHONE,
        ),
    )
    .outerjoin(_on_phone, true())
    .outerjoin(
        appointments,
        and_(appointments.c.clinic == clinics.c.id, appointments.c.patient_id == _on_phone.c.id, IS_UPCOMING),
    )
    .where(_OURS)
)
_HEAD = 3 + len(COLUMNS)
_PATIENT = slice(_HEAD, _HEAD + len(_on_phone.c))
_VISIT = slice(_HEAD + len(_on_phone.c), None)


def look(work: Work, sid: str, channel: str, phone: str) -> Arrival:
    """What is known of a text with this id from this number."""
    phone_hash = work.hashed("phone", phone)
    rows = work.rows(_LOOK, sid=sid, channel=channel, phone_hash=phone_hash, now=work.now).all()
    revision, answer, kind, *conversation = rows[0][:_HEAD]
    return Arrival(
        revision,
        answer,
        kind is not None,
        None if conversation[0] is None else of_row(conversation),
        _patients(rows, phone),
        _visits(rows),
    )


def _patients(rows: Sequence[Any], phone: str) -> tuple[Patient, ...]:
    found = {row[0]: Patient(*row) for row in (row[_PATIENT] for row in rows) if row[0] is not None}
    return patients.owners_first(found.values(), phone)


def _visits(rows: Sequence[Any]) -> tuple[Appointment, ...]:
    found = {row[0]: appointment_in(row) for row in (row[_VISIT] for row in rows) if row[0] is not None}
    return tuple(sorted(found.values(), key=lambda visit: (visit.slot.starts_at, visit.id)))
