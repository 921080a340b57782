"""Fetches the pictures and files that came with texts, off the turn, and keeps them encrypted.

One that cannot be had now is tried again; where it will not be had, staff get a case that says why.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import Connection

from bot import log, metrics
from bot.channels.base import Picture, Pictures, RefusedPicture
from bot.wiring import Desk
from storage import cases, clinics, conversations, media
from storage.media import Media

MOST_ATTEMPTS = 10
AGAIN = timedelta(minutes=1)
WHY = {
    "gone": "the phone company does not have it",
    "too_large": "it is larger than 5 MB",
    "type": "it is neither a picture nor a PDF",
    "elsewhere": "it does not lie with the phone company",
    "unreachable": "the phone company could not be reached",
}


def fetch_due(desk: Desk, pictures: Pictures, stopping: threading.Event) -> int:
    """Fetch what is due in every clinic; how many were tried. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        everywhere = [desk.work(connection, clinic_id, now) for clinic_id in clinics.all_ids(connection)]
        due = [work.clinic_id for work in everywhere if media.any_due(work)]
    return sum(_fetch_all(desk, clinic_id, pictures, stopping) for clinic_id in due)


def _fetch_all(desk: Desk, clinic_id: str, pictures: Pictures, stopping: threading.Event) -> int:
    def take(connection: Connection) -> Media | None:
        work = desk.work(connection, clinic_id)
        return media.take_due(work, work.now + AGAIN)

    done = 0
    while not stopping.is_set() and (taken := desk.database.run(take)) is not None:
        _fetch(desk, clinic_id, pictures, taken)
        done += 1
    return done


def _fetch(desk: Desk, clinic_id: str, pictures: Pictures, taken: Media) -> None:
    try:
        found: Picture | str = pictures.fetch(taken.message_sid, taken.media_sid, taken.position) or "gone"
    except RefusedPicture as refused:
        found = refused.reason
    except (OSError, ValueError) as error:  # the latter where something in between answered
        log.failure("picture_failed", error, sid=taken.message_sid)
        metrics.failed("pictures")
        if taken.attempts + 1 < MOST_ATTEMPTS:
            return
        found = "unreachable"
    desk.database.run(lambda connection: _settle(desk, connection, clinic_id, taken, found))


def _settle(desk: Desk, connection: Connection, clinic_id: str, taken: Media, found: Picture | str) -> None:
    work = desk.work(connection, clinic_id)
    if isinstance(found, Picture):
        media.keep(work, taken.id, found.content_type, found.content)
        return
    conversations.lock_by_id(work, taken.conversation_id)
    media.lose(work, taken.id, found)
    cases.open_case(
        work,
        conversation_id=taken.conversation_id,
        reason="other",
        priority="normal",
        summary=f"A picture or file of the patient could not be fetched: {WHY[found]}. Please ask for it another way.",
        patient_id=None,
        actor="worker",
    )
