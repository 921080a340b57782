"""The seats of a process's streams: a few, and all left when it stops."""

from __future__ import annotations

from bot.console.streams import MOST, Streams


def test_a_stream_that_nobody_has_read_yet_ends_with_the_process_too() -> None:
    seats = Streams()
    seat = seats.take()
    assert seat is not None
    looks = seat.looks()
    seats.end_all()
    assert list(looks) == []
    assert seats.all_left(0)


def test_a_seat_left_twice_is_free_once() -> None:
    seats = Streams()
    first, *others = [seats.take() for _ in range(MOST)]
    assert first is not None
    assert None not in others
    first.leave()
    first.leave()
    assert seats.take() is not None
    assert seats.take() is None
