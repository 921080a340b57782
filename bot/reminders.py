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
from datetime import date, timedelta

from sqlalchemy import Connection

from bot import log, metrics, texts, visiting
from bot.calls import ringing
from bot.wiring import Desk
from dialogs import notices
from dialogs.events import ReminderSent
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Confirmation, Patient
from scheduler.reminders import Verdict
from storage import appointments, clinics, conversations, patients, reminders
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.reminders import Reminder
from storage.work import Work

BATCH = 25
AFTER_A_FAULT = timedelta(minutes=10)
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
    done = 0
    while not stopping.wait(PAUSE_SECONDS) and (dealt := _some(desk, clinic_id)):
        done += dealt
    return done


def _some(desk: Desk, clinic_id: str) -> int:
    """Deal with the oldest; where one of them is broken, each is dealt with for itself."""

    def batch(connection: Connection) -> _Batch:
        return _Batch(desk.work(connection, clinic_id), desk.clinic(connection, clinic_id))

    try:
        return desk.database.run(lambda connection: batch(connection).deal_with_oldest())
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # one row's fault is not the next one's
        log.failure("reminders_failed", error, clinic=clinic_id)
        return desk.database.run(lambda connection: batch(connection).deal_with_each_alone())


@dataclass(frozen=True, slots=True)
class _Batch:
    """The oldest reminders that are due, in one transaction."""

    work: Work
    clinic: Clinic

    def deal_with_oldest(self) -> int:
        """How many were sent, skipped or put off; 0 where all that is due is just in other hands."""
        return self._deal_with(reminders.due(self.work, BATCH))

    def deal_with_each_alone(self) -> int:
        """The same; what breaks is put off, and skipped once it no longer helps."""
        return sum(map(self._deal_with_alone, reminders.due(self.work, BATCH)))

    def _deal_with_alone(self, reminder: Reminder) -> int:
        try:
            with self.work.connection.begin_nested():
                return self._deal_with((reminder,))
        except Exception as error:  # noqa: BLE001  # the others are to go out
            log.failure("reminder_failed", error, reminder=reminder.id)
            metrics.failed("reminders")
        over = reminder.starts_at <= self.work.now
        for locked in reminders.lock_planned(self.work, (reminder.id,)):
            if over:
                reminders.skip(self.work, locked.id, "too_late")
            else:
                reminders.plan_again(self.work, locked.id, self.work.now + AFTER_A_FAULT, "fault")
        return 1

    def _deal_with(self, due: Sequence[Reminder]) -> int:
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
        # The nearest visit first: where the caps allow one text only, its reminder is the one that cannot wait.
        sendable.sort(key=lambda reminder: reminder.starts_at)
        shares = dict.fromkeys(
            (reminder.step, day_of(self.clinic, visits[reminder.appointment_id])) for reminder in sendable
        )
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
                reminders.plan_again(self.work, reminder.id, verdict.wait_until, verdict.waits_for)
        return len(locked)

    def _send_share(self, conversation: Conversation, on_file: tuple[Patient, ...], share: Share) -> int:
        """One text for all visits of this phone that share the step and the day, due already or not; how many."""
        step, day = share
        own = [patient.id for patient in on_file if patient.phone in ("", conversation.phone)]
        coming = appointments.upcoming_of(self.work, own)
        visits = {visit.id: visit for visit in coming if day_of(self.clinic, visit) == day}
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
        ask = is_to_ask(told, {visit.id: visit for visit in visits})
        spoken = texts.visits_on_phone(self.work, self.clinic, conversation.phone, visits)
        if visiting.medium_for(told[0], person) == "voice":
            ids = [reminder.id for reminder in told]
            ringing.begin(self.work, self.clinic, person, notices.reminder(spoken, ask, language, self.clinic), ids)
            return
        message_id = texts.begin(
            self.work,
            self.clinic,
            conversation,
            notices.reminder(spoken, ask, language, self.clinic, prep=prepares(self.clinic, told[0].step, visits)),
            language,
            kind="reminder",
            event=ReminderSent(visits, ask),
            order_at=min(reminder.starts_at for reminder in told),
        )
        reminders.mark_sending(self.work, [reminder.id for reminder in told], message_id)


def prepares(clinic: Clinic, step: str, visits: Iterable[Appointment]) -> bool:
    """Whether the step tells how to prepare; one that has left the clinic file does."""
    kinds = {visit.slot.visit_type for visit in visits}
    steps = [known for known in clinic.reminders.steps if known.before.text == step]
    return all(known.prep for known in steps if any(map(known.concerns, kinds)))


def day_of(clinic: Clinic, visit: Appointment) -> date:
    """The day of a visit on its location's wall clock."""
    known = any(location.id == visit.slot.location for location in clinic.locations)
    return visit.slot.starts_at.astimezone(clinic.zone(visit.slot.location if known else None)).date()


def is_to_ask(told: Iterable[Reminder], visits: Mapping[str, Appointment]) -> bool:
    """Who has confirmed is not asked again."""
    return any(
        reminder.ask_to_confirm and visits[reminder.appointment_id].confirmation is not Confirmation.ACCEPTED
        for reminder in told
    )
