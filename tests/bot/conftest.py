"""Rooms of the edge are tested in an office: the real application over a database of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio

if TYPE_CHECKING:
    from tests.office import Office


@pytest.fixture
def open_office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Office]]:
    """Opens an office; variables may be given."""
    from tests import office  # here: most tests of this folder need no database

    monkeypatch.chdir(tmp_path)  # where the journal lies beside a PostgreSQL
    opened: list[Office] = []

    def open_one(**variables: str) -> Office:
        opened.append(office.open_office(database_url, **variables))
        return opened[-1]

    yield open_one
    for thread in threading.enumerate():
        if thread.name == "probe":  # it looks after what an outage left behind
            thread.join(10)
    for one in opened:
        one.desk.database.close()


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    return open_office()


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fakes.twilio() as fake:
        yield fake
        assert fake.violations == []
