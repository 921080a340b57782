"""Time off, extra hours and closures that staff enter besides the clinic file."""

from __future__ import annotations

import pytest

from scheduler.errors import EndsBeforeStart
from scheduler.exceptions import NO_EXCEPTIONS, Exceptions, Span, TimeOff
from tests.scheduler.builders import at, clinic_with

NINE, NOON = at("2027-03-01 09:00"), at("2027-03-01 12:00")


def test_a_span_holds_its_start_and_not_its_end() -> None:
    assert NINE in Span(NINE, NOON)
    assert NOON not in Span(NINE, NOON)


@pytest.mark.parametrize("end", [NINE, at("2027-03-01 08:00")])
def test_a_span_that_ends_before_it_starts_is_refused(end: object) -> None:
    with pytest.raises(EndsBeforeStart, match="Give the earlier moment first"):
        Span(NINE, end)  # type: ignore[arg-type]


def test_time_off_concerns_one_provider_or_one_location_or_all() -> None:
    span = Span(NINE, NOON)
    assert TimeOff(None, span).concerns("lee", "main")
    assert TimeOff("lee", span).concerns("lee", "east")
    assert not TimeOff("lee", span).concerns("ortiz", "main")
    assert not TimeOff(None, span, "main").concerns("lee", "east")


def test_a_clinic_with_exceptions_is_another_one_and_its_file_says_nothing_of_them() -> None:
    clinic = clinic_with()
    changed = clinic.with_exceptions(Exceptions((TimeOff("lee", Span(NINE, NOON)),)))
    assert clinic.exceptions == NO_EXCEPTIONS
    assert len(changed.exceptions.time_off) == 1
    assert changed != clinic
    assert changed.document() == clinic.document()
