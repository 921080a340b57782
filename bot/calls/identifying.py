"""Who is calling: a date of birth on file with the number, or a name and a date of birth that meet in one record.

The number alone proves nothing. Five wrong dates within a day lock a number until staff have looked at its case.
"""

from __future__ import annotations

from datetime import date, timedelta

from bot.calls import people
from bot.calls.lines import Answer, Line
from dialogs.calls import births
from dialogs.calls.call import MOST_MISSES, Step
from dialogs.calls.gathered import Keyed, Spoken
from dialogs.effects import OpenCase
from dialogs.say import Say
from dialogs.understanding.normalise import plain
from scheduler.model import Patient
from storage import calls, cases, patients

MOST_TRIES, LOCKED_FOR = 5, timedelta(hours=24)
FEWEST_DIGITS = 6
UNKNOWN = OpenCase("identity", "Called about a visit and could not be identified.")


def ask(line: Line, wish: str) -> Answer:
    """Ask for the date of birth, and remember what was wanted."""
    if _locked(line):
        return _to_person(line, Say("call_locked"))
    call = line.call.having(step=Step.BIRTH, wish=wish, known=(), visits=(), misses=0)
    return Answer(call, (Say("call_birth"),))


def take_birth(line: Line, heard: Keyed | Spoken) -> Line | Answer:
    """The line with the caller known; else what is asked next."""
    if _locked(line):
        return _to_person(line, Say("call_locked"))
    today = line.work.now.astimezone(line.clinic.zone()).date()
    read = births.of_digits(heard.digits, today) if isinstance(heard, Keyed) else births.of_speech(heard.text, today)
    if not read:
        return _missed(line, Say("call_birth_no_date"))
    on_file = [patient for patient in line.on_file if not patient.wrong_number]
    if not on_file:
        call = line.call.having(step=Step.NAME, born=read, misses=0)
        return Answer(call, (Say("call_name"),))
    known = [patient for patient in on_file if patient.date_of_birth in read]
    return _known(line, known, on_file) if known else _wrong(line)


def take_name(line: Line, heard: Keyed | Spoken) -> Line | Answer:
    """The same with the name, for a number that is not on file."""
    if isinstance(heard, Keyed):
        return _missed(line, Say("call_name"))
    found = _by_name(line, heard.text, line.call.born)
    if found is None:
        return _wrong(line)
    return _known(line, [found], patients.on_phone(line.work, found.phone) if found.phone else (found,))


def _known(line: Line, known: list[Patient], reachable: list[Patient] | tuple[Patient, ...]) -> Line:
    """Whoever gave the date speaks for themselves and for those whose guardian they are."""
    ids = [patient.id for patient in known]
    wards = [patient.id for patient in reachable if patient.guardian_id in ids and patient.id not in ids]
    return line.having(known=(*ids, *wards), step=Step.TALK, born=())


def _by_name(line: Line, text: str, born: tuple[date, ...]) -> Patient | None:
    words = plain(text).removeprefix("my name is ").removeprefix("me llamo ").split()
    for day in born:
        for cut in range(1, len(words)):
            first, last = " ".join(words[:cut]), " ".join(words[cut:])
            if found := patients.by_identity(line.work, first, last, day):
                return found
    return None


def _wrong(line: Line) -> Answer:
    calls.note_wrong_try(line.work, line.request.thread)
    if _locked(line):
        return _to_person(line, Say("call_locked"))
    return _missed(line.having(step=Step.BIRTH, born=()), Say("call_wrong"))


def _missed(line: Line, prompt: Say) -> Answer:
    misses = line.call.misses + 1
    if misses >= MOST_MISSES:
        return _to_person(line, Say("call_to_person"))
    return Answer(line.call.having(misses=misses), (prompt,))


def _to_person(line: Line, prompt: Say) -> Answer:
    line.hands(line.facts()).carry_out(UNKNOWN)
    return people.find(line.having(known=(), wish=""), "identity", (prompt,))


def _locked(line: Line) -> bool:
    looked_at = [
        case.resolved_at
        for case in cases.of_conversation(line.work, line.conversation.id)
        if case.reason == "identity" and case.resolved_at
    ]
    released = max(looked_at, default=None)
    return calls.wrong_tries(line.work, line.request.thread, LOCKED_FOR, released) >= MOST_TRIES
