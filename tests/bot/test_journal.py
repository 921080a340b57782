"""While the database is away: the patient is answered, the text is kept, and afterwards it counts once, in order."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import recovery
from bot.clock import real_now
from bot.journal import Guard
from bot.kept import CIRCUIT, Journal
from bot.thinking import InboundText
from bot.turns import take_text
from storage.database import Database, DatabaseUnavailable
from tests.office import ANA, BEN, STRANGER, journal_of, texts

if TYPE_CHECKING:
    from tests.office import Office

ASK = "When is my visit?"


class Outage:
    """A database that can be unplugged and plugged in again."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.on = False
        self.asked = 0
        for name in ("reading", "writing"):
            monkeypatch.setattr(Database, name, self._in_front_of(getattr(Database, name)))
        monkeypatch.setattr(Database, "probe", self._in_front_of_probe(Database.probe))

    def _in_front_of(self, door: Any) -> Any:
        @contextlib.contextmanager
        def guarded(database: Database) -> Iterator[Any]:
            self.asked += 1
            if self.on:
                raise DatabaseUnavailable("unplugged")
            with door(database) as connection:
                yield connection

        return guarded

    def _in_front_of_probe(self, probe: Any) -> Any:
        def guarded(database: Database) -> None:
            if self.on:
                raise DatabaseUnavailable("unplugged")
            probe(database)

        return guarded


@pytest.fixture
def outage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Outage]:
    plug = Outage(monkeypatch)
    yield plug
    plug.on = False


def journal(office: Office) -> Journal:
    return Journal.of(office.desk.settings)


def keep(office: Office, body: str, phone: str = ANA, age: timedelta = timedelta(), **more: Any) -> InboundText:
    """A text that lies in the journal since `age`."""
    inbound = InboundText(office.new_sid(), phone, office.clinic.phone, body)
    journal(office).append(inbound, real_now() - age, **({"tried": False} | more))
    return inbound


def said(office: Office, direction: str = "inbound") -> list[str]:
    rows = sorted(office.rows("messages"), key=lambda row: row["id"])
    return [row["body"] for row in rows if row["direction"] == direction]


def test_the_patient_hears_an_apology_and_the_text_is_kept_sealed(office: Office, outage: Outage) -> None:
    office.client  # noqa: B018  # opened while the database is there
    outage.on = True
    answer = office.text(ANA, ASK)
    assert (answer.status_code, answer.text) == (200, recovery.APOLOGY)
    assert "911" in texts(answer)[0]
    assert "988" in texts(answer)[0]
    [file] = journal_of(office).glob("*.tried")
    assert b"visit" not in file.read_bytes()
    assert ANA[1:] not in file.name


def test_after_one_failure_nobody_asks_the_database_until_it_writes_again(office: Office, outage: Outage) -> None:
    office.client  # noqa: B018
    outage.on = True
    office.text(ANA, ASK)
    asked = outage.asked
    for phone in (ANA, BEN, STRANGER):
        assert office.text(phone, ASK).text == recovery.APOLOGY
    assert outage.asked == asked
    assert len(journal(office).waiting()) == 4


def test_a_text_delivered_again_during_the_outage_is_kept_once(office: Office, outage: Outage) -> None:
    office.client  # noqa: B018
    outage.on = True
    sid = office.new_sid()
    assert {office.text(ANA, ASK, sid).text for _ in range(3)} == {recovery.APOLOGY}
    assert len(journal(office).waiting()) == 1


def test_a_disk_that_cannot_be_written_still_leaves_an_answer(office: Office, outage: Outage) -> None:
    office.client  # noqa: B018
    outage.on = True
    journal_of(office).write_text("in the way")
    assert office.text(ANA, ASK).text == recovery.APOLOGY


def test_afterwards_a_text_counts_once_and_its_answer_goes_through_the_outbox(office: Office) -> None:
    inbound = keep(office, ASK)
    assert recovery.take_all(office.desk, journal(office)) == 1
    assert recovery.take_all(office.desk, journal(office)) == 0
    assert journal(office).waiting() == []
    assert said(office) == [ASK]
    [row] = office.rows("outbox")
    [reply] = [row for row in office.rows("messages") if row["direction"] == "outbound"]
    assert (row["message_id"], row["state"], reply["status"]) == (reply["id"], "pending", "queued")
    assert office.text(ANA, ASK, inbound.sid).text == recovery.APOLOGY, "a repeat gets the apology"
    assert len(office.rows("outbox")) == 1


def test_a_text_whose_turn_was_committed_before_the_crash_is_not_done_twice(office: Office) -> None:
    inbound = keep(office, ASK, tried=True)
    take_text(office.desk, inbound)
    recovery.take_all(office.desk, journal(office))
    assert said(office) == [ASK]
    assert len(said(office, "outbound")) == 1
    assert len(office.rows("outbox")) == 1


def test_a_text_that_was_answered_before_the_outage_keeps_its_answer(office: Office) -> None:
    inbound = InboundText(office.new_sid(), ANA, office.clinic.phone, ASK)
    first = take_text(office.desk, inbound)
    journal(office).append(inbound, real_now(), tried=False)
    recovery.take_all(office.desk, journal(office))
    assert take_text(office.desk, inbound) == first
    assert office.rows("outbox") == []


def test_the_texts_of_a_phone_are_taken_in_order_and_before_its_next_one(office: Office) -> None:
    for number in range(3):
        keep(office, f"Waiting {number}", age=timedelta(minutes=3 - number))
    keep(office, "Another phone", phone=BEN)
    Guard(office.desk).answer(InboundText(office.new_sid(), ANA, office.clinic.phone, "After that"), take_text)
    assert [body for body in said(office) if body != "Another phone"] == [
        "Waiting 0",
        "Waiting 1",
        "Waiting 2",
        "After that",
    ]


def test_a_text_older_than_an_hour_is_for_a_person(office: Office) -> None:
    keep(office, "Please cancel my visit", age=timedelta(minutes=61))
    recovery.take_all(office.desk, journal(office))
    assert said(office) == ["Please cancel my visit"]
    assert said(office, "outbound") == []
    assert office.rows("outbox") == []
    [case] = office.rows("cases")
    assert (case["reason"], case["state"]) == ("other", "open")


def test_an_opt_out_counts_however_old_it_is(office: Office) -> None:
    keep(office, "STOP", age=timedelta(hours=5))
    recovery.take_all(office.desk, journal(office))
    assert [row["kind"] for row in office.rows("suppressions")] == ["opt_out"]


def test_an_emergency_counts_however_old_it_is(office: Office) -> None:
    keep(office, "I have terrible chest pain", age=timedelta(hours=5))
    recovery.take_all(office.desk, journal(office))
    assert "emergency" in [case["priority"] for case in office.rows("cases")]


def test_what_nobody_can_read_is_set_aside_and_the_others_are_taken(office: Office) -> None:
    keep(office, "one", age=timedelta(minutes=2))
    [name] = journal(office).waiting()
    (journal_of(office) / name).write_bytes(b"not ours")
    keep(office, "two")
    recovery.take_all(office.desk, journal(office))
    assert said(office) == ["two"]
    assert [file.suffix for file in journal_of(office).iterdir() if name[:20] in file.name] == [".unreadable"]


def test_recovery_begins_by_itself_when_the_database_writes_again(office: Office, outage: Outage) -> None:
    office.client  # noqa: B018
    outage.on = True
    office.text(ANA, ASK)
    outage.on = False
    pause = threading.Event()
    for _ in range(200):
        if not journal(office).waiting() and not (journal(office).directory / CIRCUIT).exists():
            break
        pause.wait(0.05)
    assert said(office) == [ASK]
    assert office.text(BEN, ASK).text != recovery.APOLOGY
