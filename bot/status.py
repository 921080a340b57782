"""Twilio's delivery reports: late, lost, doubled and out of order, so each moves a message forward or does nothing.

A report whose message is not known yet waits in the table of reports until the sender learns the message's id. The
answer is always 204, but for 403 to a wrong signature: nothing that Twilio could do again would help.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response
from sqlalchemy import Connection
from werkzeug.datastructures import MultiDict

from bot import delivery, doors, log, metrics
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import delivery_reports, messages
from storage.database import DatabaseUnavailable

_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_CODE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True, slots=True)
class Report:
    """One delivery report. `message_id` and `clinic_id` are our own, from the address that we gave with the message."""

    sid: str
    status: str
    code: str
    message_id: str
    clinic_id: str
    from_number: str


def blueprint(desk: Desk) -> Blueprint:
    """`POST /twilio/sms/status`."""
    door = Blueprint("status", __name__)

    @door.post("/twilio/sms/status")
    def status() -> Response:
        asked = doors.the_request()
        if refusal := doors.turned_away(desk, asked, "status"):
            return refusal
        report = parse_report(doors.form(asked), asked.args)
        if report is None:
            metrics.refused("malformed")
            log.get().warning("refused", door="status", reason="malformed")
        else:
            _take_safely(desk, report)
        return Response(status=204)

    return door


def parse_report(form: MultiDict[str, str], query: MultiDict[str, str]) -> Report | None:
    """The report, or None where it is none that can be used."""
    sid, status = form.get("MessageSid", ""), form.get("MessageStatus", "").lower()
    if not _SID.fullmatch(sid) or status not in delivery.STATUSES:
        return None
    return Report(
        sid=sid,
        status=status,
        code=_matching(_CODE, form.get("ErrorCode", "")),
        message_id=_matching(_ID, query.get("m", "")),
        clinic_id=query.get("c", ""),
        from_number=form.get("From", "").rpartition(":")[2],
    )


def take(desk: Desk, report: Report) -> None:
    """Note the report and move its message on. Raises `DatabaseUnavailable`."""
    desk.database.run(lambda connection: _take(desk, connection, report))


def _take_safely(desk: Desk, report: Report) -> None:
    metrics.reported(report.status)
    try:
        take(desk, report)
    except DatabaseUnavailable:
        log.get().warning("report_lost", reason="database_unavailable", sid=report.sid)
    except Exception as error:  # noqa: BLE001  # Twilio cannot help us
        log.failure("report_failed", error, sid=report.sid)
        metrics.failed("status")


def _take(desk: Desk, connection: Connection, report: Report) -> None:
    clinic = _clinic_of(desk, connection, report)
    if clinic is None:
        log.get().warning("report_dropped", reason="unknown_clinic", sid=report.sid)
        return
    work = desk.work(connection, clinic.id)
    if not delivery_reports.note(work, report.sid, report.status, report.code):
        return
    message = messages.get(work, report.message_id) if report.message_id else messages.by_sid(work, report.sid)
    if message is None or (message.sid and message.sid != report.sid):
        log.get().info("report_parked", sid=report.sid, status=report.status)
        return
    delivery.report(work, clinic, message, report.sid, report.status, report.code)


def _clinic_of(desk: Desk, connection: Connection, report: Report) -> Clinic | None:
    if report.clinic_id:
        try:
            return desk.clinic(connection, report.clinic_id)
        except LookupError:
            return None
    return desk.clinic_by_phone(connection, report.from_number)


def _matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""
