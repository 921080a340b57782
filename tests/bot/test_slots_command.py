"""`frontdesk slots`: what a careful receptionist would offer, and why a time is not offered."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.bot import test_cli
from tests.bot.test_cli import Command, bring_in
from tests.builders import patient_row, visit_row

frontdesk, oak = test_cli.frontdesk, test_cli.oak

# Now is Friday 12 March 2027, a moment after ten in Chicago; on Sunday the clocks go forward.


def bring_in_a_visit(oak: Command) -> None:
    bring_in(oak, "patients", [patient_row(1)])
    bring_in(oak, "appointments", [visit_row(1, "2027-03-16T09:00")])


def test_any_morning_next_week_except_wednesday_is_answered_by_a_careful_receptionist(oak: Command) -> None:
    bring_in_a_visit(oak)
    words = "any morning next week except wednesday"
    done = oak("slots", "--when", words, "--provider", "lee")
    starts = [datetime.fromisoformat(row["starts_at"]) for row in done.rows]
    assert {start.strftime("%a") for start in starts} == {"Mon", "Tue", "Thu", "Fri"}
    assert all(9 <= start.hour < 12 for start in starts)
    assert "2027-03-16T09:00:00-05:00" not in [row["starts_at"] for row in done.rows]
    best = oak("slots", "--when", words, "--provider", "lee", "--best", "--format", "text").out
    assert best.splitlines() == [
        "Mon 2027-03-15 09:00-09:30  lee main",
        "Tue 2027-03-16 09:30-10:00  lee main",
        "Thu 2027-03-18 09:00-09:30  lee main",
    ]


EXPLAINED = {
    "2027-03-15 09:00": "offered",
    "2027-03-16T09:00-05:00": "not offered: Dr. Lee is taken",
    "2027-03-15 08:30": "not offered: Dr. Lee does not work then",
    "2027-03-15 09:10": "not offered: visits of this type start on multiples of 30 minutes past the hour",
    "2027-03-12 13:30": "not offered: it needs 4h notice: the first start would be Fri 2027-03-12 14:00",
    "2027-08-02 09:00": "not offered: patients may book it 90d ahead: the last start is Thu 2027-06-10 10:00",
}


@pytest.mark.parametrize(("instant", "said"), EXPLAINED.items())
def test_why_an_instant_is_or_is_not_offered(oak: Command, instant: str, said: str) -> None:
    bring_in_a_visit(oak)
    done = oak("slots", "--provider", "lee", "--explain", instant, "--format", "text")
    assert done.out.strip() == f"lee main: {said}"


def test_the_reasons_are_data_as_well(oak: Command) -> None:
    [row] = oak("slots", "--provider", "lee", "--explain", "2027-03-12 13:30").rows
    assert (row["provider"], row["offered"]) == ("lee", False)
    assert row["reasons"] == [{"reason": "too_soon", "until": "2027-03-12T14:00:00-06:00"}]


def test_what_staff_do_beyond_is_marked(oak: Command) -> None:
    bring_in_a_visit(oak)
    asked = ("slots", "--provider", "lee", "--when", "tuesday at 9am", "--staff")
    assert oak(*asked).rows == []
    [row] = oak(*asked, "--overbook").rows
    assert row["marks"] == ["full"]
    soon = oak("slots", "--provider", "lee", "--staff", "--limit", "1").rows[0]
    assert (soon["starts_at"], soon["marks"]) == ("2027-03-12T10:30:00-06:00", ["too_soon"])


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--provider", "nobody"), 'The clinic has no provider "nobody"'),
        (("--location", "moon"), 'The clinic has no location "moon"'),
        (("--visit-type", "surgery"), 'The clinic has no visit type "surgery"'),
        (("--explain", "2027-03-14 02:30"), "The clocks skip that time"),
        (("--explain", "soon"), '"soon" is no instant'),
        (("--overbook",), "Only staff overbook"),
    ],
)
def test_a_question_without_sense_gets_a_sentence(oak: Command, options: tuple[str, ...], sentence: str) -> None:
    done = oak("slots", *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(sentence)


def test_where_nothing_is_free_the_reason_and_the_nearest_are_told(oak: Command) -> None:
    done = oak("slots", "--provider", "ortiz", "--visit-type", "ultrasound", "--when", "tomorrow")
    assert (done.code, done.out) == (0, "")
    why, *nearest = done.err.splitlines()
    assert why == "No opening: nobody works then."
    assert nearest[0] == "Nearest: Mon 2027-03-15 09:00-09:40  ortiz main us1"
