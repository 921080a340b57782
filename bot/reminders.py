"""Sends the reminders that are due: each once, or skipped for a reason, or put off until it may go.

Visits of one phone on one day share one text a step. What is due is looked at without a lock; then the phone's
conversation is locked, then its reminders, never the other way round, and nobody is waited for: what somebody else is
just changing is looked at again next time. Reminder, text and conversation are written in one commit; sending comes
later, by the outbox, which asks again whether the text may still go.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from bot import metrics, texts, visiting
from bot.calls import ringing
from bot.wiring import Desk
from dialogs import notices
from dialogs.events import ReminderSent
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Confirmation, Patient
from scheduler.reminders import Verdict
from storage import appointments, clinics, conversations, patients, reminders
from storage.conversations import Conversation
from storage.reminders import Reminder
from storage.work import Work

BATCH = 25
# Others poll for the write lock; without a pause they would find it taken again and again.
PAUSE_SECONDS = 0.004

# One text: a step, and the day of the visits on their location's wall clock.
Share = tuple[str, date]


def send_due(desk: Desk, stopping: threading.Event) -> int:
    """Deal with what is due in every clinic; how many reminders that was. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        due = [known for known in clinics.all_ids(connection) if reminders.any_due(desk.work(connection, known, now))]
    return sum(_send_all(desk, clinic_id, stopping) for clinic_id in due)


def _send_all(desk: Desk, clinic_id: str, stopping: threading.Event) -> int:
    def some(connection: Connection) -> int:
        return _Batch(desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)).deal_with()

    done = 0
    while not stopping.wait(PAUSE_SECONDS) and (dealt := desk.database.run(some)):
        done += dealt
    return done


@dataclass(frozen=True, slots=True)
class _Batch:
    """The oldest reminders that are due, in one transaction."""

    work: Work
    clinic: Clinic

    def deal_with(self) -> int:
        """How many were sent, skipped or put off; 0 where all that is due is just in other hands."""
        due = reminders.due(self.work, BATCH)
        visits = appointments.many(self.work, (reminder.appointment_id for reminder in due))
        by_phone: dict[str, list[Reminder]] = defaultdict(list)
        for reminder in due:
            person = visiting.whom_to_tell(self.work, visits[reminder.appointment_id])
            by_phone[person.phone if person else ""].append(reminder)
        return sum(self._deal_with_phone(phone, rows, visits) for phone, rows in by_phone.items())

    def _deal_with_phone(self, phone: str, due: Sequence[Reminder], visits: Mapping[str, Appointment]) -> int:
        judged = self._judged(due)
        done = self._settle_unsendable(judged)
        sendable = [reminder for reminder, verdict in judged if verdict.send]
        if not sendable:
            return done
        on_file = patients.on_phone(self.work, phone)
        conversation = conversations.lock_if_free(self.work, "sms", phone, on_file[0].language)
        if conversation is None:
            return done
        shares = dict.fromkeys((reminder.step, self._day(visits[reminder.appointment_id])) for reminder in sendable)
        return done + sum(self._send_share(conversation, on_file, share) for share in shares)

    def _judged(self, rows: Sequence[Reminder]) -> list[tuple[Reminder, Verdict]]:
        return [(reminder, visiting.verdict(self.work, self.clinic, reminder)) for reminder in rows]

    def _settle_unsendable(self, judged: Sequence[tuple[Reminder, Verdict]]) -> int:
        """Skip or put off what may not go; how many."""
        others = {reminder.id: verdict for reminder, verdict in judged if not verdict.send}
        locked = reminders.lock_planned(self.work, list(others)) if others else ()
        for reminder in locked:
            verdict = others[reminder.id]
            if verdict.skip:
                reminders.skip(self.work, reminder.id, verdict.skip)
                metrics.skipped(verdict.skip)
            elif verdict.wait_until:
                reminders.plan_again(self.work, reminder.id, verdict.wait_until)
        return len(locked)

    def _send_share(self, conversation: Conversation, on_file: tuple[Patient, ...], share: Share) -> int:
        """One text for all visits of this phone that share the step and the day, due already or not; how many."""
        step, day = share
        own = [patient.id for patient in on_file if patient.phone in ("", conversation.phone)]
        coming = appointments.upcoming_of(self.work, own)
        visits = {visit.id: visit for visit in coming if self._day(visit) == day}
        rows = reminders.of_appointments(self.work, list(visits)) if visits else ()
        planned = [reminder.id for reminder in rows if reminder.state == "planned" and reminder.step == step]
        judged = self._judged(reminders.lock_planned(self.work, planned)) if planned else []
        told = [reminder for reminder, verdict in judged if verdict.send]
        if told:
            shown = {reminder.appointment_id for reminder in told}
            listed = tuple(visit for visit in visits.values() if visit.id in shown)
            self._send(conversation, on_file[0], told, listed)
        return len(told)

    def _send(
        self, conversation: Conversation, person: Patient, told: Sequence[Reminder], visits: tuple[Appointment, ...]
    ) -> None:
        language = texts.language_of(conversation, person, self.clinic)
        ask = _is_to_ask(told, {visit.id: visit for visit in visits})
        spoken = texts.visits_on_phone(self.work, self.clinic, conversation.phone, visits)
        if visiting.medium_for(told[0], person) == "voice":
            ids = [reminder.id for reminder in told]
            ringing.begin(self.work, self.clinic, person, notices.reminder(spoken, ask, language, self.clinic), ids)
            return
        message_id = texts.begin(
            self.work,
            self.clinic,
            conversation,
            notices.reminder(spoken, ask, language, self.clinic),
            language,
            kind="reminder",
            event=ReminderSent(visits, ask),
        )
        reminders.mark_sending(self.work, [reminder.id for reminder in told], message_id)

    def _day(self, visit: Appointment) -> date:
        known = any(location.id == visit.slot.location for location in self.clinic.locations)
        return visit.slot.starts_at.astimezone(self.clinic.zone(visit.slot.location if known else None)).date()


def _is_to_ask(told: Iterable[Reminder], visits: Mapping[str, Appointment]) -> bool:
    """Who has confirmed is not asked again."""
    return any(
        reminder.ask_to_confirm and visits[reminder.appointment_id].confirmation is not Confirmation.ACCEPTED
        for reminder in told
    )
