"""A call of ours, a reminder or an offer, was picked up: by a person (as far as detection knows), a machine, or a fax.

A person is asked by first name to press 1 as the patient or for the patient; until then nothing is told. A machine
hears the clinic's name and number alone. Where detection cannot tell, not even the first name is said.
"""

from __future__ import annotations

from bot.calls import offering, ringing
from bot.calls.lines import Answer, Line, Next
from dialogs.calls.call import Step
from dialogs.say import Say
from scheduler.model import Patient
from storage import appointments, messages, outgoing_calls, patients, reminders, waitlist
from storage.messages import Message

FAX = "fax"


def picked_up(line: Line) -> Answer:
    """The first document of a reminder call."""
    row = outgoing_calls.get(line.work, line.request.about)
    message = messages.get(line.work, row.message_id) if row else None
    if row is None or message is None:
        return Answer(line.call, then=Next.HANG_UP)
    by = line.request.form.get("AnsweredBy", "")
    if by == FAX:
        ringing.give_up(line.work, row, message, FAX)
        return Answer(line.call, then=Next.HANG_UP)
    ringing.heard(line.work, message, "sent")
    if by.startswith("machine"):
        return Answer(line.call, (Say("call_machine"),), then=Next.HANG_UP)
    return _ask(line, message, named=by == "human")


def _ask(line: Line, message: Message, *, named: bool) -> Answer:
    visits = tuple(row.appointment_id for row in reminders.of_message(line.work, message.id))
    offered = None if visits else waitlist.offer_of_message(line.work, message.id)
    line = line.having(visits=visits, offer=offered.id if offered else "")
    person = _patient(line)
    if person is None:
        return Answer(line.call, (Say("call_machine"),), then=Next.HANG_UP)
    step = Step.REACH if named else Step.GREET
    prompt = Say("call_reach", {"name": person.first_name}) if named else Say("call_reach_unnamed")
    return Answer(line.call.having(step=step), (prompt,))


def name_patient(line: Line) -> Answer:
    """A person is there after all: now the first name."""
    person = _patient(line)
    name = person.first_name if person else ""
    return Answer(line.call.having(step=Step.REACH, misses=0), (Say("call_reach", {"name": name}),))


def reached(line: Line) -> Line:
    """The patient, or who takes care of their visits: the line with them known, and the reminder as heard."""
    if line.call.offer:
        offered = waitlist.offer(line.work, line.call.offer)
        message = messages.get(line.work, offered.message_id) if offered and offered.message_id else None
        if message is not None:
            ringing.heard(line.work, message, "delivered")
        return line.having(step=Step.TALK, misses=0)
    visits = appointments.many(line.work, line.call.visits)
    known = tuple(dict.fromkeys(visit.patient_id for visit in visits.values()))
    for row in reminders.of_appointments(line.work, list(visits)):
        message = messages.get(line.work, row.message_id) if row.message_id else None
        if message is not None and message.channel == "voice" and row.state in ("sending", "sent"):
            ringing.heard(line.work, message, "delivered")
    return line.having(known=known, step=Step.TALK, misses=0)


def _patient(line: Line) -> Patient | None:
    if line.call.offer:
        return offering.patient(line.work, line.call.offer)
    found = appointments.many(line.work, line.call.visits)
    return next((patients.get(line.work, visit.patient_id) for visit in found.values()), None)
