"""An opening offered to somebody on the waiting list by a call: whoever was reached hears it, and may take it.

As with a reminder, nothing is told before 1 was pressed, and whoever pressed it may only answer this offer. An offer
that is over when its call would be made is not made; one that nobody picked up lapses, and the place in line stays.
"""

from __future__ import annotations

from dataclasses import replace

from bot import texts
from bot.calls.lines import Line
from bot.thinking import Draft
from dialogs import notices, prompts
from dialogs.events import OfferSent
from dialogs.say import Say
from scheduler import contact
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import appointments, calls, messages, outgoing_calls, patients, suppressions, waitlist
from storage.conversations import Conversation
from storage.messages import Message
from storage.waitlist import Offered
from storage.work import Work


def begin(work: Work, clinic: Clinic, talk: Conversation, says: tuple[Say, ...]) -> str:
    """Put a call with this offer on its way; the id of its message."""
    body = prompts.compose(says, talk.language, "voice", clinic)
    message = replace(messages.outgoing(work, talk, clinic.phone, "bot", body), segments=0)
    messages.add(work, [message])
    outgoing_calls.add(work, message.id, work.now)
    return message.id


def why_not(work: Work, clinic: Clinic, offered: Offered, message: Message) -> str | None:
    """Why the call of an offer may not be made now; None where it may."""
    if offered.state != "open" or offered.expires_at <= work.now:
        return "offer_over"
    phone = message.to_number
    if suppressions.is_suppressed(work, phone) or calls.wants_none(work, phone):
        return "opted_out"
    on_file = patients.on_phone(work, phone)
    if any(patient.wrong_number for patient in on_file):
        return "wrong_number"
    zones = contact.zones_of(clinic, on_file[0]) if on_file else (clinic.zone(),)
    return "quiet_hours" if contact.quiet(clinic, zones, work.now) else None


def patient(work: Work, offer_id: str) -> Patient | None:
    """Whom an offer is made to."""
    offered = waitlist.offer(work, offer_id)
    entry = waitlist.get(work, offered.entry_id) if offered else None
    return patients.get(work, entry.patient_id) if entry else None


def told(line: Line) -> tuple[Line, Draft | None, tuple[Say, ...]]:
    """The line with the patient known, and the offer as heard; without a draft where it is no longer open."""
    work, offered = line.work, waitlist.offer(line.work, line.call.offer)
    entry = waitlist.get(work, offered.entry_id) if offered else None
    if offered is None or entry is None or offered.state != "open":
        return line, None, (Say("offer_gone"),)
    line = line.having(known=(entry.patient_id,), visits=(entry.moving,) if entry.moving else ())
    visit = appointments.get(work, entry.moving) if entry.moving else None
    name = texts.name_on_phone(work, line.clinic, line.request.caller, entry.patient_id)
    sent = OfferSent(waitlist.as_offer(offered, entry), line.clinic.waitlist.offer_minutes, visit, name)
    return line, line.tell(sent), notices.offer(sent)
