"""The clock of development, shared by all processes and kept across restarts."""

from __future__ import annotations

from datetime import timedelta

from storage import dev_clock
from tests.builders import NOW

BACK = timedelta(days=-40, hours=-1, microseconds=5)


def offset(database) -> timedelta:
    with database.reading() as connection:
        return dev_clock.offset(connection)


def test_without_a_row_it_is_the_machines_time(database):
    assert offset(database) == timedelta()


def test_it_can_start_in_the_past_or_in_the_future_and_moves_on_from_there(database):
    for begins in (BACK, timedelta(days=4000)):
        with database.writing() as connection:
            dev_clock.start(connection, NOW + begins, begins)
        assert offset(database) == begins
        with database.writing() as connection:
            dev_clock.advance(connection, timedelta(days=3))
            dev_clock.advance(connection, timedelta(minutes=1))
        assert offset(database) == begins + timedelta(days=3, minutes=1)


def test_a_restart_goes_on_where_the_clock_was(database):
    with database.writing() as connection:
        dev_clock.start(connection, NOW, BACK)
        dev_clock.advance(connection, timedelta(days=1))
        dev_clock.start(connection, NOW, BACK - timedelta(minutes=5))
    assert offset(database) == BACK + timedelta(days=1)


def test_another_start_begins_anew(database):
    with database.writing() as connection:
        dev_clock.start(connection, NOW, BACK)
        dev_clock.start(connection, NOW + timedelta(days=1), timedelta(hours=2))
    assert offset(database) == timedelta(hours=2)


def test_a_clock_that_was_started_nowhere_can_be_moved_and_then_started(database):
    with database.writing() as connection:
        dev_clock.advance(connection, timedelta(hours=1))
    assert offset(database) == timedelta(hours=1)
    with database.writing() as connection:
        dev_clock.start(connection, NOW, BACK)
    assert offset(database) == BACK
