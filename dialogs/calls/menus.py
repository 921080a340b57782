"""Keys of a call as the dialog hears them: its own numbers, and words where a question has no numbers.

Openings are read two at a time; the key after the last one asks for later ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from dialogs import prompts, router
from dialogs.calls import sounds
from dialogs.events import PatientSaid
from dialogs.hearing import hear
from dialogs.meanings import (
    Confirmed,
    HasArrived,
    LeavesWaitlist,
    RunsLate,
    WantsCancel,
    WantsChange,
    WantsMove,
)
from dialogs.session import Session
from dialogs.stepping import place
from scheduler.clinic import Clinic
from scheduler.model import Slot

AT_ONCE = 2
MOST_HINTS = 100
CONFIRM_KEY, CHANGE_KEY = "1", "2"
# What whoever was reached by a call of ours may do about the visit or the opening that it is about.
_OF_THE_CALL = (Confirmed, WantsMove, WantsCancel, WantsChange, LeavesWaitlist, RunsLate, HasArrived)
_OF_TODAY = (RunsLate, HasArrived)
# How many keys an answer may have, where it is more than one.
MOST_KEYS = {"insurance_member": 20, "insurance_group": 20}
_EARLIEST = {"en": "the earliest you have", "es": "lo antes posible"}
_LATER = {"en": "later", "es": "más tarde"}
_WORDS = {
    "en": "yes,no,confirm,reschedule,cancel,my appointment,morning,afternoon,tomorrow,next week,"
    "Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,the first one,the second one,a person",
    "es": "sí,no,confirmar,cambiar,cancelar,mi cita,por la mañana,por la tarde,mañana,la próxima semana,"
    "lunes,martes,miércoles,jueves,viernes,sábado,la primera,la segunda,una persona",
}


def text_of_key(digits: str, session: Session) -> str:
    """What keys mean to the question that is open."""
    if set(digits) == {"0"}:
        return "0"
    question, frame = session.question, session.top
    if question is None or frame is None:
        return digits
    openings = [option for option in question.options if isinstance(option, Slot)]
    if openings and "usual" in question.values and digits == str(len(openings) + 1):
        return _LATER.get(session.language, _LATER["en"])
    if digits == "1" and "usual" in question.values and not openings and not place(frame)[1].menu:
        return _EARLIEST.get(session.language, _EARLIEST["en"])
    return digits


def text_of_speech(text: str, session: Session) -> str:
    """What words mean to the question that is open: a number where one was offered and the word sounds like it."""
    frame, question = session.top, session.question
    numbered = frame is not None and (place(frame)[1].menu or (question is not None and question.options))
    return (sounds.number(text) if numbered else None) or text


def is_personal(said: PatientSaid, now: datetime, *, reminded: bool) -> bool:
    """Whether an answer would tell or change something about a person.

    In a call that reminds of visits, those may be confirmed, moved and cancelled by whoever was reached; in one that
    offers an opening, that may be taken or let pass, and the waiting list left.
    """
    found = (meaning for meaning in hear(said, None, (), now).meanings if _is_personal(meaning))
    return any(_asks(meaning) and not (reminded and isinstance(meaning, _OF_THE_CALL)) for meaning in found)


def _is_personal(meaning: object) -> bool:
    return router.is_personal(meaning) or isinstance(meaning, _OF_TODAY)


def _asks(meaning: object) -> bool:
    return not isinstance(meaning, Confirmed) or meaning.sure


def hints(clinic: Clinic, language: str) -> str:
    """Words that the recogniser should expect here."""
    return ",".join(dict.fromkeys(_hints(clinic, language)))


def _hints(clinic: Clinic, language: str) -> Iterator[str]:
    language = prompts.catalogue_language(language, clinic)
    words = _WORDS[language].split(",")
    names = [name for _, spoken in clinic.spoken_providers for name in spoken]
    kinds = [clinic.word(kind.name, language) for kind in clinic.visit_types]
    for word in (*words, *names, *kinds)[:MOST_HINTS]:
        yield word.replace(",", " ")[:100]
