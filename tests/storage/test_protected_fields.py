"""What is known about patients cannot be read where it lies: in the files, in a dump, in the server's rows."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, select, text

from scheduler.model import Patient
from storage import (
    answering,
    audit,
    calls,
    campaigns,
    cases,
    conversations,
    forms,
    insurances,
    media,
    notes,
    outreach,
    patients,
    recordings,
)
from storage.answering import Answered
from storage.calls import CallRow
from storage.campaigns import Campaign
from storage.cipher import Keyring, Unreadable
from storage.database import Database
from storage.outreach import Row
from storage.schema import idempotency_keys, metadata, tokens
from tests import builders
from tests.builders import NOW
from tests.storage import rows

CANARY = "xanthic-canary"


@pytest.fixture
def canaries(at_work):
    """One row in each table that knows anything about patients, with a canary in each field that must not be read."""
    with at_work() as work:
        born = date(1901, 2, 3)
        ana = Patient(
            id=work.new_id(),
            external_id="p1",
            first_name=f"First {CANARY}",
            last_name=f"Last {CANARY}",
            date_of_birth=born,
            phone=builders.phone(42),
            language="en",
            email=f"{CANARY}@patients.example",
        )
        patients.add(work, ana)
        talk = conversations.lock(work, "sms", ana.phone, "en")
        said, record = rows.text(work, talk, f"I am {CANARY}", sid="SM1"), json.dumps({"reply": CANARY})
        session = f'{{"name": "{CANARY}"}}'
        answering.keep(work, talk, Answered("SM1", f"<Message>{CANARY}</Message>", record, [said], session, "en", ()))
        case = cases.open_case(
            work,
            conversation_id=talk.id,
            reason="billing",
            priority="normal",
            summary=f"Asks {CANARY}",
            patient_id=ana.id,
            actor="worker",
        )
        cases.claim(work, case.id, "staff:7", f"{CANARY}@oak.example")
        cases.resolve(work, case.id, "staff:7", f"Told {CANARY}")
        notes.add(work, talk.id, "staff:7", f"{CANARY}@oak.example", f"Ask {CANARY}")
        calls.begin(work, CallRow("CA1", talk.id, "inbound", 0, f'{{"wish": "{CANARY}"}}'), ana.phone)
        recordings.add(work, "RE1", "CA1", talk.id, 3)
        recordings.keep(work, "RE1", CANARY.encode())
        response = forms.send(work, builders.clinic(), builders.clinic().form("intake"), ana, None, actor="staff:7")
        forms.keep(work, response.id, {"reason": CANARY}, finished=False, actor="staff:7")
        insurances.add(work, ana.id, f"Plan {CANARY}", f"ID {CANARY}", f"Group {CANARY}", source="staff:7")
        media.expect(work, talk.id, "SM1", 1)
        media.keep(work, media.of_conversation(work, talk.id)[0].id, "image/png", CANARY.encode())
        audit.write(work, "staff:7", "patient.updated", "patient:1", {"phone": ana.phone}, {"name": CANARY})
        _survey(work, ana.id)
        _api_answer(work)
        return work.hash_key


def _survey(work, patient_id: str) -> None:
    about = Campaign(
        work.new_id(), CANARY, "message", {"en": CANARY}, {"patients": [CANARY]}, None, "running", "staff:7", NOW, NOW
    )
    campaigns.add(work, about)
    row = Row(work.new_id(), "survey", "visit:1", patient_id, None, None, None, NOW, NOW)
    outreach.plan(work, row)
    outreach.answer(work, row.id, {"words": CANARY})


def _api_answer(work) -> None:
    token = {"clinic": work.clinic_id, "id": work.new_id(), "name": "t", "role": "admin", "created_at": NOW}
    work.connection.execute(insert(tokens), token | {"token_hash": b"1"})
    row = {"clinic": work.clinic_id, "token_id": token["id"], "key_hash": b"1", "fingerprint": b"2", "status": 200}
    work.connection.execute(insert(idempotency_keys), row | {"answer": f"Told {CANARY}", "at": NOW})


def test_nothing_about_a_patient_can_be_read_at_rest(database, database_kind, database_url, canaries):
    seen = _bytes_at_rest(database, database_kind, database_url)
    assert b"case.opened" in seen  # what may be read is read, so that the search looks in the right place
    for secret in (CANARY, builders.phone(42), builders.phone(42)[2:], "1901-02-03"):
        assert secret.encode() not in seen
    assert canaries not in seen


def _bytes_at_rest(database: Database, kind: str, url: str) -> bytes:
    """SQLite: the file, its log and a dump. PostgreSQL: every value of every table, as the server keeps it."""
    if kind == "sqlite":
        file = url.removeprefix("sqlite:///")
        parts = [Path(file + suffix).read_bytes() for suffix in ("", "-wal")]
        with contextlib.closing(sqlite3.connect(file)) as connection:
            dump = "\n".join(connection.iterdump())
        return b"\n".join([*parts, dump.encode(), *map(bytes.fromhex, re.findall(r"X'([0-9A-Fa-f]*)'", dump))])
    with database.reading() as connection:
        values = [
            value
            for table in metadata.tables
            for row in connection.execute(text(f"SELECT * FROM {table}"))
            for value in row
        ]
    return b"\n".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in values
    )


def test_every_protected_column_was_tried(database, canaries):
    """A column that is added later must get its canary too."""
    empty = []
    with database.reading() as connection:
        for table in metadata.tables.values():
            for column in table.columns:
                if getattr(column.type, "place", "") and table.name != "accounts":
                    raw = connection.execute(select(text(f'"{column.name}"')).select_from(table)).scalars().all()
                    if not any(raw):
                        empty.append(f"{table.name}.{column.name}")
    assert empty == []


def test_a_protected_column_is_sealed_for_its_own_place():
    for table in metadata.tables.values():
        for column in table.columns:
            if place := getattr(column.type, "place", ""):
                assert place == f"{table.name}.{column.name}"
                assert isinstance(column.type.impl, LargeBinary)


def test_without_the_data_key_nothing_can_be_read(database_url, canaries):
    thief = Database(database_url, Keyring((b"x" * 32,)))
    with thief.reading() as connection, pytest.raises(Unreadable):
        connection.execute(select(metadata.tables["patients"])).all()
    thief.close()
