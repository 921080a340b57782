"""What the phone company reported, each report once: those of messages that nobody knows yet wait here too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from storage.schema import delivery_reports
from storage.upsert import insert_ignore
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Report:
    """`code` is the error's, or empty."""

    status: str
    code: str


_OF_SID = (
    select(delivery_reports.c.status, delivery_reports.c.code)
    .where(delivery_reports.c.clinic == bindparam("clinic"), delivery_reports.c.sid == bindparam("sid"))
    .order_by(delivery_reports.c.at, delivery_reports.c.status)
)
_COUNT = select(func.count(delivery_reports.c.sid.distinct())).where(
    delivery_reports.c.clinic == bindparam("clinic"),
    delivery_reports.c.code == bindparam("code"),
    delivery_reports.c.at >= bindparam("since"),
)


def count_since(work: Work, code: str, since: datetime) -> int:
    """How many messages were lost with this error since then."""
    return int(work.rows(_COUNT, code=code, since=since).scalar())


def note(work: Work, sid: str, status: str, code: str) -> bool:
    """Keep a report; False where it is known already."""
    statement = insert_ignore(delivery_reports, work.connection.dialect.name)
    return bool(work.rows(statement, sid=sid, status=status, code=code, at=work.now).rowcount)


def of(work: Work, sid: str) -> list[Report]:
    """All reports about the message with this id, in the order in which they came."""
    return [Report(*row) for row in work.rows(_OF_SID, sid=sid)]
