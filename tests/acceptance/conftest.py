"""Houses: whole installations over each kind of database, which end with their test.

Settling in takes seconds, so it is done once for each kind; tests get copies of that database.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from tests import builders, postgres
from tests.acceptance.house import PUBLIC_URL, House
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio

PEOPLE = 240
FIRST_VISIT = date(2027, 3, 22)


@dataclass
class Settled:
    """A database for each kind with the clinic, its people and their visits, made when first asked for."""

    folder: Path
    server: Callable[[], postgres.Databases]
    made: dict[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> str:
        """The file, or the database's name on the server."""
        if kind not in self.made:
            self.made[kind] = self._make(kind)
        return self.made[kind]

    def _make(self, kind: str) -> str:
        folder = self.folder / kind
        folder.mkdir()
        name = str(folder / "frontdesk.db") if kind == "sqlite" else self.server().create()
        house = House(folder, f"sqlite:///{name}" if kind == "sqlite" else self.server().url(name))
        house.settle_in(
            [builders.patient_row(number) for number in range(1, PEOPLE + 1)],
            [
                builders.visit_row(number, start)
                for number, start in zip(range(1, PEOPLE + 1), builders.free_times(FIRST_VISIT), strict=False)
            ],
        )
        house.close()
        return name


@pytest.fixture(scope="session")
def settled(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Settled:
    return Settled(tmp_path_factory.mktemp("settled"), lambda: request.getfixturevalue("postgres_server"))


@pytest.fixture
def settled_url(database_kind: str, settled: Settled, tmp_path: Path) -> Iterator[str]:
    """A database in which patient `n` has a visit `vn` with Dr. Lee, one half hour after the other."""
    template = settled.of(database_kind)
    if database_kind == "sqlite":
        file = tmp_path / "frontdesk.db"
        shutil.copy(template, file)
        yield f"sqlite:///{file}"
        return
    name = settled.server().create(template=template)
    yield settled.server().url(name)
    settled.server().drop(name)


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fakes.twilio() as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
def house(settled_url: str, twilio: FakeTwilio, tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path, settled_url, {"TWILIO_API_URL": twilio.url})
    twilio.reach(PUBLIC_URL, f"http://127.0.0.1:{opened.port}")
    yield opened
    opened.close()


@pytest.fixture
def served(house: House) -> House:
    """A house that serves."""
    house.serve()
    return house


@pytest.fixture
def new_sid() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"SM{next(numbers):032x}"
