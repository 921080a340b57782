"""Texts that we begin: composed, kept with the conversation, and put into the outbox, in the caller's transaction.

The conversation hears what went out, unless staff hold it, so that the patient's answer is understood as one.
"""

from __future__ import annotations

from datetime import datetime

from dialogs import prompts
from dialogs.engine import advance
from dialogs.events import Event, Facts
from dialogs.say import Say
from dialogs.session import Session
from dialogs.visits import Visit, reachable, visit_of
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient
from storage import conversations, messages, outbox, patients
from storage.conversations import Conversation
from storage.work import Work

LOOK_BACK = 50
NO_TEXTS_HERE = frozenset({"21614", "30006"})


def language_of(conversation: Conversation, person: Patient, clinic: Clinic) -> str:
    """The one in which they talk with us, else the one on file."""
    if conversation.session:
        return conversation.language
    return person.language or clinic.default_language


def visits_on_phone(work: Work, clinic: Clinic, phone: str, visits: tuple[Appointment, ...]) -> tuple[Visit, ...]:
    """The visits as this number is told of them: with first names where it speaks for several patients."""
    facts = Facts(clinic, patients.on_phone(work, phone))
    return tuple(visit_of(visit, facts) for visit in visits)


def name_on_phone(work: Work, clinic: Clinic, phone: str, patient_id: str) -> str:
    """The first name that tells a patient apart on a phone of several; empty where it is the only one."""
    known = reachable(Facts(clinic, patients.on_phone(work, phone)))
    return next((one.first_name for one in known if one.id == patient_id), "") if len(known) > 1 else ""


def is_landline(work: Work, phone: str) -> bool:
    """Whether a text to this number failed because it takes none."""
    talk = conversations.find(work, "sms", phone) if phone else None
    found = messages.of_conversation(work, talk.id, LOOK_BACK) if talk else ()
    return any(message.error_code in NO_TEXTS_HERE for message in found)


def begin(
    work: Work,
    clinic: Clinic,
    conversation: Conversation,
    says: tuple[Say, ...],
    language: str,
    *,
    kind: str,
    event: Event | None,
    about: str | None = None,
    order_at: datetime | None = None,
) -> str:
    """Put a text of this kind ("reminder", "notice") on its way; the id of its message. `about` is a notice's visit.

    Where many wait, the earlier `order_at` goes first: for a reminder the start of its visit, else now.
    """
    body = prompts.compose(says, language, "sms", clinic)
    message = messages.outgoing(work, conversation, clinic.phone, "bot", body)
    outbox.put(work, message, kind=kind, due_at=work.now, about=about, order_at=order_at)
    if event and conversation.owner == "bot":
        _tell_dialog(work, clinic, conversation, language, event, body)
    return message.id


def _tell_dialog(
    work: Work, clinic: Clinic, conversation: Conversation, language: str, event: Event, body: str
) -> None:
    before = Session.from_json(conversation.session) if conversation.session else Session.fresh(language)
    after = advance(before, event, work.now).session.told(body, clinic)
    conversations.save(work, conversation, after.to_json(), after.language)
