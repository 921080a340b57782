"""Whoever hangs up, wherever a call stands, leaves nothing held and nothing half booked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import conversations
from tests.bot.calls.test_golden_calls import NOT_ALOUD, by_keys, hold
from tests.caller import ANA_WAS_BORN, Caller
from tests.conversations import GoldenTalk
from tests.office import Office, open_office

TALKS = [talk for file in ("booking", "moving", "cancelling") for talk in conversations.talks(file)]
ALOUD = [talk for talk in TALKS if talk.title not in NOT_ALOUD]


@pytest.fixture
def sqlite_office(sqlite_template: Path, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "frontdesk.db"
    file.write_bytes(sqlite_template.read_bytes())
    office = open_office(f"sqlite:///{file}")
    yield office
    office.desk.database.close()


def beginnings() -> Iterator[tuple[GoldenTalk, int]]:
    """Every second talk, cut after each of its turns."""
    for talk in ALOUD[::2]:
        yield from ((talk, turns) for turns in range(1, len(talk.turns) + 1))


def test_after_any_turn_of_any_talk_nothing_is_held(sqlite_office: Office) -> None:
    seen = 0
    for number, (talk, turns) in enumerate(beginnings()):
        held = hold(sqlite_office, talk, number, by_keys, turns)
        seen += len(held.rows("holds"))
        held.hangs_up()
        assert held.rows("holds") == [], (talk.title, turns)
        assert held.broken() == [], (talk.title, turns)
        booked = [visit for visit in held.calendar() if " booked " in visit]
        assert len(booked) <= max(len(talk.visits), len(talk.ends)), (talk.title, turns)
    assert seen > len(ALOUD) / 4


@pytest.mark.parametrize("keys", [[], ["1"], ["0"], ["0", "1"], ["9", "9"]])
def test_each_step_of_a_call_can_be_its_last(office: Office, keys: list[str]) -> None:
    Caller(office).dials().keys(*keys).hangs_up("failed")
    assert office.rows("holds") == []
    assert office.appointment().slot == office.visit.slot


def test_a_turn_that_comes_after_the_end_holds_nothing(office: Office) -> None:
    call = Caller(office).dials().keys("2", ANA_WAS_BORN, "1")
    call.hangs_up()
    call.keys("1")
    assert call.verbs == ["Hangup"]
    assert office.rows("holds") == []
