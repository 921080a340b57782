"""PostgreSQL goes away and comes back: patients are answered meanwhile, and every text counts once afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builders, postgres
from tests.acceptance.house import PUBLIC_URL, House, wait_for
from tests.fakes.twilio import FakeTwilio

ANA, BEN = builders.phone(1), builders.phone(2)
CONTRACT_SECONDS = 8.0


@pytest.fixture
def server() -> Iterator[postgres.Server]:
    server = postgres.Server(tcp=True)
    server.start()
    yield server
    server.close()


@pytest.fixture
def house(server: postgres.Server, twilio: FakeTwilio, tmp_path: Path) -> Iterator[House]:
    databases = postgres.Databases(server.admin_url)
    opened = House(tmp_path, databases.url(databases.create("desk")), {"TWILIO_API_URL": twilio.url})
    opened.settle_in(
        [builders.patient_row(number) for number in (1, 2)],
        [builders.visit_row(number, f"2027-03-2{number + 1}T09:00") for number in (1, 2)],
    )
    twilio.reach(PUBLIC_URL, f"http://127.0.0.1:{opened.port}")
    yield opened
    opened.close()


def test_while_postgresql_is_gone_texts_are_answered_and_afterwards_they_count_once(
    house: House, server: postgres.Server, twilio: FakeTwilio
) -> None:
    house.serve()
    house.text(ANA, "When is my appointment?")
    server.stop()

    not_ready = house.get("/readyz")
    assert (not_ready.status, not_ready.document["ready"]) == (503, False)
    assert "PostgreSQL" in not_ready.document["reason"]
    assert house.get("/healthz").status == 200

    began = time.monotonic()
    first = house.text(ANA, "I confirm my appointment", "SM" + "1" * 32)
    assert time.monotonic() - began < CONTRACT_SECONDS, "the contract's own limit"
    assert (first.status, len(first.texts)) == (200, 1)
    assert "911" in first.text
    assert "988" in first.text
    assert house.text(ANA, "I confirm my appointment", "SM" + "1" * 32).content == first.content
    house.text(BEN, "STOP", "SM" + "2" * 32)
    assert len(list(house.folder.glob("*.journal/*-SM*"))) == 2

    server.start()
    house.wait_until_ready()
    wait_for(lambda: not list(house.folder.glob("*.journal/*-SM*")), house.last_words)
    visits = {row["external_id"]: row["confirmation"] for row in house.export("appointments")}
    assert visits == {"v1": "accepted", "v2": "needs-action"}
    inbound = [row["body"] for row in house.export("messages") if row["direction"] == "inbound"]
    assert sorted(inbound) == ["I confirm my appointment", "STOP", "When is my appointment?"]
    [late] = wait_for(lambda: twilio.sent(ANA), house.last_words)
    assert "is confirmed" in late.body
    assert {row["external_id"]: row["opted_out"] for row in house.export("patients")} == {"p1": False, "p2": True}
    assert house.text(ANA, "I confirm my appointment", "SM" + "1" * 32).content == first.content
    house.command("check")
