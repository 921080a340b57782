"""Conversations: one for each number and channel, with the dialog's session.

`version` counts every change of what a turn was thought upon, so that a draft from before the change is noticed.
Whoever means to change a conversation locks it first; that also makes two texts of one patient wait for each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Update, bindparam, select, update

from scheduler.values import quick
from storage.schema import conversations
from storage.upsert import inserted
from storage.work import Work


@quick
@dataclass(frozen=True, slots=True)
class Conversation:
    """`session` is JSON, None before the first turn; `owner` is "bot" or "staff", held by the actor `held_by`.

    `answered` are the instants at which the bot answered lately, as far as they are remembered.
    """

    id: str
    channel: str
    phone: str
    session: str | None
    language: str
    version: int
    owner: str
    held_by: str
    last_at: datetime
    answered: tuple[datetime, ...] = ()


NO_CHANNEL = "none"
_PATIENT = "patient:"


def patient_without_phone(address: str) -> str | None:
    """The id of the patient whom such an address stands for; None for a phone."""
    return address.removeprefix(_PATIENT) if address.startswith(_PATIENT) else None


def without_phone(work: Work, patient_id: str, language: str) -> Conversation:
    """Where cases of a patient belong who can neither be written to nor called; nobody speaks in it."""
    return lock(work, NO_CHANNEL, f"{_PATIENT}{patient_id}", language)


def _update() -> Update:
    table = conversations
    found = update(table).where(table.c.clinic == bindparam("this_clinic"), table.c.id == bindparam("this_id"))
    return found.values(version=table.c.version + 1)


MOST_REMEMBERED = 7
COLUMNS = [conversations.c[name] for name in Conversation.__dataclass_fields__]

_OF_CLINIC = select(*COLUMNS).where(conversations.c.clinic == bindparam("clinic"))
_FIND = _OF_CLINIC.where(
    conversations.c.channel == bindparam("channel"), conversations.c.phone_hash == bindparam("phone_hash")
)
_FIND_LOCKED = _FIND.with_for_update()
_FIND_FREE = _FIND.with_for_update(skip_locked=True)
_GET = _OF_CLINIC.where(conversations.c.id == bindparam("id"))
_GET_LOCKED = _GET.with_for_update()
_SAVE = _update().values(
    session=bindparam("new_session"),
    language=bindparam("new_language"),
    answered=bindparam("new_answered"),
    last_at=bindparam("now"),
)
_HAND_OVER = _update().values(owner=bindparam("new_owner"), held_by=bindparam("new_holder"))


def find(work: Work, channel: str, phone: str) -> Conversation | None:
    """The conversation with this number on this channel, if there was one."""
    return _conversation(work.rows(_FIND, channel=channel, phone_hash=work.hashed("phone", phone)).first())


def get(work: Work, id: str) -> Conversation | None:
    return _conversation(work.rows(_GET, id=id).first())


def lock(work: Work, channel: str, phone: str, language: str) -> Conversation:
    """The conversation, begun in `language` where there is none, and ours until the transaction ends."""
    phone_hash = work.hashed("phone", phone)
    known = _conversation(work.rows(_FIND_LOCKED, channel=channel, phone_hash=phone_hash).first())
    if known is not None:
        return known
    begun = fresh(work.new_id(), channel, phone, language, work.now)
    inserted(work.connection, conversations, first_row(work, begun))
    return of_row(work.rows(_FIND_LOCKED, channel=channel, phone_hash=phone_hash).one())


def lock_if_free(work: Work, channel: str, phone: str, language: str) -> Conversation | None:
    """The same without waiting: None where somebody is just changing the conversation."""
    free = _conversation(work.rows(_FIND_FREE, channel=channel, phone_hash=work.hashed("phone", phone)).first())
    if free is not None:
        return free
    return None if find(work, channel, phone) else lock(work, channel, phone, language)


def lock_by_id(work: Work, id: str) -> Conversation:
    """The conversation, ours until the transaction ends. Raises `LookupError`."""
    known = _conversation(work.rows(_GET_LOCKED, id=id).first())
    if known is None:
        raise LookupError(f"There is no conversation {id}.")
    return known


def save(
    work: Work,
    conversation: Conversation,
    session_json: str,
    language: str,
    answered: Sequence[datetime] | None = None,
) -> None:
    """Keep where the dialog stands now, and when the bot answered lately, where that has changed."""
    kept = conversation.answered if answered is None else answered
    work.change(
        _SAVE,
        this_id=conversation.id,
        new_session=session_json,
        new_language=language,
        new_answered=remembered(kept),
        now=work.now,
    )


def remembered(answered: Sequence[datetime]) -> str:
    """When the bot answered lately, as it is stored."""
    return ",".join([str(int(at.timestamp() * 1000)) for at in answered[-MOST_REMEMBERED:]])


def hold_for(work: Work, id: str, actor: str) -> None:
    """A person answers from now on; the bot is silent."""
    work.change(_HAND_OVER, this_id=id, new_owner="staff", new_holder=actor)


def release(work: Work, id: str) -> None:
    """The bot answers again."""
    work.change(_HAND_OVER, this_id=id, new_owner="bot", new_holder="")


def fresh(id: str, channel: str, phone: str, language: str, now: datetime) -> Conversation:
    """A conversation that is about to begin."""
    return Conversation(id, channel, phone, None, language, 0, "bot", "", now)


def first_row(work: Work, conversation: Conversation) -> dict[str, Any]:
    """The row with which a fresh conversation begins."""
    return {
        "clinic": work.clinic_id,
        "id": conversation.id,
        "channel": conversation.channel,
        "phone": conversation.phone,
        "phone_hash": work.hashed("phone", conversation.phone),
        "session": None,
        "language": conversation.language,
        "version": conversation.version,
        "owner": conversation.owner,
        "held_by": conversation.held_by,
        "answered": "",
        "created_at": conversation.last_at,
        "last_at": conversation.last_at,
    }


def _conversation(row: Any) -> Conversation | None:
    return None if row is None else of_row(row)


def of_row(row: Sequence[Any]) -> Conversation:
    """The conversation of a row of `COLUMNS`."""
    instants = [datetime.fromtimestamp(int(at) / 1000, UTC) for at in row[-1].split(",")] if row[-1] else ()
    return Conversation(*row[:-1], tuple(instants))  # type: ignore[call-arg]
