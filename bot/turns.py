"""One patient turn: look, think, then write everything in one commit.

What can be thought without writing is done before the write lock is taken (`thinking`). If the conversation has
moved on in between, it is thought again inside. The webhook, the phone page, `frontdesk chat` and the journal all
come through `take_text`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot import log, twiml
from bot.clock import new_id
from bot.effects import Hands, writes
from bot.thinking import Draft, InboundText, facts_of, first_step, go_on, think
from bot.wiring import Desk
from dialogs import prompts, record
from dialogs.effects import Effect, OpenCase, RecordOptIn, RecordOptOut
from dialogs.events import PatientSaid
from dialogs.say import Say
from dialogs.segments import segments
from dialogs.session import Session
from scheduler.clinic import Clinic
from storage import answering, arrivals, conversations, media, suppressions, turns
from storage.answering import AlreadyAnswered, Answered, MovedOn
from storage.arrivals import Arrival
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.work import Work

MOST_ANSWERS = 6
MOST_MEDIA = 10
ANSWERS_WITHIN = timedelta(minutes=1)

T = TypeVar("T")


class UnknownNumber(Exception):
    """No clinic is texted at this number."""


def take_text(desk: Desk, inbound: InboundText) -> str:
    """Answer one text with a TwiML document; a text seen before gets its first answer again.

    Raises `UnknownNumber`, and `DatabaseUnavailable` where nothing could be read or written in time.
    """
    with desk.database.reading() as connection:
        work, clinic, arrival = _look(desk, connection, inbound)
        if arrival.answer is not None:
            return arrival.answer
        draft = _try(lambda: think(work, clinic, inbound, arrival))
    try:
        return _answered(desk, clinic, inbound, draft)
    except AlreadyAnswered:
        with desk.database.reading() as connection:
            return turns.stored_answer(desk.work(connection, clinic.id), inbound.sid) or twiml.SILENCE


def _look(desk: Desk, connection: Connection, inbound: InboundText) -> tuple[Work, Clinic, Arrival]:
    """The clinic, and what it knows of the text, in one look where its file is as it was. Raises `UnknownNumber`."""
    known = desk.clinic_known_at(inbound.to_number)
    if known is not None:
        clinic, revision = known
        work = desk.work(connection, clinic.id)
        arrival = arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)
        if arrival.revision == revision:
            return work, clinic, arrival
    found = desk.clinic_by_phone(connection, inbound.to_number)
    if found is None:
        raise UnknownNumber
    work = desk.work(connection, found.id)
    return work, found, arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)


def _answered(desk: Desk, clinic: Clinic, inbound: InboundText, draft: Draft | None) -> str:
    """The turn in one commit; where something of ours breaks, the apology in one."""
    answer = None
    if draft is not None:
        answer = _try(lambda: _taken(desk, clinic, inbound, draft))
    if answer is None:
        answer = desk.database.run(lambda connection: _apologise(desk, connection, clinic, inbound))
    return answer


def _taken(desk: Desk, clinic: Clinic, inbound: InboundText, draft: Draft) -> str:
    """The turn, kept at once where nothing else has to be written and the conversation is as it was read."""
    if (conversation := draft.conversation) is not None:
        restrained = _restrained(conversation, draft, draft.now)
        if not restrained.pending and not inbound.media:
            with contextlib.suppress(MovedOn):
                return _kept_at_once(desk, clinic, inbound, conversation, restrained)
    return desk.database.run(lambda connection: _write(desk, connection, clinic, inbound, draft))


def _kept_at_once(desk: Desk, clinic: Clinic, inbound: InboundText, conversation: Conversation, draft: Draft) -> str:
    """Everything is worded before the database is taken for the one write. Raises `MovedOn`."""
    document, turn = _worded(desk, clinic, inbound, conversation, draft, draft.now)

    def keep(connection: Connection) -> None:
        answering.keep(desk.work(connection, clinic.id, draft.now), conversation, turn)

    desk.database.run(keep, at_once=True)
    return document


def _try(step: Callable[[], T]) -> T | None:
    """The step's value, or None where it failed for a reason of our own; the log gets the place, never the words."""
    try:
        return step()
    except (DatabaseUnavailable, AlreadyAnswered, MovedOn):
        raise
    except Exception as error:  # noqa: BLE001  # whatever it is, the patient is answered
        log.failure("turn_failed", error)
        return None


def _write(desk: Desk, connection: Connection, clinic: Clinic, inbound: InboundText, draft: Draft) -> str:
    """Lock the conversation, do what the dialog asked for, keep words, session and answer."""
    work = desk.work(connection, clinic.id)
    conversation = conversations.lock(work, inbound.channel, inbound.from_number, draft.before.language)
    if conversation.version != draft.version:
        draft = _thought_again(work, clinic, inbound, conversation)
    hands = Hands(work, clinic, draft.facts, inbound.from_number, conversation)
    draft = go_on(_restrained(conversation, draft, work.now), hands, may_write=True)
    return _keep(desk, work, clinic, inbound, conversation, draft)


def _thought_again(work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation) -> Draft:
    """The conversation has moved on meanwhile, perhaps with this very text."""
    arrival = arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)
    if arrival.answer is not None:
        raise AlreadyAnswered
    return first_step(work, inbound, facts_of(work, clinic, inbound, suppressed=arrival.suppressed), conversation)


def _restrained(conversation: Conversation, draft: Draft, now: datetime) -> Draft:
    """What the bot may not do now: speak while a person holds the thread, or answer a number without end."""
    if always_passes(draft):
        return draft
    if conversation.owner == "staff":
        return draft.silenced()
    answers = len(_lately(conversation, now))
    if answers < MOST_ANSWERS:
        return draft
    silent = draft.silenced()
    if answers > MOST_ANSWERS:
        return silent
    case = OpenCase("other", "Many texts within a minute: the bot has stopped answering. Please read the thread.")
    return replace(silent, says=(Say("too_many", {}),), pending=(case,))


def _lately(conversation: Conversation, now: datetime) -> tuple[datetime, ...]:
    """When the bot answered within the last minute."""
    return tuple(at for at in conversation.answered if at > now - ANSWERS_WITHIN)


def always_passes(draft: Draft) -> bool:
    """Whether this turn counts whoever holds the thread and however late it comes: emergencies, opt-outs, opt-ins."""
    return any(map(_is_urgent, draft.pending))


def _is_urgent(effect: Effect) -> bool:
    if isinstance(effect, OpenCase):
        return effect.priority == "emergency"
    return isinstance(effect, RecordOptOut | RecordOptIn)


def _keep(
    desk: Desk, work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation, draft: Draft
) -> str:
    document, turn = _worded(desk, clinic, inbound, conversation, draft, work.now)
    answering.keep(work, conversation, turn)
    if inbound.media:
        media.expect(work, conversation.id, inbound.sid, min(inbound.media, MOST_MEDIA), inbound.media_sids)
    return document


def _worded(
    desk: Desk, clinic: Clinic, inbound: InboundText, conversation: Conversation, draft: Draft, now: datetime
) -> tuple[str, Answered]:
    """The turn's document, and all that is to be kept of it."""
    text = prompts.compose(draft.says, draft.session.language, "sms", clinic)
    said, document = [_message(conversation, inbound, "inbound", inbound.body, now)], twiml.SILENCE
    if text:
        reply = _message(conversation, inbound, "outbound", text, now)
        document = twiml.answer(text, status_address(desk, clinic.id, reply.id))
        said.append(reply)
    counts = bool(text) and not any(map(_is_urgent, draft.effects))
    session = draft.session.told(text, clinic) if text else draft.session
    return document, Answered(
        sid=inbound.sid,
        document=document,
        record=_record(conversation, draft, text),
        messages=said,
        session=session.to_json(),
        language=session.language,
        answers=(*conversation.answered, now) if counts else conversation.answered,
    )


def _message(conversation: Conversation, inbound: InboundText, direction: str, body: str, now: datetime) -> Message:
    outbound = direction == "outbound"
    return Message(
        id=new_id(),
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
        created_at=now,
    )


def status_address(desk: Desk, clinic_id: str, message_id: str) -> str:
    """Where Twilio reports what became of a message."""
    return f"{desk.settings.public_url}/twilio/sms/status?m={message_id}&c={clinic_id}"


def _record(conversation: Conversation, draft: Draft, text: str) -> str:
    """What `frontdesk replay` steps through, as JSON."""
    return record.to_text(
        {
            "session": conversation.session or draft.before.to_json(),
            "events": [event.as_said() if isinstance(event, PatientSaid) else event for event in draft.events],
            "moments": draft.moments,
            "effects": [effect for effect in draft.effects if writes(effect)],
            "reply": text,
            "kept_from_bot": draft.kept_from_bot,
        }
    )


def _apologise(desk: Desk, connection: Connection, clinic: Clinic, inbound: InboundText) -> str:
    """Something of ours broke: the text is kept, the patient hears so, staff get a case."""
    work = desk.work(connection, clinic.id)
    conversation = conversations.lock(work, inbound.channel, inbound.from_number, clinic.default_language)
    facts = facts_of(work, clinic, inbound, suppressed=suppressions.is_suppressed(work, inbound.from_number))
    session = Session.fresh(conversation.language)
    case = OpenCase(
        "other", "The bot failed on this patient's last text and has told them that a person will answer.", "urgent"
    )
    Hands(work, clinic, facts, inbound.from_number, conversation).carry_out(case)
    says = () if facts.suppressed else (Say("apology", {}),)
    draft = Draft(conversation, session, session, facts, work.now, says=says, effects=(case,))
    return _keep(desk, work, clinic, inbound, conversation, draft)


def keep_for_staff(desk: Desk, connection: Connection, clinic: Clinic, inbound: InboundText, document: str) -> None:
    """A text that is too old to act on: it is kept with the answer that it had, and staff get a case."""
    work = desk.work(connection, clinic.id)
    conversation = conversations.lock(work, inbound.channel, inbound.from_number, clinic.default_language)
    if turns.stored_answer(work, inbound.sid) is not None:
        return
    facts = facts_of(work, clinic, inbound, suppressed=suppressions.is_suppressed(work, inbound.from_number))
    case = OpenCase(
        "other", "A text waited for more than an hour, so the bot did nothing about it. Please read it.", "urgent"
    )
    Hands(work, clinic, facts, inbound.from_number, conversation).carry_out(case)
    session = Session.from_json(conversation.session) if conversation.session else Session.fresh(conversation.language)
    draft = Draft(conversation, session, session, facts, work.now, effects=(case,), kept_from_bot=True)
    _keep(desk, work, clinic, inbound, conversation, draft)
    turns.replace_answer(work, inbound.sid, document)
