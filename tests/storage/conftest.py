"""The clinic of the builders, applied, and transactions at its desk."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from scheduler.clinic import Clinic
from storage import clinics
from storage.database import Database
from storage.work import Work
from tests import builders
from tests.builders import NOW

AtWork = Callable[..., AbstractContextManager[Work]]


@pytest.fixture
def clinic(database: Database) -> Clinic:
    """Oak Hill, as it lies in the database."""
    oak = builders.clinic()
    with database.writing() as connection:
        clinics.apply(connection, oak, NOW)
    return oak


@pytest.fixture
def at_work(database: Database, clinic: Clinic, new_id: Callable[[], str]) -> AtWork:
    """`with at_work() as work:` is one writing transaction, some time after NOW if one is given."""

    @contextlib.contextmanager
    def begin(later: timedelta = timedelta()) -> Iterator[Work]:
        with database.writing() as connection:
            yield database.work(connection, clinic.id, NOW + later, new_id)

    return begin
