"""Who writes, in an answer to the question for full name and date of birth; and whether they say they are new here."""

from __future__ import annotations

import re
from datetime import datetime

from dialogs.events import PatientSaid
from dialogs.meanings import Confirmed, Denied, GaveIdentity, Meaning, SaidNew
from dialogs.table import IDLE
from dialogs.understanding.births import birth_date
from dialogs.understanding.full_names import full_name, told_name
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import folded
from dialogs.visits import reachable

QUESTIONS = frozenset(
    {"been_here", "who_are_you", "ask_birth", "ask_name", "identity_again", "identity_other_way", "identity_person"}
)
_NEW = re.compile(r"\b(?:new(?: patient)?|first (?:time|visit)|never been|nuevo|nueva|primera (?:vez|visita|cita))\b")
_KNOWN = re.compile(
    r"\b(?:not new|returning|existing|been (?:there|here|seen)|already a patient|ya (?:he ido|soy|fui))\b"
)

_NEWCOMER = re.compile(
    r"\b(?:new patient|im new|never been (?:there|here|to)|(?:my|for a) first (?:time|visit|appointment)|"
    r"(?:soy|paciente) nuev[ao]|nunca he ido|(?:mi|es la) primera (?:vez|visita|cita))\b"
)

# What is said with one of these is no name, unless a date of birth comes with it.
_BUSINESS = (
    Act.CANCEL, Act.RESCHEDULE, Act.BOOK, Act.ASK_WHEN, Act.ASK_INFO, Act.HUMAN, Act.HELP, Act.REPEAT, Act.BACK,
    Act.RUNNING_LATE, Act.ARRIVED, Act.THANKS, Act.GOODBYE, Act.DENY,
)  # fmt: skip


def says_new(words: str) -> bool:
    """Whether somebody tells, unasked, that they were never here."""
    return _NEWCOMER.search(words) is not None and _KNOWN.search(words) is None


def introduction(said: PatientSaid, words: str, question: str, now: datetime) -> Meaning | None:
    """What an answer tells about who writes; None where that was not the question, or nothing was told."""
    if question == "been_here" and (_KNOWN.search(words) or _NEW.search(words)):
        return Confirmed() if _KNOWN.search(words) else Denied()
    if question not in QUESTIONS:
        return _unasked(said, now) if question in IDLE and not reachable(said.facts) else None
    born = birth_date(said.text, (said.understanding.lang, *said.facts.clinic.languages), now)
    about_else = any(said.understanding.heard(act) for act in _BUSINESS)
    name = () if born is None and (about_else or _is_time(said)) else full_name(said.text)
    if not name and born is None and question != "been_here" and says_new(words):
        return SaidNew()
    given = GaveIdentity(name, born)
    if question == "been_here":
        return given if given.name and given.born else None
    return given if given.name or given.born else None


def _is_time(said: PatientSaid) -> bool:
    """Whether all that could be a name was said about a time: "next week", and not "June Carter"."""
    timed = {word for reason in said.understanding.because for word in reason.partition(": ")[2].split()}
    return timed.issuperset(map(folded, full_name(said.text)))


def _unasked(said: PatientSaid, now: datetime) -> Meaning | None:
    """A full name and a date of birth told before anybody asked, by a number that is not on file."""
    name = told_name(said.text)
    born = birth_date(said.text, (said.understanding.lang, *said.facts.clinic.languages), now) if name else None
    return GaveIdentity(name, born) if born is not None else None
