"""Confirm: the answer to a reminder, or "I confirm" unasked. What has passed or moved meanwhile is never confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.effects import ConfirmAppointment
from dialogs.events import AppointmentConfirmed, Facts, NotAllowed
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.cancel import Cancelling
from dialogs.flows.change import Change
from dialogs.flows.choosing import about, choosing, listed
from dialogs.flows.reschedule import Move, about_moving
from dialogs.meanings import Confirmed, Denied, Entered, GaveWhen, SelectedAll, WantsCancel, WantsChange, WantsMove
from dialogs.visits import Visit, same_time, upcoming
from scheduler.model import Appointment
from scheduler.values import changed, quick


@quick
@dataclass(frozen=True, slots=True)
class Reminded:
    """The visits in question as they stand today, those that `moved` since the reminder, the committed rows.

    `left` are visits of the same reminder that the patient has not spoken about yet. `by_reminder` says that a
    reminder asked the question; otherwise the patient confirms unasked.
    """

    visits: tuple[Visit, ...]
    by_reminder: bool = True
    moved: tuple[Visit, ...] = ()
    left: tuple[Visit, ...] = ()
    confirmed: tuple[Appointment, ...] = ()


def values(memory: Reminded) -> dict[str, object]:
    visits = memory.visits or memory.moved
    return {"visits": visits, **listed(Reminded(visits))}


def as_it_stands(memory: Reminded, facts: Facts, now: datetime) -> Reminded | None:
    """Compare the reminder with the calendar of today; None where nothing of it is left there."""
    known = {visit.id: visit for visit in upcoming(facts)}
    seen = {visit.id: visit.appointment for visit in (*memory.visits, *memory.moved)}
    here = [known[visit_id] for visit_id in seen if visit_id in known]
    kept = tuple([visit for visit in here if same_time(seen[visit.id], visit.appointment)])
    moved = () if len(kept) == len(here) else tuple([visit for visit in here if visit not in kept])
    if kept == memory.visits and moved == memory.moved:
        return memory
    return changed(memory, visits=kept, moved=moved) if here else None


def only_moved(memory: Reminded, said: object) -> bool:
    return not memory.visits


def take_moved(memory: Reminded, said: object) -> Reminded:
    return changed(memory, visits=memory.moved, moved=())


def unasked(memory: Reminded, said: object) -> bool:
    return not memory.by_reminder


def unasked_none(memory: Reminded, said: object) -> bool:
    return unasked(memory, said) and not memory.visits


def unasked_several(memory: Reminded, said: object) -> bool:
    return unasked(memory, said) and len(memory.visits) > 1


def set_others_aside(memory: Reminded, said: Confirmed | SelectedAll) -> Reminded:
    if isinstance(said, SelectedAll):
        return memory
    meant = about(memory.visits, said)
    return changed(memory, visits=meant, left=tuple(visit for visit in memory.visits if visit not in meant))


def confirm_next(memory: Reminded) -> ConfirmAppointment:
    return ConfirmAppointment(memory.visits[len(memory.confirmed)].id)


def keep_row(memory: Reminded, done: AppointmentConfirmed) -> Reminded:
    return changed(memory, confirmed=(*memory.confirmed, done.appointment))


def more_to_confirm(memory: Reminded, done: AppointmentConfirmed) -> bool:
    return len(memory.confirmed) + 1 < len(memory.visits)


def others_left(memory: Reminded, done: AppointmentConfirmed) -> bool:
    return bool(memory.left)


def turn_to_others(memory: Reminded, event: object) -> Reminded:
    return changed(memory, visits=memory.left, left=(), confirmed=())


def rows(memory: Reminded, done: AppointmentConfirmed) -> dict[str, object]:
    names = {visit.id: visit.name for visit in memory.visits}
    visits = tuple(Visit(row, names[row.id]) for row in memory.confirmed)
    return {"visits": visits, "visit": visits[0]}


def to_change(memory: Reminded, said: object) -> Change:
    return Change(about(memory.visits, said) if isinstance(said, WantsChange) else memory.visits)


def to_move(memory: Reminded, said: object) -> Move:
    return about_moving(memory.visits, said)


def to_cancel(memory: Reminded, said: WantsCancel) -> Cancelling:
    return Cancelling(about(memory.visits, said), reason=said.reason)


ANSWER = (Confirmed, SelectedAll, Denied, WantsChange, WantsMove, WantsCancel, GaveWhen)

# A late answer never acts on a visit that has another time than the reminder named; one that is gone ends the flow.
ANSWERS = (
    On(ANSWER, only_moved, keep=take_moved, say="moved_meanwhile", to="asking_again"),
    On(WantsCancel, to=Go("cancel", to_cancel)),
    On((WantsMove, GaveWhen), to=Go("reschedule", to_move)),
    On((WantsChange, Denied), to=Go("change", to_change)),
    On((Confirmed, SelectedAll), keep=set_others_aside, do=confirm_next, to="recording"),
)
MENU = (Confirmed(), WantsChange())

CONFIRM = Flow(
    "confirm",
    State(
        "starting",
        On(Entered, unasked_none, say="no_visits", to=DONE),
        On(Entered, unasked_several, to="choosing"),
        On(Entered, unasked, do=confirm_next, to="recording"),
        On(Entered, to="asked"),
    ),
    # The reminder itself asked; it went out long before the answer came.
    State("asked", *ANSWERS, again="confirm_again", menu=MENU),
    State("asking_again", *ANSWERS, ask="confirm_again", menu=MENU),
    choosing(
        "which_to_confirm",
        On((Confirmed, SelectedAll), keep=set_others_aside, do=confirm_next, to="recording"),
    ),
    State(
        "recording",
        On(AppointmentConfirmed, more_to_confirm, keep=keep_row, do=confirm_next),
        On(AppointmentConfirmed, others_left, keep=keep_row, say="confirmed", tell=rows, to="turning"),
        On(AppointmentConfirmed, keep=keep_row, say="confirmed", tell=rows, to=DONE),
        On(NotAllowed, say="visit_gone", to=DONE),
    ),
    State("turning", On(Entered, keep=turn_to_others, to="asking_again")),
    memory=Reminded,
    values=values,
    refresh=as_it_stands,
    lasts_hours=14 * 24,
)
