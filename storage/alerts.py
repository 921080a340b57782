"""Who of those on call was told of which emergency, and when: one row a turn, so that nobody is told twice at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from storage.schema import alerts, cases
from storage.upsert import inserted
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Alerted:
    """How many turns a case has had, and when the last was."""

    turns: int = 0
    last_at: datetime | None = None


_UNCLAIMED = (
    select(cases.c.id, cases.c.conversation_id)
    .where(cases.c.clinic == bindparam("clinic"), cases.c.state == "open", cases.c.priority == "emergency")
    .order_by(cases.c.id)
)
_OF_CASE = select(alerts.c.at).where(alerts.c.clinic == bindparam("clinic"), alerts.c.case_id == bindparam("case_id"))


def emergencies_unclaimed(work: Work) -> list[tuple[str, str]]:
    """Emergencies that nobody has taken, the oldest first: case and conversation."""
    return [(row.id, row.conversation_id) for row in work.rows(_UNCLAIMED)]


def of_case(work: Work, case_id: str) -> Alerted:
    """How far down the list this case has come."""
    times = list(work.rows(_OF_CASE, case_id=case_id).scalars())
    return Alerted(len(times), max(times, default=None))


def take_turn(work: Work, case_id: str, turn: int, message_id: str | None) -> bool:
    """Note a turn; False where somebody else has just noted it."""
    row = {"clinic": work.clinic_id, "case_id": case_id, "turn": turn, "message_id": message_id, "at": work.now}
    return inserted(work.connection, alerts, row)
