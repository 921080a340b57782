"""Sends forms: the invitation when it is due, and asking once more; by staff at any time. Each once, or says why not.

A text about a form is a contact like a reminder: it heeds consent, opt-out, quiet hours and caps, and waits while the
patient is in the middle of something else or staff hold the conversation.
"""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import log, metrics, texts, visiting
from bot.cases import Caller
from bot.papers import paper_of
from bot.wiring import Desk
from dialogs import notices
from dialogs.events import FormSent
from dialogs.session import Session
from scheduler import caps, contact
from scheduler.clinic import Clinic
from scheduler.forms import CHASE
from scheduler.model import Appointment, Patient
from scheduler.reminders import Verdict, late_verdict
from storage import appointments, clinics, conversations, form_texts, forms, outbox, patients, reminders
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.form_texts import FormText
from storage.forms import Response
from storage.work import Work

BATCH = 25
IN_A_TALK = timedelta(minutes=10)
HELD = timedelta(hours=1)
AFTER_A_FAULT = timedelta(minutes=10)
FAR = timedelta(days=366)
# Questions of ours that nobody is in the middle of answering.
WAITING = frozenset({"welcome", "confirm", "form"})


def send(
    work: Work, clinic: Clinic, patient: Patient, form: str, visit: Appointment | None, caller: Caller
) -> Response:
    """Staff want a form filled in: its text goes as soon as it may. Raises `UnknownId`."""
    return forms.send(work, clinic, clinic.form(form), patient, visit, actor=caller.actor)


def send_due(desk: Desk, stopping: threading.Event) -> int:
    """Deal with what is due in every clinic; how many texts that was. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        everywhere = [desk.work(connection, known, now) for known in clinics.all_ids(connection)]
        due = [(work.clinic_id, text.id) for work in everywhere for text in form_texts.due(work, BATCH)]
    return sum(_deal_with(desk, clinic_id, text_id) for clinic_id, text_id in due if not stopping.is_set())


def _deal_with(desk: Desk, clinic_id: str, text_id: str) -> int:
    """One text; what breaks is put off, so that the others go out."""

    def step(connection: Connection) -> int:
        return _settle(desk.work(connection, clinic_id), desk.clinic(connection, clinic_id), text_id)

    def put_off(connection: Connection) -> None:
        work = desk.work(connection, clinic_id)
        form_texts.put_off(work, text_id, work.now + AFTER_A_FAULT, "fault")

    try:
        return desk.database.run(step)
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # one row's fault is not the next one's
        log.failure("form_failed", error, text=text_id)
        metrics.failed("forms")
        desk.database.run(put_off)
        return 0


def _settle(work: Work, clinic: Clinic, text_id: str) -> int:
    """Send it, skip it or put it off; 0 where it is just in other hands. The conversation is locked first."""
    text = form_texts.get(work, text_id)
    response = forms.get(work, text.form_id) if text else None
    person = person_of(work, response) if response else None
    conversation = _conversation(work, person) if person else None
    if text is None or response is None or (person and person.phone and conversation is None):
        return 0
    if form_texts.lock_planned(work, text_id) is None:
        return 0
    judged = verdict(work, clinic, text, response, conversation)
    if judged.skip:
        form_texts.skip(work, text.id, judged.skip)
        metrics.skipped(judged.skip)
    elif judged.wait_until:
        form_texts.put_off(work, text.id, judged.wait_until, judged.waits_for)
    elif person is not None and conversation is not None:
        _send(work, clinic, text, response, person, conversation)
    return 1


def _conversation(work: Work, person: Patient) -> Conversation | None:
    return conversations.lock_if_free(work, "sms", person.phone, person.language) if person.phone else None


def _send(
    work: Work, clinic: Clinic, text: FormText, response: Response, person: Patient, conversation: Conversation
) -> None:
    sent = FormSent(paper_of(work, clinic, response, conversation.phone))
    language = texts.language_of(conversation, person, clinic)
    says = notices.form(sent, chase=text.step == CHASE)
    message_id = texts.begin(
        work, clinic, conversation, says, language, kind="form", event=sent, about=response.appointment_id
    )
    form_texts.mark_sent(work, text.id, message_id)


def person_of(work: Work, response: Response) -> Patient | None:
    """Who is written to: the patient, or the guardian where the patient has no phone."""
    patient = patients.get(work, response.patient_id)
    return reminders.told(work, patient) if patient else None


def verdict(
    work: Work, clinic: Clinic, text: FormText, response: Response, conversation: Conversation | None
) -> Verdict:
    """What becomes of a text that is due."""
    reason = refusal(work, clinic, response)
    person = person_of(work, response)
    if reason or person is None:
        return Verdict(skip=reason or "no_phone")
    if (busy := _busy_until(work, conversation)) > work.now:
        return Verdict(wait_until=busy, waits_for="talk")
    if (held := visiting.held_until(work, clinic, person.phone)) > work.now:
        return Verdict(wait_until=held, waits_for="hold")
    visit = appointments.get(work, response.appointment_id) if response.appointment_id else None
    return late_verdict(
        clinic,
        contact.zones_of(clinic, person),
        visit.slot.starts_at if visit else work.now + FAR,
        text.due_at,
        work.now,
        later_step_due=_later_due(work, text),
        contacts=outbox.contacts(work, person.phone, work.now - caps.LOOK_BACK),
    )


def refusal(work: Work, clinic: Clinic, response: Response) -> str | None:
    """Why nobody is written to about this form at all, as things stand."""
    if response.state == forms.FINISHED:
        return "filled_in"
    if all(form.id != response.form for form in clinic.forms):
        return "no_such_form"
    visit = appointments.get(work, response.appointment_id) if response.appointment_id else None
    if visit is not None and not visit.status.upcoming:
        return "cancelled" if visit.status.value == "cancelled" else "not_upcoming"
    person = person_of(work, response)
    return "no_phone" if person is None else visiting.person_refuses(work, clinic, person, "sms")


def may_go(work: Work, clinic: Clinic, message_id: str) -> str | None:
    """Why a text that is written may not leave any more; None where it may."""
    text = form_texts.of_message(work, message_id)
    response = forms.get(work, text.form_id) if text else None
    return refusal(work, clinic, response) if response else None


def _busy_until(work: Work, conversation: Conversation | None) -> datetime:
    """Now, or when a talk that is under way will be over."""
    if conversation is None:
        return work.now
    if conversation.owner == "staff":
        return work.now + HELD
    session = Session.from_json(conversation.session) if conversation.session else None
    if session is None or session.last_at is None or session.top is None or session.top.flow in WAITING:
        return work.now
    return session.last_at + IN_A_TALK


def _later_due(work: Work, text: FormText) -> bool:
    return any(
        text.due_at < other.due_at <= work.now and other.state == "planned"
        for other in form_texts.of_form(work, text.form_id)
    )
