"""What is answered, as JSON values: a case, a page of cases, a message. Instants are on the clinic's wall clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scheduler.clinic import Clinic
from storage import patients
from storage.cases import Case
from storage.messages import Message
from storage.work import Work


def page(work: Work, clinic: Clinic, found: Sequence[Case], *, more: bool) -> dict[str, Any]:
    """Cases, and what to ask for next where there are more."""
    on_file = patients.many(work, {case.patient_id for case in found if case.patient_id})
    external_ids = {id_: patient.external_id for id_, patient in on_file.items()}
    return {
        "cases": [_case(clinic, each, external_ids) for each in found],
        "next": found[-1].id if more and found else None,
    }


def case(work: Work, clinic: Clinic, found: Case) -> dict[str, Any]:
    [document] = page(work, clinic, [found], more=False)["cases"]
    return dict(document)


def message(clinic: Clinic, sent: Message) -> dict[str, Any]:
    return {
        "id": sent.id,
        "conversation_id": sent.conversation_id,
        "clinic": clinic.id,
        "channel": sent.channel,
        "direction": sent.direction,
        "author": sent.author,
        "from": sent.from_number,
        "to": sent.to_number,
        "body": sent.body,
        "sid": sent.sid,
        "status": sent.status,
        "error_code": sent.error_code or None,
        "segments": sent.segments,
        "created_at": _iso(clinic, sent.created_at),
    }


def _case(clinic: Clinic, found: Case, external_ids: dict[str, str]) -> dict[str, Any]:
    return {
        "id": found.id,
        "clinic": clinic.id,
        "conversation_id": found.conversation_id,
        "patient_external_id": external_ids.get(found.patient_id or ""),
        "reason": found.reason,
        "priority": found.priority,
        "state": found.state,
        "summary": found.summary,
        "opened_at": _iso(clinic, found.opened_at),
        "claimed_by": found.claimed_by or None,
        "resolved_at": _iso(clinic, found.resolved_at) if found.resolved_at else None,
    }


def _iso(clinic: Clinic, at: datetime) -> str:
    return at.astimezone(clinic.zone()).isoformat()
