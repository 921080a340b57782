"""When we have begun to talk to a patient lately: reminders and offers, each text once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, select, union

from storage.schema import appointments, messages, reminders, waitlist, waitlist_offers
from storage.work import Work

_NOT_SENT = ("canceled", "failed", "undelivered")
_SAID = and_(
    messages.c.clinic == bindparam("clinic"),
    messages.c.created_at > bindparam("since"),
    messages.c.status.not_in(_NOT_SENT),
)
_REMINDERS = (
    select(messages.c.id, messages.c.created_at)
    .join(reminders, and_(reminders.c.clinic == messages.c.clinic, reminders.c.message_id == messages.c.id))
    .join(
        appointments,
        and_(appointments.c.clinic == reminders.c.clinic, appointments.c.id == reminders.c.appointment_id),
    )
    .where(_SAID, appointments.c.patient_id == bindparam("patient"))
)
_OFFERS = (
    select(messages.c.id, messages.c.created_at)
    .join(
        waitlist_offers,
        and_(waitlist_offers.c.clinic == messages.c.clinic, waitlist_offers.c.message_id == messages.c.id),
    )
    .join(waitlist, and_(waitlist.c.clinic == waitlist_offers.c.clinic, waitlist.c.id == waitlist_offers.c.waitlist_id))
    .where(_SAID, waitlist.c.patient_id == bindparam("patient"))
)
_LATELY = union(_REMINDERS, _OFFERS)


def since(work: Work, patient_id: str, since: datetime) -> tuple[datetime, ...]:
    """When each contact with this patient was begun."""
    return tuple(row.created_at for row in work.rows(_LATELY, patient=patient_id, since=since))
