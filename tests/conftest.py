"""What every test may ask for: an awkward day, ids in order, and a migrated, empty database of each kind.

A test that asks for `database` or `database_url` runs once on SQLite and once on PostgreSQL. The last lines of a run
say how many tests ran on which.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import builders, postgres

if TYPE_CHECKING:
    from storage.cipher import Keyring
    from storage.database import Database

KINDS = ("sqlite", "postgres")
DATA_KEY = bytes(range(32))
RAN_ON = "ran_on"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Nightly: what is tried at random is tried for hours instead of seconds."""
    parser.addoption("--long", action="store_true", help="walk further; give it a --timeout too")


@pytest.fixture(name="NOW")
def now() -> datetime:
    return builders.NOW


@pytest.fixture
def new_id() -> Callable[[], str]:
    """Time-ordered ids, the same in every run."""
    return builders.ids()


@pytest.fixture
def keyring() -> Keyring:
    from storage.cipher import Keyring  # here and below: the tests of the pure packages load no database library

    return Keyring((DATA_KEY,))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How the browser of a test marked `browser` is started."""
    from tests import browser

    return browser.launch_arguments()


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """How its window opens: with the plugin's own default, which needs no base address."""
    return {}


@pytest.fixture(params=KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    kind: str = request.param
    return kind


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database of its own."""
    if database_kind == "sqlite":
        file = tmp_path / "frontdesk.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        yield f"sqlite:///{file}"
        return
    server: postgres.Databases = request.getfixturevalue("postgres_server")
    name = server.create(template=request.getfixturevalue("postgres_template"))
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def database(database_url: str, keyring: Keyring) -> Iterator[Database]:
    from storage.database import Database

    opened = Database(database_url, keyring)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Databases]:
    with postgres.databases() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Databases) -> Iterator[str]:
    name = postgres_server.create()
    _migrate(postgres_server.url(name))
    yield name
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "frontdesk.db"
    _migrate(f"sqlite:///{file}")
    return file


def _migrate(url: str) -> None:
    from storage.cipher import Keyring
    from storage.database import Database
    from storage.migrations import migrate

    database = Database(url, Keyring((DATA_KEY,)))
    migrate(database)
    database.close()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Note what a test runs on where the report will find it, also when another process runs the test."""
    callspec = getattr(item, "callspec", None)
    params: dict[str, Any] = callspec.params if callspec else {}
    places = [params.get("database_kind", "neither")]
    if item.get_closest_marker("browser"):
        places.append("browser")
    item.user_properties.extend((RAN_ON, place) for place in places)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.stats.get("passed", []), *terminalreporter.stats.get("failed", [])]
    ran = Counter(place for report in reports for name, place in report.user_properties if name == RAN_ON)
    names = {"sqlite": "on SQLite", "postgres": "on PostgreSQL", "neither": "on neither", "browser": "in a browser"}
    counts = ", ".join(f"{ran[place]} {where}" for place, where in names.items())
    terminalreporter.write_line(f"Tests that ran: {counts}.")
