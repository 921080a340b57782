"""How calls end: what was held is given back, and whoever got nothing is sent a text.

At most one text a day goes to a number because of its calls, never to one that hides, opted out or is known to be a
landline.
"""

from __future__ import annotations

from datetime import timedelta

from werkzeug.datastructures import MultiDict

from bot import texts
from bot.calls import ringing
from bot.effects import Hands
from dialogs.calls.call import Call
from dialogs.events import Facts
from dialogs.say import Say
from dialogs.stepping import leave_all
from dialogs.turn import Turn
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import calls, conversations, patients, suppressions
from storage.calls import CallRow
from storage.conversations import Conversation
from storage.work import Work

ENDED = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
ONE_A = timedelta(hours=24)


def reported(work: Work, clinic: Clinic, form: MultiDict[str, str], query: MultiDict[str, str]) -> None:
    """A call's progress; its end counts once, however often it is told."""
    status, sid = form.get("CallStatus", ""), form.get("CallSid", "")
    if status not in ENDED:
        return
    if query.get("o"):
        ringing.ended(work, query["o"], sid, status)
    row = calls.get(work, sid)
    if row is None:
        return
    conversation = conversations.lock_by_id(work, row.conversation_id)
    row = calls.get(work, sid)
    if row is None or not calls.end(work, sid):
        return
    _give_back(work, clinic, conversation, row)
    if row.direction == "inbound" and not row.outcome:
        _text(work, clinic, conversation, row)


def _give_back(work: Work, clinic: Clinic, conversation: Conversation, row: CallRow) -> None:
    """Whatever the dialog held for the caller."""
    call = Call.from_json(row.state)
    if call is None:
        return
    left = leave_all(Turn(call.session))
    hands = Hands(work, clinic, Facts(clinic), conversation.phone, conversation, spoken=True)
    for effect in left.effects:
        hands.carry_out(effect)
    calls.save(work, row.sid, row.turn, call.having(session=left.session).to_json(), row.outcome)


def _text(work: Work, clinic: Clinic, conversation: Conversation, row: CallRow) -> None:
    """Tell them that we missed the call, where a text may and can go."""
    phone = conversation.phone
    if not phone.startswith("+") or suppressions.is_suppressed(work, phone):
        return
    last = calls.last_texted(work, phone)
    on_file = patients.on_phone(work, phone)
    if (last and work.now - last < ONE_A) or any(patient.wrong_number for patient in on_file):
        return
    talk = conversations.lock(work, "sms", phone, _language(conversation, on_file))
    if texts.is_landline(work, phone):
        return
    says = (Say("missed_call"),)
    texts.begin(work, clinic, talk, says, conversation.language, kind="notice", event=None)
    calls.texted(work, row.sid)


def _language(conversation: Conversation, on_file: tuple[Patient, ...]) -> str:
    return on_file[0].language if on_file else conversation.language
