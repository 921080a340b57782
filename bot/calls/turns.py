"""One turn of a call: what was keyed or heard, and one document, in one commit.

A turn is known by its call and its number. Whoever asks for it again gets the same document, and nothing happens twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby

from sqlalchemy import Connection

from bot import log
from bot.calls import answering, people
from bot.calls.documents import (
    BIRTH_DIGITS,
    Connect,
    HangUp,
    Listen,
    Spoken,
    TakeMessage,
    Then,
    document,
    words_of,
)
from bot.calls.lines import Answer, Line, Next
from bot.calls.requests import DIALLED, RECORDED, RECORDING, TURN, WHISPER, CallRequest, address
from bot.effects import writes
from bot.wiring import Desk
from dialogs import prompts, record
from dialogs.calls import menus, spelling
from dialogs.calls.call import Call, Step
from dialogs.effects import OpenCase
from dialogs.say import Say
from dialogs.session import Session
from scheduler.clinic import Clinic
from storage import calls, conversations, patients, turns
from storage.answering import AlreadyAnswered, Answered
from storage.answering import keep as keep_turn
from storage.calls import CallRow
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.work import Work

FAILED = OpenCase("other", "The bot failed in a call of this patient, and has looked for a person.", "urgent")

Respond = Callable[[Line], Answer]


def take_turn(desk: Desk, clinic: Clinic, request: CallRequest, respond: Respond, heard: str) -> str:
    """The document of this turn; `heard` is how the thread shows what the caller did.

    The lock of the conversation makes two requests for one turn wait for each other. Raises `DatabaseUnavailable`.
    """
    try:
        return desk.database.run(lambda connection: _turn(desk, connection, clinic, request, respond, heard))
    except (AlreadyAnswered, DatabaseUnavailable):
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the caller is answered
        log.failure("call_failed", error)
    return desk.database.run(lambda connection: _turn(desk, connection, clinic, request, _apologise, heard))


def _turn(
    desk: Desk, connection: Connection, clinic: Clinic, request: CallRequest, respond: Respond, heard: str
) -> str:
    work = desk.work(connection, clinic.id)
    conversation = conversations.lock(work, "voice", request.thread, _first_language(work, clinic, request))
    if (known := turns.stored_answer(work, request.key)) is not None:
        return known
    row = calls.get(work, request.sid)
    line = Line(work, clinic, request, conversation, _call(row, conversation, clinic, work))
    answer = _answer(line, row, respond)
    return _keep(line, row, answer, heard)


def _answer(line: Line, row: CallRow | None, respond: Respond) -> Answer:
    """What answers: the greeting where the call is not known, and nothing new where nobody is there any more."""
    if row is None and line.request.turn:
        return answering.greet(line)
    if row is not None and row.ended_at is not None and respond is answering.answer:
        return Answer(line.call, then=Next.HANG_UP)
    return respond(line)


def _first_language(work: Work, clinic: Clinic, request: CallRequest) -> str:
    on_file = patients.on_phone(work, request.caller) if request.caller else ()
    return on_file[0].language if on_file else clinic.default_language


def _call(row: CallRow | None, conversation: Conversation, clinic: Clinic, work: Work) -> Call:
    """Where the call stands; a new one begins in the language that was spoken last."""
    known = Call.from_json(row.state) if row is not None else None
    language = prompts.catalogue_language(conversation.language, clinic)
    return known or Call(Session.fresh(language).having(last_at=work.now))


def _apologise(line: Line) -> Answer:
    """Something of ours broke: the caller hears so and gets a person, staff get a case."""
    line.hands(line.facts()).carry_out(FAILED)
    begun = line.having(session=Session.fresh(line.call.language).having(last_at=line.work.now), step=Step.TALK)
    return people.find(begun, "other", (Say("apology"),))


def _keep(line: Line, row: CallRow | None, answer: Answer, heard: str) -> str:
    """Document, thread, dialog and call, as one."""
    work, request, conversation = line.work, line.request, line.conversation
    spoken = tuple(spoken_of(answer.says, answer.call.language, line.clinic))
    words = words_of(spoken)
    written = document(spoken, _then(line, answer), answer.call.language)
    if line.call.step is Step.BIRTH and not heard.startswith("("):
        heard = "(a date of birth)"
    session = answer.call.session.told(words, line.clinic) if words else answer.call.session
    said = answer.says if answer.question is None else answer.question
    state = answer.call.having(session=session, said=said).to_json()
    outcome = answer.outcome or (row.outcome if row else "")
    if row is None:
        direction = "outbound" if request.outgoing else "inbound"
        calls.begin(
            work, CallRow(request.sid, conversation.id, direction, request.turn, state, outcome), request.caller
        )
    else:
        calls.save(work, request.sid, request.turn, state, outcome)
    keep_turn(
        work,
        conversation,
        Answered(
            request.key,
            written,
            _record(line, answer, words),
            list(_messages(line, heard, words)),
            Session.fresh(answer.call.language).to_json(),
            answer.call.language,
            conversation.answered,
        ),
    )
    return written


def spoken_of(says: tuple[Say, ...], language: str, clinic: Clinic) -> Iterator[Spoken]:
    """The words of a document; what is said in another language names it."""
    for own, group in groupby(says, key=lambda say: str(say.values.get("language", language))):
        words = spelling.in_groups(prompts.compose(tuple(group), own, "voice", clinic))
        yield Spoken(words, prompts.catalogue_language(own, clinic))


def _then(line: Line, answer: Answer) -> Then:
    clinic, request = line.clinic, line.request
    following = request.turn + 1

    def leads_to(path: str) -> str:
        return address(path, clinic.id, request.sid, following)

    match answer.then:
        case Next.CONNECT:
            number = people.number_for(clinic, answer.call.reason) or clinic.phone
            caller_id = "" if request.caller and not request.outgoing else clinic.phone
            return Connect(number, leads_to(DIALLED), leads_to(WHISPER), caller_id)
        case Next.MESSAGE:
            written = clinic.transcribe_voicemail and answer.call.language == "en"  # Twilio writes nothing else down
            return TakeMessage(leads_to(TURN), leads_to(RECORDED), leads_to(RECORDING), written)
        case Next.HANG_UP:
            return HangUp()
    call = answer.call
    digits = BIRTH_DIGITS if call.step is Step.BIRTH else menus.MOST_KEYS.get(call.session.asked, 1)
    return Listen(leads_to(TURN), call.keys_only, digits, menus.hints(clinic, call.language))


def _messages(line: Line, heard: str, words: str) -> Iterator[Message]:
    yield _message(line, "inbound", heard)
    if words:
        yield _message(line, "outbound", words)


def _message(line: Line, direction: str, body: str) -> Message:
    outbound, request = direction == "outbound", line.request
    shown = request.caller or "anonymous"
    return Message(
        id=line.work.new_id(),
        conversation_id=line.conversation.id,
        channel="voice",
        direction=direction,
        author="bot" if outbound else "patient",
        from_number=line.clinic.phone if outbound else shown,
        to_number=shown if outbound else line.clinic.phone,
        body=body,
        sid=None if outbound else request.key,
        in_reply_to_sid=request.key if outbound else None,
        status="delivered" if outbound else "received",
        segments=0,
        media=0,
        created_at=line.work.now,
    )


def _record(line: Line, answer: Answer, words: str) -> str:
    """What `frontdesk replay` steps through: the dialog's part, and what the call said around it."""
    draft = answer.draft
    return record.to_text(
        {
            "channel": "voice",
            "session": (draft.before if draft else line.call.session).to_json(),
            "events": draft.events if draft else (),
            "moments": draft.moments if draft else (),
            "effects": [effect for effect in draft.effects if writes(effect)] if draft else (),
            "says": answer.says,
            "before": answer.before,
            "after": answer.after,
            "reply": words,
            "kept_from_bot": False,
        }
    )
