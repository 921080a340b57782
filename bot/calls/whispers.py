"""What staff hear before a caller is joined to them: who is calling, and why."""

from __future__ import annotations

from bot.calls.documents import Join, document
from bot.calls.turns import spoken_of
from dialogs.calls.call import Call
from dialogs.say import Say
from scheduler.clinic import Clinic
from storage import calls, patients
from storage.work import Work

SILENCE = document((), Join(), "en")


def words(work: Work, clinic: Clinic, call_sid: str) -> str:
    """The document for staff; silence where the call is not known."""
    row = calls.get(work, call_sid)
    call = Call.from_json(row.state) if row is not None else None
    if call is None:
        return SILENCE
    known = patients.many(work, call.known[:1]) if call.known else {}
    names = [f"{patient.first_name} {patient.last_name}" for patient in known.values()]
    told = Say("call_whisper", {"reason": call.reason, "name": names[0] if names else "none"})
    return document(spoken_of((told,), clinic.default_language, clinic), Join(), clinic.default_language)
