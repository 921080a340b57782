"""Cases: what a person must look at. While one of a reason is unresolved, more of it is added to that one.

Summaries, notes and the holders' names are unreadable at rest. Who may do what with a case is for `bot.cases` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, insert, literal, select, update

from storage import audit
from storage.schema import cases, messages
from storage.work import Work

PRIORITIES = ("normal", "urgent", "emergency")


@dataclass(frozen=True, slots=True)
class Case:
    """`held_by` is the actor who claimed it (`staff:ID`), `claimed_by` their e-mail or their token's name."""

    id: str
    conversation_id: str
    patient_id: str | None
    reason: str
    priority: str
    state: str
    summary: str
    opened_at: datetime
    held_by: str = ""
    claimed_by: str | None = None
    claimed_at: datetime | None = None
    resolved_at: datetime | None = None
    note: str = ""
    risen_at: datetime | None = None
    outcome: str | None = None

    @property
    def waits_since(self) -> datetime:
        """From when on its time is counted: since it was opened, or last rose."""
        return self.risen_at or self.opened_at


def _this() -> Update:
    return update(cases).where(cases.c.clinic == bindparam("this_clinic"), cases.c.id == bindparam("this_id"))


_OF_CLINIC = select(*(cases.c[name] for name in Case.__dataclass_fields__)).where(cases.c.clinic == bindparam("clinic"))
_GET = _OF_CLINIC.where(cases.c.id == bindparam("id"))
_OF_CONVERSATION = _OF_CLINIC.where(cases.c.conversation_id == bindparam("conversation_id")).order_by(cases.c.id)
_UNRESOLVED = (
    _OF_CLINIC.where(
        cases.c.conversation_id == bindparam("conversation_id"),
        cases.c.reason == bindparam("reason"),
        cases.c.state != "resolved",
    )
    .order_by(cases.c.id)
    .limit(1)
    .with_for_update()
)
_PAGE = (
    _OF_CLINIC.where(cases.c.state.in_(bindparam("states", expanding=True)), cases.c.id > bindparam("after"))
    .order_by(cases.c.id)
    .limit(bindparam("most"))
)
_ANSWERED = (
    select(literal(1))
    .where(
        messages.c.clinic == cases.c.clinic,
        messages.c.conversation_id == cases.c.conversation_id,
        messages.c.created_at >= cases.c.opened_at,
        messages.c.author == "staff",
    )
    .exists()
)
_UNANSWERED = _OF_CLINIC.where(cases.c.state.in_(("open", "claimed")), ~_ANSWERED)
_UNANSWERED_ONE = _UNANSWERED.where(cases.c.id == bindparam("id"))
_UNANSWERED_PAGE = _UNANSWERED.where(cases.c.id > bindparam("after")).order_by(cases.c.id).limit(bindparam("most"))
_INSERT = insert(cases)
_ADD = _this().values(
    priority=bindparam("new_priority"), summary=bindparam("new_summary"), patient_id=bindparam("new_patient")
)
_CLAIM = (
    _this()
    .where(cases.c.state == "open")
    .values(state="claimed", held_by=bindparam("actor"), claimed_by=bindparam("name"), claimed_at=bindparam("now"))
)
_RESOLVE = (
    _this()
    .where(cases.c.state != "resolved")
    .values(
        state="resolved",
        held_by=bindparam("actor"),
        resolved_at=bindparam("now"),
        note=bindparam("new_note"),
        outcome=bindparam("new_outcome"),
    )
)
_RISE = _this().where(cases.c.state != "resolved").values(priority=bindparam("new_priority"), risen_at=bindparam("now"))
_LAPSE = _this().where(cases.c.state == "claimed").values(state="open", held_by="", claimed_by=None, claimed_at=None)


def open_case(
    work: Work,
    *,
    conversation_id: str,
    reason: str,
    priority: str,
    summary: str,
    patient_id: str | None,
    actor: str,
) -> Case:
    """Hand over to staff, or add to the case of this conversation and reason that nobody has resolved yet."""
    known = work.rows(_UNRESOLVED, conversation_id=conversation_id, reason=reason).first()
    if known is not None:
        return _add_to(work, Case(*known), priority, summary, patient_id, actor)
    case = Case(work.new_id(), conversation_id, patient_id, reason, priority, "open", summary, work.now)
    work.rows(_INSERT, **asdict(case))
    audit.write(work, actor, "case.opened", f"case:{case.id}", after={"reason": reason, "priority": priority})
    return case


def get(work: Work, id: str) -> Case | None:
    row = work.rows(_GET, id=id).first()
    return None if row is None else Case(*row)


def of_conversation(work: Work, id: str) -> list[Case]:
    """All cases of a conversation, in the order in which they were opened."""
    return [Case(*row) for row in work.rows(_OF_CONVERSATION, conversation_id=id)]


def page(work: Work, states: Sequence[str], limit: int, after: str | None) -> list[Case]:
    """Up to `limit` cases in these states, in the order in which they were opened, that come after that id."""
    return [Case(*row) for row in work.rows(_PAGE, states=list(states), most=limit, after=after or "")]


def claim(work: Work, id: str, actor: str, name: str) -> Case:
    """Give an open case to `actor`, whom people know as `name`. Raises `LookupError`."""
    work.change(_CLAIM, this_id=id, actor=actor, name=name, now=work.now)
    return _known(work, id)


def resolve(work: Work, id: str, actor: str, note: str, outcome: str | None = None) -> Case:
    """Close a case. Raises `LookupError`."""
    work.change(_RESOLVE, this_id=id, actor=actor, new_note=note, new_outcome=outcome, now=work.now)
    return _known(work, id)


def unanswered(work: Work, limit: int, after: str = "") -> list[Case]:
    """Up to `limit` unresolved cases that no person has answered, in the order in which they were opened."""
    return [Case(*row) for row in work.rows(_UNANSWERED_PAGE, most=limit, after=after)]


def unanswered_one(work: Work, id: str) -> Case | None:
    """The case, if it is neither resolved nor answered."""
    row = work.rows(_UNANSWERED_ONE, id=id).first()
    return None if row is None else Case(*row)


def rise(work: Work, id: str, priority: str) -> None:
    """It has waited too long: from now on it has this priority and stands above those that have not."""
    work.change(_RISE, this_id=id, new_priority=priority, now=work.now)


def lapse(work: Work, id: str) -> None:
    """Whoever claimed it holds it no more."""
    work.change(_LAPSE, this_id=id)


def _known(work: Work, id: str) -> Case:
    case = get(work, id)
    if case is None:
        raise LookupError(f"There is no case {id}.")
    return case


def _add_to(work: Work, case: Case, priority: str, summary: str, patient_id: str | None, actor: str) -> Case:
    added = replace(
        case,
        priority=max(case.priority, priority, key=PRIORITIES.index),
        summary=case.summary if summary in case.summary.split("\n") else f"{case.summary}\n{summary}",
        patient_id=case.patient_id or patient_id,
    )
    if added != case:
        work.change(
            _ADD,
            this_id=case.id,
            new_priority=added.priority,
            new_summary=added.summary,
            new_patient=added.patient_id,
        )
        audit.write(work, actor, "case.added_to", f"case:{case.id}", _told(case), _told(added))
    return added


def _told(case: Case) -> dict[str, Any]:
    return {"priority": case.priority, "summary": case.summary}
