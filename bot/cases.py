"""What a person, or a system with a token, may do with a case: begin it, claim it, answer, note, hand back, resolve.

The console and the API both come through here. Each verb runs in the caller's transaction, locks the conversation
first, as a patient's turn does, and writes its audit row. Answers leave by the outbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dialogs import prompts
from dialogs.engine import advance
from dialogs.events import StaffReleased
from dialogs.session import Session
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import (
    audit,
    cases,
    conversations,
    identity,
    messages,
    notes,
    outbox,
    patients,
    reminders,
    staff,
    suppressions,
)
from storage.cases import Case
from storage.conversations import Conversation
from storage.messages import Message
from storage.notes import Note
from storage.work import Work

LONGEST_REPLY = 1600
LONGEST_NOTE = 2000
OUTCOMES = ("answered", "booked", "called", "no_reply", "not_needed", "other")
_NAMED = re.compile(r"@([\w.+-]+)")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts: `staff` with their e-mail, or `token` with its name."""

    kind: str
    id: str
    name: str

    @property
    def actor(self) -> str:
        return f"{self.kind}:{self.id}"


class NoSuchCase(LookupError):
    """This clinic has no such case."""


class Refused(Exception):
    """The case stands in the way; the message is one sentence. `holder` is who has it, where that is the reason."""

    def __init__(self, sentence: str, holder: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.holder = holder


def claim(work: Work, case_id: str, caller: Caller) -> Case:
    """Take the case and its conversation. Claiming again what one holds changes nothing."""
    case, conversation = _locked(work, case_id)
    return _claimed(work, case, conversation, caller)


def take_over(work: Work, conversation_id: str, caller: Caller) -> Case:
    """Write to somebody who has not asked for a person: a case of one's own, or the one that is open."""
    known = conversations.get(work, conversation_id)
    if known is None:
        raise NoSuchCase
    conversation = conversations.lock_by_id(work, known.id)
    if refusal := may_not_write(work, conversation):
        raise Refused(refusal)
    _demand_not_held_by_another(work, conversation, caller)
    left = [case for case in cases.of_conversation(work, conversation.id) if case.state != "resolved"]
    owners = [patient.id for patient in patients.on_phone(work, conversation.phone)]
    case = left[0] if left else None
    if case is None:
        case = cases.open_case(
            work,
            conversation_id=conversation.id,
            reason="other",
            priority="normal",
            summary="Begun by staff, who want to write.",
            patient_id=owners[0] if len(owners) == 1 else None,
            actor=caller.actor,
        )
    return _claimed(work, case, conversation, caller)


def write_first(work: Work, clinic: Clinic, patient: Patient, caller: Caller) -> Case:
    """The same for a patient, who may never have texted us: then only with their consent."""
    person = reminders.told(work, patient)
    if not person.phone:
        raise Refused("There is no phone on file to write to.")
    if not person.sms_consent and conversations.find(work, "sms", person.phone) is None:
        raise Refused("They have never texted, and have not agreed to texts. Please call.")
    language = person.language or clinic.default_language
    return take_over(work, conversations.lock(work, "sms", person.phone, language).id, caller)


def reply(work: Work, clinic: Clinic, case_id: str, caller: Caller, body: str) -> Message:
    """Send the patient a text as staff. A case that nobody holds is claimed by it."""
    case, conversation = _locked(work, case_id)
    if refusal := may_not_write(work, conversation):
        raise Refused(refusal)
    _claimed(work, case, conversation, caller)
    message = messages.outgoing(work, conversation, clinic.phone, "staff", body)
    if message.channel == "voice":  # a call is answered by a text
        message = replace(message, channel="sms")
    outbox.put(work, message, kind="staff", due_at=work.now)
    _moved_to_the_top(work, conversation)
    audit.write(work, caller.actor, "case.replied", f"case:{case.id}", after={"message": message.id})
    return message


def hand_back(work: Work, clinic: Clinic, case_id: str, caller: Caller) -> Case:
    """Leave the patient to the bot, which goes on where it was; what was claimed of the conversation is open again."""
    case, conversation = _locked(work, case_id)
    _demand_not_held_by_another(work, conversation, caller)
    if case.state != "claimed":
        raise Refused("The bot answers here: nobody holds this case.")
    for other in cases.of_conversation(work, conversation.id):
        if other.state == "claimed":
            cases.lapse(work, other.id)
    audit.write(work, caller.actor, "case.handed_back", f"case:{case.id}")
    _hand_back(work, clinic, conversation, StaffReleased(resume=True))
    return cases.get(work, case.id) or case


def note(work: Work, conversation_id: str, caller: Caller, body: str) -> Note:
    """Tell colleagues something about a conversation; `@name`, an e-mail's first part, names one of them."""
    conversation = conversations.get(work, conversation_id)
    if conversation is None:
        raise NoSuchCase
    called = {name.lower().rstrip(".") for name in _NAMED.findall(body)}
    named = [one.id for one in staff.all_of(work) if not one.disabled and one.email.partition("@")[0] in called]
    return notes.add(work, conversation.id, caller.actor, caller.name, body, named)


def resolve(
    work: Work, clinic: Clinic, case_id: str, caller: Caller, note: str = "", outcome: str | None = None
) -> Case:
    """Close the case. When nothing else of the conversation is held, the bot answers again."""
    case, conversation = _locked(work, case_id)
    if case.state == "resolved":
        return case
    _demand_not_held_by_another(work, conversation, caller)
    resolved = cases.resolve(work, case.id, caller.actor, note, outcome)
    told = {"note": note} | ({"outcome": outcome} if outcome else {})
    audit.write(work, caller.actor, "case.resolved", f"case:{case.id}", before={"state": case.state}, after=told)
    if case.reason == "identity":
        identity.release(work, conversation.phone)
    left = [other for other in cases.of_conversation(work, conversation.id) if other.state != "resolved"]
    if not any(other.state == "claimed" for other in left):
        on_guard = any(other.priority == "emergency" for other in left)
        _hand_back(work, clinic, conversation, None if on_guard else StaffReleased())
    return resolved


def may_not_write(work: Work, conversation: Conversation) -> str:
    """Why no text may go to this conversation's phone, in a sentence; empty when one may."""
    if conversations.patient_without_phone(conversation.phone) is not None:
        return "This patient has no phone on file, so no text can be sent."
    if not conversation.phone.startswith("+"):
        return "This caller hid the number, so no text can be sent."
    if suppressions.is_suppressed(work, conversation.phone):
        return "This number opted out of texts, so nothing may be sent to it."
    on_file = patients.on_phone(work, conversation.phone)
    if any(patient.wrong_number for patient in on_file if patient.phone == conversation.phone):
        return "This number is marked as wrong, so nothing is sent to it."
    return ""


def _locked(work: Work, case_id: str) -> tuple[Case, Conversation]:
    known = cases.get(work, case_id)
    if known is None:
        raise NoSuchCase
    conversation = conversations.lock_by_id(work, known.conversation_id)
    return cases.get(work, case_id) or known, conversation


def _claimed(work: Work, case: Case, conversation: Conversation, caller: Caller) -> Case:
    if case.state == "resolved":
        raise Refused("This case is resolved; when the patient needs a person again, a new one opens.")
    _demand_not_held_by_another(work, conversation, caller)
    if case.state == "claimed":
        return case
    conversations.hold_for(work, conversation.id, caller.actor)
    claimed = cases.claim(work, case.id, caller.actor, caller.name)
    audit.write(work, caller.actor, "case.claimed", f"case:{case.id}")
    return claimed


def _demand_not_held_by_another(work: Work, conversation: Conversation, caller: Caller) -> None:
    """Two people never answer one patient: whoever holds one case of a conversation holds them all."""
    if conversation.owner != "staff" or conversation.held_by == caller.actor:
        return
    held = next((case for case in cases.of_conversation(work, conversation.id) if case.state == "claimed"), None)
    holder = held.claimed_by if held and held.claimed_by else "Somebody else"
    raise Refused(f"{holder} holds this conversation.", holder)


def _hand_back(work: Work, clinic: Clinic, conversation: Conversation, released: StaffReleased | None) -> None:
    """The bot's turn again; while another emergency is open it stays on its guard (None)."""
    conversations.release(work, conversation.id)
    if released is None:
        return
    before = Session.from_json(conversation.session) if conversation.session else Session.fresh(conversation.language)
    turn = advance(before, released, work.now)
    conversations.save(work, conversation, turn.session.to_json(), turn.session.language)
    if conversation.channel == "voice":  # nobody is on the line any more
        return
    text = prompts.compose(turn.says, turn.session.language, conversation.channel, clinic)
    if text and not may_not_write(work, conversation):
        message = messages.outgoing(work, conversation, clinic.phone, "bot", text)
        outbox.put(work, message, kind="bot", due_at=work.now)


def _moved_to_the_top(work: Work, conversation: Conversation) -> None:
    """The talk was just heard of; where its dialog stands is left as it was."""
    session = conversation.session or Session.fresh(conversation.language).to_json()
    conversations.save(work, conversation, session, conversation.language)
