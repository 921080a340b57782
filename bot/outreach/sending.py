"""Begins what is due in the ledger: each once, or skipped for a reason, or put off until it may go.

As with reminders, what is due is looked at without a lock; then the phone's conversation is locked, then the rows.
Row, text and conversation are written in one commit; sending comes later, by the outbox, which asks again. Patients of
one phone share a campaign's text, which names them all.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection

from bot import log, metrics, texts
from bot.outreach import composing, judging
from bot.outreach.judging import Judged
from bot.wiring import Desk
from dialogs import outreach as dialog
from scheduler.clinic import Clinic
from scheduler.model import Patient
from storage import campaigns, clinics, conversations, outreach
from storage.campaigns import Campaign
from storage.database import DatabaseUnavailable
from storage.outreach import Row
from storage.work import Work

BATCH = 25
AFTER_A_FAULT = timedelta(minutes=10)
# Others poll for the write lock; without a pause they would find it taken again and again.
PAUSE_SECONDS = 0.004


def send_due(desk: Desk, stopping: threading.Event) -> int:
    """Deal with what is due in every clinic; how many rows that was. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        due = [known for known in clinics.all_ids(connection) if outreach.any_due(desk.work(connection, known, now))]
    return sum(_send_all(desk, clinic_id, stopping) for clinic_id in due)


def _send_all(desk: Desk, clinic_id: str, stopping: threading.Event) -> int:
    done = 0
    while not stopping.wait(PAUSE_SECONDS) and (dealt := _some(desk, clinic_id)):
        done += dealt
    return done


def _some(desk: Desk, clinic_id: str) -> int:
    """Deal with the oldest; where one is broken, each is dealt with for itself."""

    def batch(connection: Connection) -> _Batch:
        return _Batch(desk.work(connection, clinic_id), desk.clinic(connection, clinic_id))

    try:
        return desk.database.run(lambda connection: batch(connection).deal_with_oldest())
    except DatabaseUnavailable:
        raise
    except Exception as error:  # noqa: BLE001  # one row's fault is not the next one's
        log.failure("outreach_failed", error, clinic=clinic_id)
        return desk.database.run(lambda connection: batch(connection).deal_with_each_alone())


@dataclass(frozen=True, slots=True)
class _Batch:
    """The oldest rows that are due, in one transaction; no more than the outbox has room for."""

    work: Work
    clinic: Clinic

    def deal_with_oldest(self) -> int:
        """How many were begun, skipped or put off; 0 where all that is due is in other hands."""
        return sum(map(self._deal_with, self._due()))

    def deal_with_each_alone(self) -> int:
        """The same; what breaks is put off, and skipped once it no longer helps."""
        return sum(map(self._deal_with_alone, self._due()))

    def _due(self) -> tuple[Row, ...]:
        room = min(BATCH, outreach.room(self.work))
        return outreach.due(self.work, room) if room else ()

    def _deal_with_alone(self, row: Row) -> int:
        try:
            with self.work.connection.begin_nested():
                return self._deal_with(row)
        except Exception as error:  # noqa: BLE001  # the others are to go out
            log.failure("outreach_row_failed", error, row=row.id)
            metrics.failed("outreach")
        if row.until <= self.work.now:
            outreach.skip(self.work, row.id, "too_late")
        else:
            outreach.put_off(self.work, row.id, self.work.now + AFTER_A_FAULT, "fault")
        return 1

    def _deal_with(self, row: Row) -> int:
        judged = judging.judge(self.work, self.clinic, row)
        if judged.verdict.send and judged.person:
            return self._begin(judged)
        return self._settle(judged)

    def _settle(self, judged: Judged) -> int:
        """Skip or put off what may not go now."""
        for row in outreach.lock_planned(self.work, [judged.row.id]):
            if judged.verdict.skip:
                outreach.skip(self.work, row.id, judged.verdict.skip)
                metrics.skipped(judged.verdict.skip)
            elif judged.verdict.wait_until:
                outreach.put_off(self.work, row.id, judged.verdict.wait_until, judged.verdict.waits_for)
            return 1
        return 0

    def _begin(self, judged: Judged) -> int:
        """One text for all on this phone who are told the same; how many rows that was."""
        person = judged.person
        if person is None:
            return 0
        talk = conversations.lock_if_free(
            self.work, "sms", person.phone, person.language or self.clinic.default_language
        )
        if talk is None:
            return 0
        campaign = campaigns.get(self.work, judged.row.campaign_id) if judged.row.campaign_id else None
        others = self._others(judged, person, campaign) if campaign else []
        locked = outreach.lock_planned(self.work, [judged.row.id, *(other.row.id for other in others)])
        if all(row.id != judged.row.id for row in locked):
            return 0  # dealt with already: a patient of the same phone came first
        here = {row.id for row in locked}
        also = [other for other in others if other.row.id in here]
        self._write(judged, campaign, also, talk)
        return 1 + len(also)

    def _others(self, judged: Judged, person: Patient, campaign: Campaign) -> list[Judged]:
        """Rows of the same campaign for the same phone whose text would be the same but for the name."""
        ids = composing.sharing(self.work, judged)
        rows = [row for row in outreach.sharing(self.work, campaign.id, ids) if row.id != judged.row.id]
        found = [judging.judge(self.work, self.clinic, row) for row in rows]
        alike = composing.unnamed(self.work, self.clinic, judged, campaign)
        return [
            other
            for other in found
            if other.verdict.send
            and other.person
            and other.person.phone == person.phone
            and composing.unnamed(self.work, self.clinic, other, campaign) == alike
        ]

    def _write(
        self, judged: Judged, campaign: Campaign | None, also: Sequence[Judged], talk: conversations.Conversation
    ) -> None:
        named = [other.patient for other in also if other.patient and other.patient != judged.patient]
        text = composing.text(self.work, self.clinic, judged, campaign, named)
        sent = replace(text.sent, name="") if campaign else text.sent
        message = texts.begin(
            self.work, self.clinic, talk, dialog.says(sent), text.language, kind="outreach", event=sent
        )
        outreach.begin(self.work, [judged.row.id, *(other.row.id for other in also)], message)
