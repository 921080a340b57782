"""One patient turn: look, think, then write everything in one commit.

What can be thought without writing is done before the write lock is taken (`thinking`). If the conversation has
moved on in between, it is thought again inside. The webhook, the phone page, `frontdesk chat` and the journal all
come through `take_text`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection

from bot import log, twiml
from bot.effects import Hands
from bot.thinking import Draft, InboundText, facts_of, first_step, go_on, think
from bot.wiring import Desk
from dialogs import prompts, record
from dialogs.effects import Effect, OpenCase, RecordOptIn, RecordOptOut
from dialogs.say import Say
from dialogs.segments import segments
from dialogs.session import Session
from scheduler.clinic import Clinic
from storage import arrivals, conversations, messages, suppressions, turns
from storage.conversations import Conversation
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.work import Work

MOST_ANSWERS = 6
ANSWERS_WITHIN = timedelta(minutes=1)

T = TypeVar("T")


class UnknownNumber(Exception):
    """No clinic is texted at this number."""


class AnsweredMeanwhile(Exception):
    """The same text was delivered twice at once, and the other one was answered; nothing of this turn may stay."""


def take_text(desk: Desk, inbound: InboundText) -> str:
    """Answer one text with a TwiML document; a text seen before gets its first answer again.

    Raises `UnknownNumber`, and `DatabaseUnavailable` where nothing could be read or written in time.
    """
    with desk.database.reading() as connection:
        clinic = desk.clinic_by_phone(connection, inbound.to_number)
        if clinic is None:
            raise UnknownNumber
        work = desk.work(connection, clinic.id)
        arrival = arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)
        if arrival.answer is not None:
            return arrival.answer
        draft = _try(lambda: think(work, clinic, inbound, arrival))
    try:
        return _answered(desk, clinic, inbound, draft)
    except AnsweredMeanwhile:
        with desk.database.reading() as connection:
            return turns.stored_answer(desk.work(connection, clinic.id), inbound.sid) or twiml.SILENCE


def _answered(desk: Desk, clinic: Clinic, inbound: InboundText, draft: Draft | None) -> str:
    """The turn in one commit; where something of ours breaks, the apology in one."""
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
    except (DatabaseUnavailable, AnsweredMeanwhile):
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
    draft = go_on(_restrained(hands, draft), hands, may_write=True)
    text = prompts.compose(draft.says, draft.session.language, "sms", clinic)
    return _keep(desk, work, clinic, inbound, conversation, draft, text)


def _thought_again(work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation) -> Draft:
    """The conversation has moved on meanwhile, perhaps with this very text."""
    arrival = arrivals.look(work, inbound.sid, inbound.channel, inbound.from_number)
    if arrival.answer is not None:
        raise AnsweredMeanwhile
    return first_step(work, inbound, facts_of(work, clinic, inbound, suppressed=arrival.suppressed), conversation)


def _restrained(hands: Hands, draft: Draft) -> Draft:
    """What the bot may not do now: speak while a person holds the thread, or answer a number without end."""
    conversation = hands.conversation
    if conversation is None or always_passes(draft):
        return draft
    if conversation.owner == "staff":
        return draft.silenced()
    answers = len(_lately(conversation, hands.work.now))
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
    desk: Desk, work: Work, clinic: Clinic, inbound: InboundText, conversation: Conversation, draft: Draft, text: str
) -> str:
    asked = _message(work, conversation, inbound, "inbound", inbound.body)
    rows = [asked]
    document = twiml.SILENCE
    if text:
        reply = _message(work, conversation, inbound, "outbound", text)
        document = twiml.answer(text, status_address(desk, clinic.id, reply.id))
        rows.append(reply)
    if not turns.keep(work, inbound.sid, conversation.id, document, _record(conversation, draft, text)):
        raise AnsweredMeanwhile
    messages.add(work, rows)
    counts = bool(text) and not any(map(_is_urgent, draft.effects))
    answered = (*conversation.answered, work.now) if counts else conversation.answered
    session = draft.session.told(text, clinic) if text else draft.session
    conversations.save(work, conversation, session.to_json(), session.language, answered)
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


def _record(conversation: Conversation, draft: Draft, text: str) -> str:
    """What `frontdesk replay` steps through, as JSON."""
    return record.to_text(
        {
            "session": conversation.session or draft.before.to_json(),
            "events": draft.events,
            "moments": draft.moments,
            "effects": draft.effects,
            "says": draft.says,
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
    silent = facts.suppressed
    says = () if silent else (Say("apology", {}),)
    text = prompts.compose(says, session.language, "sms", clinic)
    draft = Draft(conversation.version, session, session, facts, (), says, (case,))
    return _keep(desk, work, clinic, inbound, conversation, draft, text)


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
    draft = Draft(conversation.version, session, session, facts, (), effects=(case,), kept_from_bot=True)
    _keep(desk, work, clinic, inbound, conversation, draft, "")
    turns.replace_answer(work, inbound.sid, document)
