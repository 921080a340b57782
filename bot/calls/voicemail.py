"""Voice messages: noted once, whether the recording's end or its report comes first; fetched later by the worker.

A recording of no length is none. Only Twilio's id of a recording is believed, never an address that was posted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from werkzeug.datastructures import MultiDict

from bot.calls.lines import Answer, Line, Next
from bot.calls.requests import seconds
from dialogs.calls.call import Call
from dialogs.say import Say
from scheduler.clinic import Clinic
from storage import calls, cases, conversations, messages, recordings
from storage.messages import Message
from storage.work import Work

_SID = re.compile(r"RE[0-9a-fA-F]{32}")
MOST_WORDS = 1500
GOODBYE = Say("call_goodbye")


def taken(line: Line) -> Answer:
    """The caller has finished: thanks, or nothing was heard."""
    form = line.request.form
    length = seconds(form, "RecordingDuration")
    if _is_recording(form) and ("RecordingDuration" not in form or length):
        _note(line.work, line.clinic, line.request.sid, line.conversation.id, line.call, form["RecordingSid"], length)
        return Answer(line.call, (Say("call_left"), GOODBYE), then=Next.HANG_UP, outcome="voicemail")
    return Answer(line.call, (Say("call_not_left"), GOODBYE), then=Next.HANG_UP)


def reported(work: Work, clinic: Clinic, form: MultiDict[str, str], query: MultiDict[str, str]) -> None:
    """Twilio has a recording, or its words; the caller may have hung up before its end was told."""
    length = seconds(form, "RecordingDuration")
    row = calls.get(work, query.get("call", ""))
    if row is None or not _is_recording(form):
        return
    if form.get("TranscriptionStatus") == "completed" and form.get("TranscriptionText", "").strip():
        _open_case(work, row.conversation_id, None, f"They said: {form['TranscriptionText'].strip()[:MOST_WORDS]}")
        return
    if form.get("RecordingStatus") != "completed" or not length:
        return
    conversations.lock_by_id(work, row.conversation_id)
    call = Call.from_json(row.state)
    if call is not None:
        _note(work, clinic, row.sid, row.conversation_id, call, form["RecordingSid"], length)
        calls.save(work, row.sid, row.turn, row.state, "voicemail")


def _is_recording(form: MultiDict[str, str]) -> bool:
    return _SID.fullmatch(form.get("RecordingSid", "")) is not None


def _note(work: Work, clinic: Clinic, call_sid: str, conversation_id: str, call: Call, sid: str, length: int) -> None:
    """Once: the recording to fetch, a line in the thread, and a case."""
    if not recordings.add(work, sid, call_sid, conversation_id, length):
        return
    conversation = conversations.get(work, conversation_id)
    if conversation is None:
        return
    message = messages.outgoing(work, conversation, clinic.phone, "patient", f"(voice message, {length} seconds)")
    messages.add(work, [_received(message, sid)])
    known = call.known[0] if len(call.known) == 1 else None
    _open_case(work, conversation_id, known, f"Left a voice message of {length} seconds.")


def _open_case(work: Work, conversation_id: str, patient_id: str | None, summary: str) -> None:
    cases.open_case(
        work,
        conversation_id=conversation_id,
        reason="voicemail",
        priority="normal",
        summary=summary,
        patient_id=patient_id,
        actor=f"conversation:{conversation_id}",
    )


def _received(message: Message, sid: str) -> Message:
    return replace(
        message,
        direction="inbound",
        from_number=message.to_number,
        to_number=message.from_number,
        sid=sid,
        status="received",
        segments=0,
    )
