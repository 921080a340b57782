"""Twilio's doors for calls. Every answer to a signed call is TwiML with status 200, whatever happens inside.

Wrong or missing signature 403, a malformed request 400. The doors of fallback are the same: a turn that was answered
gets its document again. Reports about calls are answered 204.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import Connection

from bot import doors, log, metrics, twiml
from bot.calls import answering, hangups, people, plainly, reminding, voicemail, whispers
from bot.calls.requests import (
    DIALLED,
    RECORDED,
    RECORDING,
    REMINDER,
    STATUS,
    TURN,
    WHISPER,
    CallRequest,
    Malformed,
    of_fallback,
    parse,
)
from bot.calls.turns import Respond, take_turn
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage.database import deadline

CALL = "/twilio/voice"
MOST_SECONDS = 8.0

Report = Callable[[Desk, Connection, Clinic], None]


def blueprint(desk: Desk) -> Blueprint:
    """`POST /twilio/voice`, the addresses that its documents lead to, and `/twilio/voice/status`."""
    room = Blueprint("voice", __name__)

    def door(path: str, view: Callable[[], Response]) -> None:
        def signed() -> Response:
            return doors.turned_away(desk, doors.the_request(), "voice") or view()

        room.add_url_rule(path, path.replace("/", "_"), signed, methods=["POST"])

    for path in (CALL, TURN, DIALLED, RECORDED, REMINDER):
        door(path, lambda path=path: _spoken(desk, path))  # type: ignore[misc]
    door(WHISPER, lambda: _whispered(desk))
    door(RECORDING, lambda: _reported(desk, voicemail.reported))
    door(STATUS, lambda: _reported(desk, hangups.reported))
    return room


def turn_of(path: str, asked: CallRequest) -> tuple[CallRequest, Respond, str]:
    """Which turn an address asks for, what answers it, and how the thread shows what the caller did."""
    if path == CALL:
        path, asked = of_fallback(path, asked)
    match path:
        case "/twilio/voice/turn":
            return asked, answering.answer, _shown(asked)
        case "/twilio/voice/dialled":
            return asked, people.connected, "(the call to staff has ended)"
        case "/twilio/voice/recorded":
            return asked, voicemail.taken, "(the voice message has ended)"
        case "/twilio/voice/reminder":
            return asked, reminding.picked_up, "(the call was picked up)"
    return asked, answering.greet, "(calls)"


def document_for(desk: Desk, path: str, asked: CallRequest, clinic_id: str = "") -> str:
    """The document of a request, whatever happens."""
    metrics.received("voice")
    try:
        with deadline(MOST_SECONDS):
            clinic = _clinic(desk, clinic_id, asked.clinic_phone)
            if clinic is None:
                metrics.refused("unknown_number")
                return plainly.not_in_service()
            asked, respond, heard = turn_of(path, asked.seen_from(clinic.phone))
            return take_turn(desk, clinic, asked, respond, heard)
    except Exception as error:  # noqa: BLE001  # a caller hears a person's words, whatever it is
        log.failure("call_failed", error)
        metrics.failed("voice")
        return plainly.sorry(desk.remembered(asked.clinic_phone))


def _spoken(desk: Desk, path: str) -> Response:
    try:
        asked = parse(doors.form(doors.the_request()), request.args, desk.settings.twilio_account_sid)
    except Malformed as error:
        return doors.malformed("voice", str(error))
    return _twiml(document_for(desk, path, asked, request.args.get("c", "")))


def _whispered(desk: Desk) -> Response:
    """Staff are told who calls; whatever fails, they are connected."""
    try:
        with deadline(MOST_SECONDS), desk.database.reading() as connection:
            clinic = desk.clinic(connection, request.args.get("c", ""))
            work = desk.work(connection, clinic.id)
            return _twiml(whispers.words(work, clinic, request.args.get("call", "")))
    except Exception as error:  # noqa: BLE001  # the caller waits
        log.failure("whisper_failed", error)
        return _twiml(whispers.SILENCE)


def _reported(desk: Desk, take: Callable[[Any, Clinic, Any, Any], None]) -> Response:
    """Take a report, in one commit; Twilio could not help us with what fails."""
    form, query = doors.form(doors.the_request()), request.args

    def write(connection: Connection) -> None:
        phones = (form.get("To", ""), form.get("From", ""))
        found = (_found(desk, connection, query.get("c", ""), phone) for phone in phones)
        clinic = next((clinic for clinic in found if clinic is not None), None)
        if clinic is not None:
            take(desk.work(connection, clinic.id), clinic, form, query)

    try:
        with deadline(MOST_SECONDS):
            desk.database.run(write)
    except Exception as error:  # noqa: BLE001
        log.failure("report_failed", error)
        metrics.failed("voice")
    return Response(status=204)


def _clinic(desk: Desk, clinic_id: str, phone: str) -> Clinic | None:
    with desk.database.reading() as connection:
        return _found(desk, connection, clinic_id, phone)


def _found(desk: Desk, connection: Connection, clinic_id: str, phone: str) -> Clinic | None:
    if not clinic_id:
        return desk.clinic_by_phone(connection, phone)
    try:
        return desk.clinic(connection, clinic_id)
    except LookupError:
        return None


def _shown(asked: CallRequest) -> str:
    """What the thread shows of keys and words; a date of birth is not repeated there."""
    gathered = asked.gathered
    digits = gathered.digits.rstrip("#")
    if digits:
        return "(keys: a date)" if len(digits) > 2 else f"(key: {digits})"
    return gathered.speech.strip() or "(silence)"


def _twiml(document: str) -> Response:
    return Response(document, content_type=twiml.CONTENT_TYPE)
