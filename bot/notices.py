"""News that the clinic moved, cancelled or booked a visit, told to its patient by one text.

Who may not be written to is not; quiet hours are waited for by the outbox. Whether a change is to be told at all is
for the caller to say: `had_named` tells whether a text of ours has named a visit's time.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot import texts, visiting
from dialogs import notices, prompts
from dialogs.events import ChoiceSent, ReminderSent
from dialogs.segments import without_accents
from dialogs.visits import Visit
from dialogs.words import Wording
from scheduler import contact
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient, Slot
from storage import conversations, messages, suppressions
from storage.conversations import Conversation
from storage.work import Work

LOOK_BACK = 200


@dataclass(frozen=True, slots=True)
class _Addressee:
    """Whom a text goes to, in which conversation and language, and the visit in their words."""

    person: Patient
    conversation: Conversation
    language: str
    visit: Visit


def tell_moved(work: Work, clinic: Clinic, visit: Appointment) -> bool:
    """Tell the new time; whether a text is on its way."""
    to = _addressee(work, clinic, visit)
    if to is None:
        return False
    says, event = notices.moved(to.visit), ReminderSent((visit,), True)
    texts.begin(work, clinic, to.conversation, says, to.language, kind="notice", event=event, about=visit.id)
    return True


def tell_booked(work: Work, clinic: Clinic, visit: Appointment, *others: Appointment) -> bool:
    """Tell of visits of one patient that staff or another system booked; whether a text is on its way."""
    to = _addressee(work, clinic, visit)
    if to is None:
        return False
    visits = (visit, *others)
    says = notices.booked(texts.visits_on_phone(work, clinic, to.conversation.phone, visits))
    event = ReminderSent(visits, True)
    texts.begin(work, clinic, to.conversation, says, to.language, kind="notice", event=event)
    return True


def offer_instead(work: Work, clinic: Clinic, visit: Appointment, openings: tuple[Slot, ...]) -> str | None:
    """Tell that a visit cannot stay, with openings to choose by number; the text that is on its way, if one is."""
    to = _addressee(work, clinic, visit)
    if to is None:
        return None
    event = ChoiceSent(visit, openings, to.visit.name)
    says = notices.instead(event)
    return texts.begin(work, clinic, to.conversation, says, to.language, kind="notice", event=event)


def tell_cancelled(work: Work, clinic: Clinic, visit: Appointment) -> bool:
    """Tell that the visit will not take place; whether a text is on its way."""
    to = _addressee(work, clinic, visit)
    if to is None:
        return False
    says = notices.cancelled(to.visit)
    texts.begin(work, clinic, to.conversation, says, to.language, kind="notice", event=None, about=visit.id)
    return True


def had_named(work: Work, clinic: Clinic, visit: Appointment) -> bool:
    """Whether a text of ours has told its patient that the visit is at this time."""
    person = visiting.whom_to_tell(work, visit)
    conversation = conversations.find(work, "sms", person.phone) if person and person.phone else None
    if conversation is None:
        return False
    times = _spoken_times(clinic, visit)
    return any(
        message.direction == "outbound" and message.status != "canceled" and any(time in message.body for time in times)
        for message in messages.of_conversation(work, conversation.id, LOOK_BACK)
    )


def _spoken_times(clinic: Clinic, visit: Appointment) -> set[str]:
    """All the ways in which our texts name the time of this visit."""
    wordings = [Wording(clinic, language, "sms", lambda _key, _values: "") for language in prompts.LANGUAGES]
    times = {wording.when(visit.slot, place) for wording in wordings for place in ("sentence", "line")}
    return times | {without_accents(time) for time in times}


def _addressee(work: Work, clinic: Clinic, visit: Appointment) -> _Addressee | None:
    """None where nothing may be sent, now or later."""
    person = visiting.whom_to_tell(work, visit)
    if person is None or not person.phone:
        return None
    suppressed = suppressions.is_suppressed(work, person.phone)
    if contact.refusal(clinic, person, "sms", work.now, suppressed=suppressed) not in (None, "quiet_hours"):
        return None
    conversation = conversations.lock(work, "sms", person.phone, person.language)
    language = texts.language_of(conversation, person, clinic)
    [spoken] = texts.visits_on_phone(work, clinic, person.phone, (visit,))
    return _Addressee(person, conversation, language, spoken)
