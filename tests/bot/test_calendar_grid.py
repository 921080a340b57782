"""The calendar drawn as a table: no hole, no overlap, long days long, visits beside each other in lanes."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.console.calendar.grid import Block, Column, drawn
from tests import builders

ZONE = builders.ZONE
NINE = datetime(2027, 3, 16, 9, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M}"


def column(open_from: int, open_to: int, *blocks: Block) -> Column:
    """Open between these hours after nine."""
    return Column("Dr. Lee", "lee", ((NINE + open_from * HOUR, NINE + open_to * HOUR),), blocks)


def visit(start: float, end: float) -> Block:
    return Block(NINE + start * HOUR, NINE + end * HOUR, "visit")


def kinds(grid) -> list[tuple[str, str, int]]:
    return [(clock(cell.start), cell.kind, cell.rows) for row in grid.rows for cell in row.cells]


def test_free_half_hours_a_visit_and_what_is_closed_stand_below_each_other():
    grid = drawn([column(0, 2, visit(0.5, 1)), column(1, 2)], ZONE, clock)
    assert grid.minutes == 15
    assert kinds(grid) == [
        ("09:00", "free", 2),
        ("09:00", "closed", 4),
        ("09:30", "visit", 2),
        ("10:00", "free", 2),
        ("10:00", "free", 2),
        ("10:30", "free", 2),
        ("10:30", "free", 2),
    ]


def test_visits_at_one_time_stand_in_lanes():
    grid = drawn([column(0, 1, visit(0, 1), visit(0.5, 1))], ZONE, clock)
    assert [lanes for _, lanes in grid.heads] == [2]
    assert ("09:30", "visit", 2) in kinds(grid)


def test_nothing_at_all_is_no_grid():
    assert drawn([Column("Dr. Lee", "lee", (), ())], ZONE, clock) is None


def test_a_day_on_which_clocks_go_forward_is_an_hour_shorter():
    start, end = datetime(2027, 3, 14, 0, tzinfo=ZONE), datetime(2027, 3, 14, 6, tzinfo=ZONE)
    grid = drawn([Column("x", "lee", ((start, end),), ())], ZONE, clock)
    labels = [row.label for row in grid.rows if row.on_the_hour]
    assert labels == ["00:00", "01:00", "03:00", "04:00", "05:00"]


@given(
    st.lists(
        st.tuples(st.integers(0, 100), st.integers(1, 24)).map(
            lambda span: Block(
                NINE + span[0] * timedelta(minutes=5), NINE + (span[0] + span[1]) * timedelta(minutes=5), "visit"
            )
        ),
        max_size=12,
    )
)
def test_every_lane_is_filled_without_a_hole(blocks):
    grid = drawn([column(0, 8, *blocks), column(2, 4)], ZONE, clock)
    lanes = sum(count for _, count in grid.heads)
    covered = sum(cell.rows for row in grid.rows for cell in row.cells)
    assert covered == lanes * len(grid.rows)
    assert sum(cell.kind == "visit" for row in grid.rows for cell in row.cells) == len(blocks)
    assert sum(row.label_rows for row in grid.rows) == len(grid.rows)
