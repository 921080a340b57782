"""Reminders that are spoken: put on their way, called, called again where nobody answered, or given up.

A call is claimed with a lease and handed over with no transaction open, as texts are; where nobody knows whether it
rang, its report is waited for. Each call is checked again: the visit stands, the person may be called now, nobody
pressed 9. At most four calls are made for one reminder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import Connection

from bot import log, metrics, visiting
from bot.calls import offering
from bot.calls.requests import REMINDER, STATUS
from bot.channels.base import ChannelError, MaybeSent, Ringing, Telephone
from bot.wiring import Desk
from dialogs import notices, prompts
from dialogs.say import Say
from dialogs.visits import Visit
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import appointments, cases, clinics, conversations, messages, outgoing_calls, reminders, waitlist
from storage.messages import Message
from storage.outgoing_calls import OutgoingCall
from storage.waitlist import Offered
from storage.work import Work

MOST_CALLS = 4
FALLS = "sms-then-voice"
BATCH = 10
LEASE = timedelta(seconds=60)
REPORT_WITHIN = timedelta(hours=1)
# How long after a call that did not come through the next one is made.
GAPS = {"busy": timedelta(minutes=10), "no-answer": timedelta(hours=1)}
OTHER_GAP = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class _Claimed:
    clinic_id: str
    call: OutgoingCall
    message: Message


def begin(work: Work, clinic: Clinic, person: Patient, says: tuple[Say, ...], reminder_ids: Sequence[str]) -> None:
    """Speak these reminders by one call; where their thread is just in use, next time."""
    message_id = _put(work, clinic, person, says)
    if message_id:
        reminders.mark_sending(work, list(reminder_ids), message_id)


def speak_instead(work: Work, clinic: Clinic, text: Message) -> bool:
    """A text of reminders did not arrive: those that may be spoken are; whether any is."""
    rows = [row for row in reminders.of_message(work, text.id) if row.channel == FALLS]
    if not rows or not all(
        visiting.verdict(work, clinic, row, again=True, medium="voice").skip is None for row in rows
    ):
        return False
    visits = appointments.many(work, (row.appointment_id for row in rows))
    person = visiting.whom_to_tell(work, visits[rows[0].appointment_id])
    if person is None:
        return False
    says = notices.reminder(tuple(map(Visit, visits.values())), True, person.language, clinic)
    message_id = _put(work, clinic, person, says)
    if message_id:
        reminders.hand_on(work, text.id, message_id)
    return message_id is not None


def _put(work: Work, clinic: Clinic, person: Patient, says: tuple[Say, ...]) -> str | None:
    """The words in the thread of this number's calls, and a call on its way; None where the thread is in use."""
    talk = conversations.lock_if_free(work, "voice", person.phone, person.language)
    if talk is None:
        return None
    body = prompts.compose(says, talk.language, "voice", clinic)
    message = replace(messages.outgoing(work, talk, clinic.phone, "bot", body), segments=0)
    messages.add(work, [message])
    outgoing_calls.add(work, message.id, work.now)
    return message.id


def ring_due(desk: Desk, telephone: Telephone, stopping: threading.Event) -> int:
    """Make the calls that are due in every clinic; how many rows were dealt with. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        everywhere = [desk.work(connection, clinic_id, now) for clinic_id in clinics.all_ids(connection)]
        due = [work.clinic_id for work in everywhere if outgoing_calls.any_due(work)]
    return sum(_ring_all(desk, clinic_id, telephone, stopping) for clinic_id in due)


def _ring_all(desk: Desk, clinic_id: str, telephone: Telephone, stopping: threading.Event) -> int:
    done = 0
    while not stopping.is_set():
        dealt, claimed = desk.database.run(lambda connection: _claim(desk, connection, clinic_id))
        if not dealt:
            break
        done += dealt
        for one in claimed:
            _ring(desk, telephone, one)
    return done


def _claim(desk: Desk, connection: Connection, clinic_id: str) -> tuple[int, list[_Claimed]]:
    work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
    rows = outgoing_calls.lock_due(work, BATCH)
    claimed = []
    for row in rows:
        message = messages.get(work, row.message_id)
        if message is None:
            outgoing_calls.close(work, row.id, "void", "no_message")
        elif row.state == "claimed":
            outgoing_calls.nobody_knows(work, row.id, work.now + REPORT_WITHIN)
        elif row.state == "unknown":
            give_up(work, row, message, "unknown")
        elif _may_ring(work, clinic, row, message):
            outgoing_calls.claim(work, row.id, work.now + LEASE)
            claimed.append(_Claimed(clinic_id, row, message))
    return len(rows), claimed


def _may_ring(work: Work, clinic: Clinic, row: OutgoingCall, message: Message) -> bool:
    """Whether every visit of the call stands and the person may be called now; else it is void or put off."""
    rows = reminders.of_message(work, message.id)
    if not rows and (offered := waitlist.offer_of_message(work, message.id)) is not None:
        return _may_offer(work, clinic, row, message, offered)
    # One contact, whatever its retries and its fall from text to voice.
    again = row.attempts > 0 or any(reminder.channel == FALLS for reminder in rows)
    judged = [visiting.verdict(work, clinic, reminder, message, again=again, medium="voice") for reminder in rows]
    if judged and all(verdict.send for verdict in judged):
        return True
    skipped = next((verdict.skip for verdict in judged if verdict.skip), None)
    later = max((verdict.wait_until for verdict in judged if verdict.wait_until), default=None)
    if judged and skipped is None and later is not None and later > work.now:
        outgoing_calls.put_off(work, row.id, later, "quiet_hours", tried=True)
        return False
    outgoing_calls.close(work, row.id, "void", skipped or "put_off")
    messages.advance(work, message.id, "canceled", ("queued",), error_code=skipped or "put_off")
    for reminder, verdict in zip(rows, judged, strict=True):
        if verdict.skip:
            reminders.skip(work, reminder.id, verdict.skip)
            metrics.skipped(verdict.skip)
        else:
            reminders.plan_again(work, reminder.id, verdict.wait_until or work.now)
    return False


def _may_offer(work: Work, clinic: Clinic, row: OutgoingCall, message: Message, offered: Offered) -> bool:
    """An offer is told while it stands, or not at all."""
    why = offering.why_not(work, clinic, offered, message)
    if why:
        outgoing_calls.close(work, row.id, "void", why)
        messages.advance(work, message.id, "canceled", ("queued",), error_code=why)
    return why is None


def _ring(desk: Desk, telephone: Telephone, one: _Claimed) -> None:
    query = urlencode({"c": one.clinic_id, "o": one.call.id})
    base = desk.settings.public_url
    message = one.message
    ringing = Ringing(
        f"{one.call.id[:-2]}{one.call.attempts + 1:02}",
        message.from_number,
        message.to_number,
        f"{base}{REMINDER}?{query}",
        f"{base}{STATUS}?{query}",
    )
    try:
        sid = telephone.ring(ringing)
    except ChannelError as error:
        code, lasting = error.code, error.permanent
        _settle(desk, one, lambda work: _refused(work, one, code, permanent=lasting))
    except MaybeSent:
        _settle(desk, one, lambda work: outgoing_calls.nobody_knows(work, one.call.id, work.now + REPORT_WITHIN))
    else:
        _settle(desk, one, lambda work: outgoing_calls.handed_over(work, one.call.id, sid))


def _settle(desk: Desk, one: _Claimed, write: Callable[[Work], object]) -> None:
    metrics.sent("voice", "handed_over")
    desk.database.run(lambda connection: write(desk.work(connection, one.clinic_id)))


def _refused(work: Work, one: _Claimed, code: str, *, permanent: bool) -> None:
    log.get().warning("call_refused", clinic=one.clinic_id, message=one.message.id, code=code)
    if permanent:
        give_up(work, one.call, one.message, code)
    else:
        outgoing_calls.put_off(work, one.call.id, work.now + OTHER_GAP, code, tried=False)


def ended(work: Work, id: str, sid: str, status: str) -> None:
    """A call has ended: done, or once more, or given up. A report of an earlier call changes nothing."""
    row = outgoing_calls.get(work, id, lock=True)
    if row is None or row.state not in outgoing_calls.UNDER_WAY or row.call_sid not in (None, sid):
        return
    message = messages.get(work, row.message_id)
    if status == "completed" or message is None:
        outgoing_calls.close(work, row.id, "done")
    elif row.attempts < MOST_CALLS:
        outgoing_calls.put_off(work, row.id, work.now + GAPS.get(status, OTHER_GAP), status, tried=True)
    else:
        give_up(work, row, message, status)


def give_up(work: Work, row: OutgoingCall, message: Message, reason: str) -> None:
    """Nobody heard it; where it was a reminder, staff know. Whoever was offered an opening keeps the place in line."""
    outgoing_calls.close(work, row.id, "failed", reason)
    messages.advance(work, message.id, "failed", ("queued", "sent"), error_code=reason)
    if not reminders.of_message(work, message.id):
        return
    reminders.advance(work, message.id, "failed", reason=reason)
    cases.open_case(
        work,
        conversation_id=message.conversation_id,
        reason="delivery_failed",
        priority="normal",
        summary=f"A reminder call did not reach this patient ({reason}).",
        patient_id=None,
        actor="worker",
    )


def heard(work: Work, message: Message, status: str) -> None:
    """Somebody or something picked up (`sent`), or the patient was reached (`delivered`)."""
    if messages.advance(work, message.id, status, ("queued", "sent") if status == "delivered" else ("queued",)):
        reminders.advance(work, message.id, status)
