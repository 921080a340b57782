"""Why the texts about a visit's forms went out, were moved, or did not go out: in plain words, beside its reminders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import forms as sending
from scheduler.clinic import Clinic
from scheduler.forms import CHASE
from scheduler.model import Appointment
from storage import form_texts, forms, messages
from storage.form_texts import FormText
from storage.forms import Response
from storage.work import Work

SKIPPED = {
    "filled_in": "the form was filled in",
    "too_soon": "it would come right after the first",
    "superseded": "the form was asked for once more at the same time",
    "no_such_form": "the clinic file no longer has this form",
}
MOVED = {
    "quiet_hours": "its own time falls into quiet hours",
    "cap": "the patient had had as many messages from us as the clinic allows",
    "hold": "the patient was being asked what their CANCEL meant",
    "talk": "the patient was in the middle of a conversation",
    "fault": "it could not be composed, which is a fault of ours and in the log",
}


def sentences(
    work: Work, clinic: Clinic, visit: Appointment, zone: ZoneInfo, other_reasons: dict[str, str]
) -> Iterator[str]:
    """One for each text of each form of the visit; `other_reasons` are those that reminders have too."""
    for response in forms.of_visit(work, visit.id):
        for what, told in of_response(work, clinic, response, zone, other_reasons):
            yield f'Form "{response.form}"{what}: {told}.'


def of_response(
    work: Work, clinic: Clinic, response: Response, zone: ZoneInfo, other_reasons: dict[str, str]
) -> Iterator[tuple[str, str]]:
    """Which text of a form, where it is not the first, and what became of it."""
    for text in form_texts.of_form(work, response.id):
        which = ", asked for once more" if text.step == CHASE else ""
        yield which, _told(work, clinic, response, text, zone, SKIPPED | other_reasons)


def _told(
    work: Work, clinic: Clinic, response: Response, text: FormText, zone: ZoneInfo, reasons: dict[str, str]
) -> str:
    if text.state == "skipped":
        return f"not sent, because {SKIPPED.get(text.reason) or reasons.get(text.reason, text.reason)}"
    if text.state == "sent":
        message = messages.get(work, text.message_id or "")
        came = f", {message.status}" if message and message.status != "queued" else ""
        return f"sent {_at(text.sent_at or text.due_at, zone)}{came}"
    moved = f" (moved, because {MOVED.get(text.moved_for, text.moved_for)})" if text.moved_for else ""
    refusal = sending.refusal(work, clinic, response)
    but = f", but not as things stand, because {reasons.get(refusal, refusal)}" if refusal else ""
    return f"will be sent {_at(text.due_at, zone)}{moved}{but}"


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %b} {instant.astimezone(zone):%-d at %H:%M}"
