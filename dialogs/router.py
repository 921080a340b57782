"""Which flow a meaning starts, resumes or interrupts.

`asides` are answered in the middle of anything, and the open question is asked again afterwards; `start` begins a
flow in place of what was open. A number that is not on file hears general things only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dialogs import answers, needs_staff, new_visits
from dialogs.effects import MarkArrived, OpenCase
from dialogs.events import Facts
from dialogs.flows.cancel import Cancelling
from dialogs.flows.change import Change
from dialogs.flows.choosing import about
from dialogs.flows.confirm import Reminded
from dialogs.flows.form import Filling
from dialogs.flows.identify import IDENTITY, Proving
from dialogs.flows.insurance import Insuring
from dialogs.flows.late import Delay
from dialogs.flows.message import Dictation, pass_on
from dialogs.flows.reschedule import Move, about_moving
from dialogs.flows.waitlist import InLine
from dialogs.flows.welcome import Welcome
from dialogs.handover import GOES_ON, OUTLASTS
from dialogs.hearing import Heard
from dialogs.introducing import says_new
from dialogs.meanings import (
    AskedInfo,
    AskedWhen,
    Confirmed,
    Denied,
    GaveIdentity,
    GaveWhen,
    HasArrived,
    KeepsVisit,
    LeavesMessage,
    LeavesWaitlist,
    NamedProvider,
    NeedsStaff,
    RunsLate,
    SelectedAll,
    WantsBooking,
    WantsCancel,
    WantsChange,
    WantsMove,
    WantsWaitlist,
)
from dialogs.paper_meanings import BringsInsurance, WantsForm
from dialogs.stepping import begin, leave_all
from dialogs.turn import Turn
from dialogs.visits import Person, Visit, reachable, upcoming
from dialogs.wishing import fits
from scheduler.clinic import Clinic

# Who says "I'm here" so long before a visit may be there for it.
SOON = timedelta(hours=2)
# Reasons that the clinic's own answers may settle without a person.
_ANSWERABLE = frozenset({"insurance", "billing", "referral", "records"})
# What a time belongs to where one of these is said with it.
_TIMES_OF_OTHERS = frozenset(
    {AskedInfo, AskedWhen, NeedsStaff, RunsLate, HasArrived, LeavesMessage, KeepsVisit, Denied}
)
_PERSONAL = (
    AskedWhen, Confirmed, WantsMove, WantsCancel, WantsChange, WantsBooking, WantsWaitlist, LeavesWaitlist,
    WantsForm, BringsInsurance,
)  # fmt: skip


def asides(turn: Turn, heard: Heard, facts: Facts) -> Turn | None:
    """What can be answered without touching the open flow; None where nothing of that kind was said."""
    before = turn
    settled: set[type] = set()
    for meaning in heard.meanings:
        tell = _ASIDES.get(type(meaning))
        told = tell(turn, meaning, heard, facts, settled) if tell is not None else None
        if told is not None:
            turn = told
            settled.add(type(meaning))
    return None if turn is before else turn


def _questioned(turn: Turn, asked: AskedInfo, heard: Heard, facts: Facts, settled: set[type]) -> Turn | None:
    if NeedsStaff in settled or (AskedInfo in settled and not asked.words):
        return None
    said = answers.find(asked.words or heard.words, asked.topic, facts, turn.session.language, heard.when)
    if said is None:
        return unanswerable(turn, asked.topic) if asked.words else None
    return answers.given(turn, said) if said not in turn.says else turn


def unanswerable(turn: Turn, topic: str) -> Turn:
    """Never an invented answer: a person will give it."""
    reason = needs_staff.reason_of(topic)
    if reason is not None:
        return for_staff(turn, reason)
    case = OpenCase("other", "Asked a question that the clinic file does not answer.")
    return turn if case in turn.effects else turn.saying("no_answer").doing(case)


def _next_visits(turn: Turn, asked: AskedWhen, heard: Heard, facts: Facts, settled: set[type]) -> Turn | None:
    if not reachable(facts):
        return None
    visits = meant(upcoming(facts), heard, facts)
    if not visits:
        return turn.saying("no_visits")
    return turn.saying("next_visit" if len(visits) == 1 else "next_visits", visits=visits)


def _needs_staff(turn: Turn, needs: NeedsStaff, heard: Heard, facts: Facts, settled: set[type]) -> Turn | None:
    reason = needs.reason
    if reason in _ANSWERABLE and (own := answers.own_answer(heard.words, facts.clinic)) is not None:
        said = answers.find(heard.words, own, facts, turn.session.language)
        if said is not None:
            return answers.given(turn, said)
    return for_staff(turn, reason)


def for_staff(turn: Turn, reason: str) -> Turn:
    """Passed on, under its reason."""
    case = OpenCase(needs_staff.case_reason(reason), needs_staff.summary(reason), needs_staff.priority(reason))
    return turn.saying(needs_staff.prompt(reason)).doing(case)


def _late(turn: Turn, late: RunsLate, heard: Heard, facts: Facts, settled: set[type]) -> Turn | None:
    if _today(turn, heard, facts):
        return None  # the flow about that visit begins
    return turn.saying("running_late").doing(OpenCase("running_late", "Is on the way, but late.", "urgent"))


def _arrived(turn: Turn, here: HasArrived, heard: Heard, facts: Facts, settled: set[type]) -> Turn:
    """The visit that begins soon is marked; where it could be several, staff look."""
    soon = [visit for visit in _today(turn, heard, facts) if _begins_soon(visit, turn)]
    place = "outside" if here.outside else "here"
    case = OpenCase("other", f"Says that they are {place}.", "urgent", soon[0].patient_id if len(soon) == 1 else None)
    turn = turn.doing(MarkArrived(soon[0].id)) if len(soon) == 1 else turn
    return turn.saying("arrived_outside" if here.outside else "arrived").doing(case)


def _today(turn: Turn, heard: Heard, facts: Facts) -> tuple[Visit, ...]:
    """The visits of today that the words can mean, on the clock of their location."""
    now = turn.session.last_at
    if now is None:
        return ()
    visits = (visit for visit in upcoming(facts) if _is_on(visit, now, facts.clinic))
    return meant(tuple(visits), heard, facts)


def _is_on(visit: Visit, now: datetime, clinic: Clinic) -> bool:
    zone = clinic.zone(visit.appointment.slot.location)
    return visit.appointment.slot.starts_at.astimezone(zone).date() == now.astimezone(zone).date()


def _begins_soon(visit: Visit, turn: Turn) -> bool:
    now = turn.session.last_at
    return now is not None and visit.appointment.slot.starts_at - now <= SOON


def _message(turn: Turn, leaves: LeavesMessage, heard: Heard, facts: Facts, settled: set[type]) -> Turn | None:
    if NeedsStaff in settled or not leaves.whole:
        return None
    return turn.saying("message_passed").doing(pass_on(Dictation()))


_ASIDES: dict[type, Callable[[Turn, Any, Heard, Facts, set[type]], Turn | None]] = {
    NeedsStaff: _needs_staff,
    AskedInfo: _questioned,
    AskedWhen: _next_visits,
    RunsLate: _late,
    HasArrived: _arrived,
    LeavesMessage: _message,
}


_STARTS: tuple[tuple[type, str], ...] = (
    (WantsWaitlist, "waitlist"),
    (LeavesWaitlist, "waitlist"),
    (WantsCancel, "cancel"),
    (WantsMove, "reschedule"),
    (WantsChange, "change"),
)


def start(turn: Turn, heard: Heard, facts: Facts, now: datetime) -> Turn | None:
    """Begin what the patient wants; None where nothing was wanted."""
    begun = _beside(turn, heard, facts)
    if begun is not None:
        return begun
    if not reachable(facts):
        return _unknown(turn, heard, facts)
    meanings = {type(meaning): meaning for meaning in heard.meanings}
    if WantsBooking in meanings and not meanings.keys() & {WantsMove, WantsCancel, WantsChange}:
        return new_visits.book(turn, meanings, facts, now)
    if (papers := _papers(turn, meanings, facts)) is not None:
        return papers
    if not _idle(turn):
        meanings.pop(Confirmed, None)
    chosen = _flow_for(meanings)
    if chosen is None:
        return _first_wish(turn, meanings, facts)
    flow, meaning = chosen
    visits = about(_in_question(turn, heard, facts), meaning)
    return begin(leave_all(turn, but=GOES_ON, waiting=True), flow, memory_of(flow, visits, meaning, heard))


def _first_wish(turn: Turn, meanings: dict[type, Any], facts: Facts) -> Turn | None:
    """A time that somebody without a visit names, with nothing open and nothing asked, is the wish for one."""
    gave = meanings.get(GaveWhen)
    if gave is None or meanings.keys() & _TIMES_OF_OTHERS or not _idle(turn) or upcoming(facts):
        return None
    wants = WantsBooking(when=gave.when)
    return begin(leave_all(turn, but=OUTLASTS), "book", new_visits.booking({**meanings, WantsBooking: wants}, facts))


def _papers(turn: Turn, meanings: dict[type, Any], facts: Facts) -> Turn | None:
    """A form that is asked for, or insurance that is brought; one of each kind is open at most."""
    if BringsInsurance in meanings:
        patients = reachable(facts)
        people = tuple(Person(one.id, one.first_name if len(patients) > 1 else "") for one in patients)
        memory = Insuring(people, people[0] if len(people) == 1 else None)
        return begin(leave_all(turn, but=(*OUTLASTS, "form")), "insurance", memory)
    if WantsForm in meanings:
        return begin(leave_all(turn, but=(*OUTLASTS, "insurance")), "form", Filling())
    return None


def _beside(turn: Turn, heard: Heard, facts: Facts) -> Turn | None:
    """A short flow of its own on top of what is open, which goes on afterwards."""
    for meaning in heard.meanings:
        if isinstance(meaning, LeavesMessage) and not meaning.whole and not heard.has(NeedsStaff):
            return begin(turn, "message", Dictation())
        if isinstance(meaning, RunsLate) and (today := _today(turn, heard, facts)):
            return begin(turn, "late", Delay(today[0], meaning.minutes))
    return None


def _idle(turn: Turn) -> bool:
    """Whether no question is open to which a yes could belong."""
    frame = turn.session.top
    return frame is None or frame.flow == "welcome"


def _flow_for(meanings: dict[type, Any]) -> tuple[str, Any] | None:
    """Moving and cancelling in one breath are asked back."""
    if WantsMove in meanings and WantsCancel in meanings:
        return "change", meanings[WantsCancel]
    for kind, flow in _STARTS:
        if kind in meanings:
            return flow, meanings[kind]
    yes = meanings.get(Confirmed)
    return ("confirm", yes) if yes is not None and yes.sure else None


def _with_provider(move: Move, heard: Heard) -> Move:
    """A provider who sees none of the visits is a wish, not a description: "move it to Dr. Ortiz"."""
    named = next((meaning for meaning in heard.meanings if isinstance(meaning, NamedProvider)), None)
    if named is None:
        return move
    if named.refused:
        return replace(move, refused=named.provider)
    own = any(visit.appointment.slot.provider == named.provider for visit in move.visits)
    return move if own else replace(move, provider=named.provider)


def _in_line(visits: tuple[Visit, ...], meaning: WantsWaitlist | LeavesWaitlist) -> InLine:
    return InLine(leaving=meaning.patients) if isinstance(meaning, LeavesWaitlist) else InLine(visits, meaning.when)


_MEMORIES: dict[str, Callable[[tuple[Visit, ...], Any, Heard], Any]] = {
    "cancel": lambda visits, meaning, heard: Cancelling(
        visits, heard.has(SelectedAll) and len(visits) > 1, reason=meaning.reason
    ),
    "change": lambda visits, meaning, heard: Change(visits),
    "reschedule": lambda visits, meaning, heard: _with_provider(about_moving(visits, meaning), heard),
    "waitlist": lambda visits, meaning, heard: _in_line(visits, meaning),
    "confirm": lambda visits, meaning, heard: Reminded(visits, by_reminder=False),
}


def memory_of(flow: str, visits: tuple[Visit, ...], meaning: Any, heard: Heard) -> Any:
    """What a flow begins with."""
    return _MEMORIES[flow](visits, meaning, heard)


def _unknown(turn: Turn, heard: Heard, facts: Facts) -> Turn | None:
    """Nothing personal before they have shown whom they speak for."""
    asked = [meaning for meaning in heard.meanings if isinstance(meaning, _PERSONAL)]
    if all(isinstance(meaning, Confirmed) and not meaning.sure for meaning in asked):
        return None  # a bare "ok" asks for nothing
    if facts.public:
        return leave_all(turn).saying("other_channel")
    if turn.session.top is not None and turn.session.top.flow == "identify":
        return None
    if turn.session.handed_over == IDENTITY.reason:
        return leave_all(turn).saying("needs_staff_identity").doing(IDENTITY)
    told = next((meaning for meaning in heard.meanings if isinstance(meaning, GaveIdentity)), GaveIdentity())
    wanted = tuple(meaning for meaning in heard.meanings if meaning is not told)
    return begin(leave_all(turn), "identify", Proving(wanted, says_new(heard.words), told.name, told.born))


def _in_question(turn: Turn, heard: Heard, facts: Facts) -> tuple[Visit, ...]:
    """The visit that the open flow is about, else those that the words can mean."""
    booked = upcoming(facts)
    frame = turn.session.top
    open_ids = {visit.id for visit in getattr(frame.memory, "visits", ())} if frame is not None else set()
    if any(getattr(meaning, "other", False) for meaning in heard.meanings):
        booked = tuple(visit for visit in booked if visit.id not in open_ids) or booked
    elif len(open_ids) == 1 and (same := tuple(visit for visit in booked if visit.id in open_ids)):
        return same
    return meant(booked, heard, facts)


def meant(visits: tuple[Visit, ...], heard: Heard, facts: Facts) -> tuple[Visit, ...]:
    """Those of the visits that the patient, provider or time in the words tells apart; all where nothing does."""
    for tells in (_is_theirs, _is_with, _is_then):
        visits = tuple(visit for visit in visits if tells(visit, heard, facts)) or visits
    return visits


def _is_theirs(visit: Visit, heard: Heard, facts: Facts) -> bool:
    return any(visit.appointment.patient_id in getattr(meaning, "patients", ()) for meaning in heard.meanings)


def _is_with(visit: Visit, heard: Heard, facts: Facts) -> bool:
    provider = visit.appointment.slot.provider
    return any(isinstance(named, NamedProvider) and named.provider == provider for named in heard.meanings)


def _is_then(visit: Visit, heard: Heard, facts: Facts) -> bool:
    """Only where the time is not the wish itself."""
    wished = any(isinstance(meaning, WantsMove) and not meaning.when.is_any_time for meaning in heard.meanings)
    if heard.when is None or wished:
        return False
    slot = visit.appointment.slot
    return fits(heard.when, slot.starts_at, facts.clinic.zone(slot.location))


def welcome(turn: Turn, facts: Facts) -> Turn:
    """What can be done here."""
    if not reachable(facts):
        return turn.saying("welcome_unknown")
    return begin(leave_all(turn, but=OUTLASTS), "welcome", Welcome())


def is_personal(meaning: object) -> bool:
    """Whether an answer would tell or change something about a person, so that it must be known who asks."""
    return isinstance(meaning, _PERSONAL)
