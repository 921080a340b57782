"""One patient turn: read, think, then write everything in one commit.

What can be thought without writing (understanding, searching) is done before the write lock is taken. If the
conversation has moved on in between, it is thought again inside. The webhook, the phone page, `frontdesk chat` and
the journal all come through `take_text`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot import log, twiml
from bot.effects import Hands, writes
from bot.wiring import Desk
from dialogs import prompts, record
from dialogs.effects import Effect, OpenCase, RecordOptIn, RecordOptOut
from dialogs.engine import advance
from dialogs.events import Event, Facts, PatientSaid
from dialogs.prompts import Say
from dialogs.segments import segments
from dialogs.session import Session
from dialogs.understanding import understand
from scheduler.clinic import Clinic
from storage import appointments, conversations, messages, patients, suppressions, turns
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.work import Work

MOST_ANSWERS = 6
ANSWERS_WITHIN = timedelta(minutes=1)
MOST_STEPS = 12

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text as it came in. Numbers are E.164 or short codes, without the channel."""

    sid: str
    from_number: str
    to_number: str
    body: str
    media: int = 0
    opt_out_type: str = ""
    channel: str = "sms"


class UnknownNumber(Exception):
    """No clinic is texted at this number."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A turn as far as it has been thought: `pending` are the effects still to be carried out."""

    version: int
    before: Session
    session: Session
    facts: Facts
    events: tuple[Event, ...]
    says: tuple[Say, ...] = ()
    effects: tuple[Effect, ...] = ()
    pending: tuple[Effect, ...] = ()
    kept_from_bot: bool = False


def take_text(desk: Desk, inbound: InboundText) -> str:
    """Answer one text with a TwiML document; a text seen before gets its first answer again.

    Raises `UnknownNumber`, and `DatabaseUnavailable` where nothing could be read or written in time.
    """
    with desk.database.reading() as connection:
        clinic = desk.clinic_by_phone(connection, inbound.to_number)
        if clinic is None:
            raise UnknownNumber
        work = desk.work(connection, clinic.id)
        stored = turns.stored_answer(work, inbound.sid)
        draft = None if stored is not None else _try(lambda: _think(work, clinic, inbound))
    if stored is not None:
        return stored
    answer = None
    if draft is not None:
        answer = _try(lambda: desk.database.run(lambda connection: _write(desk, connection, clinic, inbound, draft)))
    if answer is None:
        answer = desk.database.run(lambda connection: _apologise(desk, connection, clinic, inbound))
    return answer


def _try(step: Callable[[], T]) -> T | None:
    """The step's value, or None where it failed for a reason of our own; the log gets the place, never the words."""
    try:
        return step()
    except DatabaseUnavailable:
        raise
    except Exception as error:
        log.failure("turn_failed", error)
        return None


# --- thinking: reads only -------------------------------------------------------------------------------------------


def _think(work: Work, clinic: Clinic, inbound: InboundText) -> Draft:
    """The turn as far as it goes without writing."""
    conversation = conversations.find(work, inbound.channel, inbound.from_number)
    return _go_on(_first_step(work, clinic, inbound, conversation), Hands(work, clinic, NOBODY, inbound.from_number), False)


def _first_step(work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation | None) -> Draft:
    facts = _facts(work, clinic, inbound)
    before = _session(conversation, facts)
    said = PatientSaid(
        inbound.body,
        understand(
            inbound.body,
            work.now.astimezone(clinic.zone()),
            clinic.zone(),
            before.language,
            before.context(clinic),
            providers=clinic.spoken_providers,
            languages=tuple(clinic.languages),
        ),
        facts,
        inbound.opt_out_type,
        inbound.media,
    )
    turn = advance(before, said, work.now)
    return Draft(
        version=conversation.version if conversation else 0,
        before=before,
        session=turn.session,
        facts=facts,
        events=(said,),
        says=turn.says,
        pending=turn.effects,
    )


def _facts(work: Work, clinic: Clinic, inbound: InboundText) -> Facts:
    """Who writes, as far as the number tells: only a text from a number on file does."""
    on_file = patients.on_phone(work, inbound.from_number) if inbound.channel == "sms" else ()
    return Facts(
        clinic=clinic,
        patients=on_file,
        visits=appointments.upcoming_of(work, [patient.id for patient in on_file]) if on_file else (),
        suppressed=suppressions.is_suppressed(work, inbound.from_number),
        staffed=clinic.is_staffed(work.now),
    )


def _session(conversation: Conversation | None, facts: Facts) -> Session:
    if conversation is not None and conversation.session:
        return Session.from_json(conversation.session)
    return Session.fresh(facts.patients[0].language if facts.patients else facts.clinic.default_language)


def _go_on(draft: Draft, hands: Hands, may_write: bool) -> Draft:
    """Carry out effects and feed their answers back, until the patient's turn comes or something must be written."""
    for _ in range(MOST_STEPS):
        if not draft.pending or (writes(draft.pending[0]) and not may_write):
            return draft
        effect, *rest = draft.pending
        event = hands.carry_out(effect)
        draft = replace(draft, effects=(*draft.effects, effect), pending=tuple(rest))
        if event is not None:
            turn = advance(draft.session, event, hands.work.now)
            draft = replace(
                draft,
                session=turn.session,
                events=(*draft.events, event),
                says=(*draft.says, *turn.says),
                pending=(*draft.pending, *turn.effects),
            )
    raise RuntimeError("a dialog asked for effects without end")


# --- writing: one commit --------------------------------------------------------------------------------------------


def _write(desk: Desk, connection: Connection, clinic: Clinic, inbound: InboundText, draft: Draft) -> str:
    """Claim the text, do what the dialog asked for, keep words, session and answer."""
    work = desk.work(connection, clinic.id)
    if not turns.claim(work, inbound.sid):
        return turns.stored_answer(work, inbound.sid) or twiml.SILENCE
    conversation = conversations.lock(work, inbound.channel, inbound.from_number, draft.before.language)
    if conversation.version != draft.version:
        draft = _first_step(work, clinic, inbound, conversation)
    hands = Hands(work, clinic, draft.facts, inbound.from_number, conversation)
    draft = _go_on(_restrained(hands, draft), hands, True)
    text = prompts.compose(draft.says, draft.session.language, "sms", clinic)
    return _keep(desk, work, clinic, inbound, conversation, draft, text)


def _restrained(hands: Hands, draft: Draft) -> Draft:
    """What the bot may not do now: speak while a person holds the thread, or answer a number without end.

    Emergencies, opt-outs and opt-ins always pass.
    """
    conversation = hands.conversation
    if conversation is None or any(map(_always_passes, draft.pending)):
        return draft
    if conversation.owner == "staff":
        return _silent(draft)
    answers = messages.answers_since(hands.work, conversation.id, hands.work.now - ANSWERS_WITHIN)
    if answers < MOST_ANSWERS:
        return draft
    silent = _silent(draft)
    if answers > MOST_ANSWERS:
        return silent
    case = OpenCase("other", "Many texts within a minute: the bot has stopped answering. Please read the thread.")
    return replace(silent, says=(Say("too_many", {}),), pending=(case,))


def _always_passes(effect: Effect) -> bool:
    return isinstance(effect, RecordOptOut | RecordOptIn) or (isinstance(effect, OpenCase) and effect.priority == "emergency")


def _silent(draft: Draft) -> Draft:
    """Nothing said, nothing done, the dialog where it stood."""
    return replace(draft, session=draft.before, events=(), says=(), effects=(), pending=(), kept_from_bot=True)


def _keep(
    desk: Desk, work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation, draft: Draft, text: str
) -> str:
    asked = _message(work, conversation, inbound, "inbound", inbound.body)
    rows = [asked]
    document = twiml.SILENCE
    if text:
        reply = _message(work, conversation, inbound, "outbound", text)
        document = twiml.answer(text, status_address(desk, clinic.id, reply.id))
        rows.append(reply)
    messages.add(work, rows)
    conversations.save(work, conversation, draft.session.to_json(), draft.session.language)
    turns.keep(work, inbound.sid, conversation.id, document, _record(draft, text))
    return document


def _message(work: Work, conversation: Conversation, inbound: InboundText, direction: str, body: str) -> Message:
    outbound = direction == "outbound"
    return Message(
        id=work.new_id(),
        conversation_id=conversation.id,
        channel=inbound.channel,
        direction=direction,
        author="bot" if outbound else "patient",
        from_number=inbound.to_number if outbound else inbound.from_number,
        to_number=inbound.from_number if outbound else inbound.to_number,
        body=body,
        sid=None if outbound else inbound.sid,
        in_reply_to_sid=inbound.sid if outbound else None,
        status="sent" if outbound else "received",
        segments=segments(body),
        media=0 if outbound else inbound.media,
        created_at=work.now,
    )


def status_address(desk: Desk, clinic_id: str, message_id: str) -> str:
    """Where Twilio reports what became of a message."""
    return f"{desk.settings.public_url}/twilio/sms/status?m={message_id}&c={clinic_id}"


def _record(draft: Draft, text: str) -> dict[str, object]:
    """What `frontdesk replay` steps through."""
    return {
        "session": draft.before.to_json(),
        "events": record.dump(draft.events),
        "effects": record.dump(draft.effects),
        "says": record.dump(draft.says),
        "reply": text,
        "kept_from_bot": draft.kept_from_bot,
    }


def _apologise(desk: Desk, connection: Connection, clinic: Clinic, inbound: InboundText) -> str:
    """Something of ours broke: the text is kept, the patient hears so, staff get a case."""
    work = desk.work(connection, clinic.id)
    if not turns.claim(work, inbound.sid):
        return turns.stored_answer(work, inbound.sid) or twiml.SILENCE
    facts = _facts(work, clinic, inbound)
    conversation = conversations.lock(work, inbound.channel, inbound.from_number, clinic.default_language)
    session = Session.fresh(conversation.language)
    case = OpenCase("other", "The bot failed on this patient's last text and has told them that a person will answer.", "urgent")
    Hands(work, clinic, facts, inbound.from_number, conversation).carry_out(case)
    silent = facts.suppressed
    says = () if silent else (Say("apology", {}),)
    text = prompts.compose(says, session.language, "sms", clinic)
    draft = Draft(conversation.version, session, session, facts, (), says, (case,))
    return _keep(desk, work, clinic, inbound, conversation, draft, text)
