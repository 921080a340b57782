"""Cases that wait too long: they rise, a claim without an answer lapses, and the patient is told honestly, once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Connection

from bot import texts
from bot.cases import may_not_write
from bot.wiring import Desk
from dialogs import notices
from scheduler.clinic import Clinic
from scheduler.deadlines import answer_by
from storage import audit, cases, clinics, conversations
from storage.cases import Case
from storage.conversations import Conversation
from storage.work import Work

BATCH = 200
RISES_TO = {"normal": "urgent"}
# Cases in which no patient waits for an answer of ours.
NOBODY_ASKED = frozenset({"wrong_number", "delivery_failed", "running_late", "identity"})


def look(desk: Desk) -> int:
    """Raise what is overdue in every clinic; how many cases that were. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        late = [found for clinic_id in clinics.all_ids(connection) for found in _overdue(desk, connection, clinic_id)]
    return sum(desk.database.run(partial(_raise, desk, found)) for found in late)


def _overdue(desk: Desk, connection: Connection, clinic_id: str) -> Iterator[tuple[str, str, str]]:
    work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
    batch = cases.unanswered(work, BATCH)
    while batch:
        yield from ((clinic_id, case.id, case.conversation_id) for case in batch if _is_late(work, clinic, case))
        batch = cases.unanswered(work, BATCH, after=batch[-1].id)


def _is_late(work: Work, clinic: Clinic, case: Case) -> bool:
    can_rise = case.risen_at is None or case.state == "claimed" or case.priority in RISES_TO
    since = max(case.waits_since, case.claimed_at or case.waits_since)
    return can_rise and answer_by(clinic, case.priority, since) <= work.now


def _raise(desk: Desk, found: tuple[str, str, str], connection: Connection) -> int:
    """In one transaction, if it is so still: a person may be faster."""
    clinic_id, case_id, conversation_id = found
    work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
    conversation = conversations.lock_by_id(work, conversation_id)
    case = cases.unanswered_one(work, case_id)
    if case is None or not _is_late(work, clinic, case):
        return 0
    cases.rise(work, case.id, RISES_TO.get(case.priority, case.priority))
    audit.write(work, "worker", "case.overdue", f"case:{case.id}", before={"claimed_by": case.claimed_by})
    if case.state == "claimed":
        _lapse(work, case, conversation)
    if case.risen_at is None:
        _tell(work, clinic, case, conversation)
    return 1


def _lapse(work: Work, case: Case, conversation: Conversation) -> None:
    cases.lapse(work, case.id)
    if not any(other.state == "claimed" for other in cases.of_conversation(work, conversation.id)):
        conversations.release(work, conversation.id)


def _tell(work: Work, clinic: Clinic, case: Case, conversation: Conversation) -> None:
    waits_for_text = conversation.channel == "sms" and case.reason not in NOBODY_ASKED
    if waits_for_text and not may_not_write(work, conversation):
        says = notices.still_waiting(case.priority)
        texts.begin(work, clinic, conversation, says, conversation.language, kind="bot", event=None)
