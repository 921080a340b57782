"""Integers as sets of cells."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scheduler.bits import FULL_DAY, ascending, descending, joined, rotated, runs, span

NUMBERS = st.sets(st.integers(0, 599), max_size=80)


def as_bits(numbers: set[int]) -> int:
    return sum(1 << number for number in numbers)


@given(st.integers(-50, 400), st.integers(-50, 400))
def test_a_span_holds_its_first_and_not_its_last_cell(first: int, stop: int) -> None:
    assert span(first, stop, 288) == as_bits(set(range(first, stop)) & set(range(288)))


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 60)), max_size=8), st.integers(1, 50))
def test_a_run_begins_wherever_enough_cells_on_end_are_free(blocks: list[tuple[int, int]], length: int) -> None:
    cells = {cell for first, count in blocks for cell in range(first, first + count)}
    begins = {cell for cell in cells if all(cell + n in cells for n in range(length))}
    assert runs(as_bits(cells), length) == as_bits(begins)


@given(st.integers(0, FULL_DAY), st.integers(-600, 600))
def test_turning_a_day_and_back_changes_nothing(day: int, cells: int) -> None:
    assert rotated(rotated(day, cells), -cells) == day


def test_turning_moves_towards_bit_0_and_comes_in_at_the_top() -> None:
    assert rotated(0b110, 2) == 1 | 1 << 287


def test_days_lie_side_by_side() -> None:
    assert joined([1, 0, 0b10]) == 1 | 1 << 288 * 2 + 1


@given(NUMBERS)
def test_numbers_come_in_both_orders(numbers: set[int]) -> None:
    bits = as_bits(numbers)
    assert list(ascending(bits)) == sorted(numbers)
    assert list(descending(bits)) == sorted(numbers, reverse=True)
