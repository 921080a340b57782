"""Who is calling: a date of birth on file with the number, or a name and a date of birth that meet in one record.

The number alone proves nothing. Wrong tries are counted together with those by text, and lock as they do.
"""

from __future__ import annotations

from bot.calls import people
from bot.calls.lines import Answer, Line
from dialogs.calls.call import MOST_MISSES, Step
from dialogs.calls.gathered import Keyed, Spoken
from dialogs.effects import OpenCase
from dialogs.say import Say
from dialogs.understanding.births import birth_dates
from dialogs.understanding.full_names import full_name
from scheduler.model import Patient
from storage import identity, patients

FEWEST_DIGITS = 6
UNKNOWN = OpenCase("identity", "Called about a visit and could not be identified.")


def ask(line: Line, wish: str) -> Answer:
    """Ask for the date of birth, and remember what was wanted."""
    if _locked(line):
        return _to_person(line, Say("call_locked"))
    call = line.call.having(step=Step.BIRTH, wish=wish, known=(), visits=(), offer="", misses=0)
    return Answer(call, (Say("call_birth"),))


def take_birth(line: Line, heard: Keyed | Spoken) -> Line | Answer:
    """The line with the caller known; else what is asked next."""
    if _locked(line):
        return _to_person(line, Say("call_locked"))
    local = line.work.now.astimezone(line.clinic.zone())
    said = heard.digits if isinstance(heard, Keyed) else heard.text
    read = birth_dates(said, (line.call.language, *line.clinic.languages), local)
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
    name = full_name(heard.text) if isinstance(heard, Spoken) else ()
    if not name:
        return _missed(line, Say("call_name"))
    if _locked(line, name):
        return _to_person(line, Say("call_locked"))
    tried = (identity.find(line.work, name, day) for day in line.call.born)
    found = next(filter(None, tried), None)
    if found is None:
        return _wrong(line, name)
    return _known(line, [found], patients.on_phone(line.work, found.phone) if found.phone else (found,))


def _known(line: Line, known: list[Patient], reachable: list[Patient] | tuple[Patient, ...]) -> Line:
    """Whoever gave the date speaks for themselves and for those whose guardian they are."""
    ids = [patient.id for patient in known]
    wards = [patient.id for patient in reachable if patient.guardian_id in ids and patient.id not in ids]
    return line.having(known=(*ids, *wards), step=Step.TALK, born=())


def _wrong(line: Line, name: tuple[str, ...] = ()) -> Answer:
    identity.note_wrong(line.work, line.request.thread, name)
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


def _locked(line: Line, name: tuple[str, ...] = ()) -> bool:
    return identity.is_locked(line.work, line.request.thread, name)
