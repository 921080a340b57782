"""Those on call are texted about emergencies that nobody has taken, one after the other, until somebody claims it.

The text holds a link and nothing about the patient. After each has been told three times it is left to the console.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from bot import texts
from bot.wiring import Desk
from dialogs import notices
from scheduler.clinic import Clinic
from scheduler.deadlines import within_of
from storage import alerts, clinics, conversations, suppressions
from storage.work import Work

ROUNDS = 3


def look(desk: Desk) -> int:
    """Tell whoever's turn it is, in every clinic; how many turns were taken. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        due = [
            (clinic_id, *emergency)
            for clinic_id in clinics.all_ids(connection)
            if desk.clinic(connection, clinic_id).cases.on_call
            for emergency in alerts.emergencies_unclaimed(desk.work(connection, clinic_id))
        ]
    return sum(desk.database.run(partial(_tell, desk, found)) for found in due)


def _tell(desk: Desk, found: tuple[str, str, str], connection: Connection) -> int:
    """In one transaction, if nobody has taken the case or the turn meanwhile."""
    clinic_id, case_id, conversation_id = found
    work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
    conversations.lock_by_id(work, conversation_id)
    if (case_id, conversation_id) not in alerts.emergencies_unclaimed(work):
        return 0
    told = alerts.of_case(work, case_id)
    is_early = told.last_at is not None and told.last_at + within_of(clinic, "emergency") > work.now
    if is_early or told.turns >= ROUNDS * len(clinic.cases.on_call):
        return 0
    link = f"{desk.settings.public_url}/console/cases/{case_id}"
    for turn in range(told.turns, ROUNDS * len(clinic.cases.on_call)):
        message_id = _text(work, clinic, clinic.cases.on_call[turn % len(clinic.cases.on_call)], link)
        alerts.take_turn(work, case_id, turn, message_id)
        if message_id is not None:
            break
    return 1


def _text(work: Work, clinic: Clinic, phone: str, link: str) -> str | None:
    """The id of the text on its way; None where this number opted out of texts: then the next is told at once."""
    if suppressions.is_suppressed(work, phone):
        return None
    conversation = conversations.lock(work, "sms", phone, clinic.default_language)
    says = notices.on_call(link)
    return texts.begin(work, clinic, conversation, says, clinic.default_language, kind="alert", event=None)
