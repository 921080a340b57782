"""The ledger of what follows a visit: begun with a text of its own kind, or not begun for a reason."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, bindparam, select

from storage.invariants.looking import Look, of
from storage.schema import appointments, outbox, outreach

KINDS = {"closure": "notice"}

_ROWS = (
    select(outreach, outbox.c.kind.label("sent_as"), appointments.c.patient_id.label("whose"))
    .outerjoin(outbox, and_(outbox.c.clinic == outreach.c.clinic, outbox.c.message_id == outreach.c.message_id))
    .outerjoin(appointments, of(outreach, appointments, "appointment_id"))
    .where(outreach.c.clinic == bindparam("clinic"))
    .order_by(outreach.c.id)
)


def wrong_ledger(look: Look) -> Iterator[str]:
    """What is begun has its text, what is skipped its reason, and the visit is the patient's own."""
    for row in look.at(_ROWS):
        if row.state == "begun" and row.sent_as != KINDS.get(row.kind, "outreach"):
            yield f"outreach {row.id} is begun and has no text of its kind"
        if row.state == "planned" and row.message_id is not None:
            yield f"outreach {row.id} is planned and has a text"
        if row.state == "skipped" and not row.reason:
            yield f"outreach {row.id} is skipped for no reason"
        if row.whose not in (None, row.patient_id):
            yield f"outreach {row.id} is about a visit of somebody else"
