"""Open inboxes are told of changes, and never take the place of a patient's text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.console import streams
from bot.console.streams import CHANGED, HELLO, STILL_HERE
from storage import staff
from tests.people import ANNA, BEA, Person, at_work, open_case

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LOOK_SECONDS", 0.01)


def listening(person: Person) -> TestResponse:
    """The stream of the page that they see."""
    person.get("/console/")
    assert person.page is not None
    address = person.page.text.partition('data-stream="')[2].partition('"')[0]
    return person.browser.get(address)


def heard(stream: TestResponse) -> Iterator[str]:
    for part in stream.response:
        yield part.decode() if isinstance(part, bytes) else part


def test_a_stream_says_that_something_changed_and_nothing_about_patients(office: Office) -> None:
    stream = listening(at_work(office))
    told = heard(stream)
    assert stream.mimetype == "text/event-stream"
    assert [next(told), next(told)] == [HELLO, STILL_HERE]
    open_case(office, body="My bill is wrong.")
    assert [next(told), next(told)] == [CHANGED, STILL_HERE]
    stream.close()


def test_a_claim_is_a_change_for_colleagues(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    stream = listening(at_work(office, BEA))
    told = heard(stream)
    next(told)
    anna.get(f"/console/cases/{case.id}")
    anna.post(f"/console/cases/{case.id}/claim")
    assert next(told) == CHANGED
    stream.close()


def test_those_who_find_no_seat_are_told_to_go_on_asking(office: Office) -> None:
    anna = at_work(office)
    taken = [listening(anna) for _ in range(streams.MOST)]
    assert listening(anna).status_code == 204
    taken.pop().close()
    free = listening(anna)
    assert free.status_code == 200
    for stream in (*taken, free):
        stream.close()


def test_a_stream_ends_with_the_log_in(office: Office) -> None:
    stream = listening(at_work(office))
    told = heard(stream)
    next(told)
    with office.writing() as work:
        staff.disable(work, ANNA)
    assert list(told) == []
    stream.close()


def test_a_stream_keeps_nobody_awake(office: Office) -> None:
    stream = listening(at_work(office))
    [before] = office.rows("sessions")
    told = heard(stream)
    for _ in range(3):
        next(told)
    stream.close()
    [after] = office.rows("sessions")
    assert after["seen_at"] == before["seen_at"]


def test_streams_end_when_the_process_stops(office: Office) -> None:
    stream = listening(at_work(office))
    told = heard(stream)
    next(told)
    streams.streams.end_all()
    assert list(told) == []
    stream.close()


def test_a_seat_is_free_again_once_however_it_was_left(office: Office) -> None:
    anna = at_work(office)
    broken_off, closed = listening(anna), listening(anna)
    forgotten = heard(broken_off)
    next(forgotten)
    with office.writing() as work:
        staff.disable(work, ANNA)
    assert list(forgotten) == []  # ended, and nobody has closed it
    closed.close()
    closed.close()
    assert streams.streams.all_left(0)
    broken_off.close()


def test_a_stream_is_only_for_whoever_opened_the_page(office: Office) -> None:
    anna = at_work(office)
    assert anna.get("/console/updates/stream").status_code == 401
    assert Person(office).get("/console/updates/stream").status_code == 401
