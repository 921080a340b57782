"""The texts about forms: an invitation, and asking once more. Each goes out once, or is skipped for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from scheduler.forms import PlannedText
from storage.schema import form_texts
from storage.work import Work


@dataclass(frozen=True, slots=True)
class FormText:
    """One text; `state` is planned, sent or skipped. What became of one that was sent, its message tells."""

    id: str
    form_id: str
    step: str
    due_at: datetime
    moved_for: str
    state: str
    reason: str
    message_id: str | None = None
    sent_at: datetime | None = None


_OURS = select(*(form_texts.c[name] for name in FormText.__dataclass_fields__)).where(
    form_texts.c.clinic == bindparam("clinic")
)
_IN_ORDER = (form_texts.c.due_at, form_texts.c.id)
_OF_FORM = _OURS.where(form_texts.c.form_id == bindparam("form_id")).order_by(*_IN_ORDER)
_GET = _OURS.where(form_texts.c.id == bindparam("id"))
_OF_MESSAGE = _OURS.where(form_texts.c.message_id == bindparam("message"))
_DUE = (
    _OURS.where(form_texts.c.state == "planned", form_texts.c.due_at <= bindparam("now"))
    .order_by(*_IN_ORDER)
    .limit(bindparam("limit"))
)
_PLANNED_UNTIL = _OURS.where(form_texts.c.state == "planned", form_texts.c.due_at < bindparam("until")).order_by(
    *_IN_ORDER
)
_LOCK = _OURS.where(form_texts.c.id == bindparam("id"), form_texts.c.state == "planned").with_for_update(
    skip_locked=True
)
_INSERT = insert(form_texts)
_HERE = form_texts.c.clinic == bindparam("this_clinic")
_SET = update(form_texts).where(_HERE, form_texts.c.id == bindparam("this_id"))
_SKIP_PLANNED = update(form_texts).where(
    _HERE, form_texts.c.form_id == bindparam("this_form"), form_texts.c.state == "planned"
)


def plan(work: Work, form_id: str, texts: Iterable[PlannedText]) -> None:
    for text in texts:
        row = {"id": work.new_id(), "form_id": form_id, "step": text.step, "message_id": None, "sent_at": None}
        work.rows(_INSERT, **row, created_at=work.now, **_planned(text))


def replan(work: Work, form_id: str, texts: Iterable[PlannedText]) -> None:
    """The visit has moved: what has not gone out yet is due at another time."""
    planned = {text.step: text for text in texts}
    for row in of_form(work, form_id):
        if row.state != "sent" and row.reason != "filled_in" and row.step in planned:
            work.change(_SET, this_id=row.id, **_planned(planned[row.step]))


def again(work: Work, form_id: str, texts: Iterable[PlannedText]) -> None:
    """The form is sent once more, whatever became of its texts."""
    planned = {text.step: text for text in texts}
    for row in of_form(work, form_id):
        work.change(_SET, this_id=row.id, message_id=None, sent_at=None, **_planned(planned[row.step]))


def get(work: Work, id: str) -> FormText | None:
    row = work.rows(_GET, id=id).first()
    return None if row is None else FormText(*row)


def of_form(work: Work, form_id: str) -> tuple[FormText, ...]:
    return tuple(FormText(*row) for row in work.rows(_OF_FORM, form_id=form_id))


def of_message(work: Work, message_id: str) -> FormText | None:
    row = work.rows(_OF_MESSAGE, message=message_id).first()
    return None if row is None else FormText(*row)


def due(work: Work, limit: int) -> tuple[FormText, ...]:
    """Planned texts whose time has come, the oldest first."""
    return tuple(FormText(*row) for row in work.rows(_DUE, now=work.now, limit=limit))


def planned_until(work: Work, until: datetime) -> tuple[FormText, ...]:
    return tuple(FormText(*row) for row in work.rows(_PLANNED_UNTIL, until=until))


def lock_planned(work: Work, id: str) -> FormText | None:
    """The text, ours until the transaction ends; None where it is not planned any more, or in other hands."""
    row = work.rows(_LOCK, id=id).first()
    return None if row is None else FormText(*row)


def skip(work: Work, id: str, reason: str) -> None:
    work.change(_SET, this_id=id, state="skipped", reason=reason)


def skip_planned(work: Work, form_id: str, reason: str) -> None:
    work.change(_SKIP_PLANNED, this_form=form_id, state="skipped", reason=reason)


def put_off(work: Work, id: str, due_at: datetime, waits_for: str) -> None:
    work.change(_SET, this_id=id, due_at=due_at, moved_for=waits_for)


def mark_sent(work: Work, id: str, message_id: str) -> None:
    work.change(_SET, this_id=id, state="sent", message_id=message_id, sent_at=work.now)


def _planned(text: PlannedText) -> dict[str, Any]:
    return {
        "due_at": text.due_at,
        "moved_for": text.moved_for,
        "state": "skipped" if text.skipped else "planned",
        "reason": text.skipped or "",
    }
