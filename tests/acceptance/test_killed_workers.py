"""Workers killed at random moments, against a Twilio at its worst: every reminder goes out once.

`KILLS=500 pytest tests/acceptance/test_killed_workers.py` kills more often than the suite has time for.
"""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import pytest

from tests import builders
from tests.acceptance.conftest import PEOPLE
from tests.acceptance.house import House, wait_for
from tests.acceptance.test_kills import those
from tests.fakes import twilio as fakes
from tests.fakes.twilio import FakeTwilio, Fault

KILLS = int(os.environ.get("KILLS", "3"))
REMINDERS = 40
DICE = random.Random(7)
# The first visits are on Monday the 22nd; three days before at noon, those of the morning are due.
MOMENT = datetime(2027, 3, 19, 9, 0, tzinfo=builders.ZONE)


def trouble() -> Fault:
    """Slow, and in three of ten cases the line breaks: before the message was taken, or after."""
    return DICE.choices((Fault(seconds=0.1), fakes.RESET, fakes.RESET_BUT_SENT, fakes.BROKEN_BUT_SENT), (7, 1, 1, 1))[0]


def mangled(statuses: Sequence[str]) -> Iterable[str]:
    """Reports that are lost, repeated and out of order."""
    return DICE.choice(((), statuses, (*statuses, *statuses), tuple(reversed(statuses))))


@pytest.fixture
def twilio() -> Iterator[FakeTwilio]:
    with fakes.twilio(report_as=fakes.DELIVERED, mangle=mangled, trouble=trouble) as fake:
        yield fake
        assert fake.violations == []


def test_whatever_moment_a_worker_is_killed_at_each_reminder_goes_out_once(house: House, twilio: FakeTwilio) -> None:
    times = [f"2027-03-22T{hour:02}:00" for hour in (9, 10, 11)]
    house.bring_in(
        "appointments",
        [
            builders.visit_row(number, times[number % 3], external_id=f"k{number}", overbook="yes")
            for number in range(PEOPLE - REMINDERS + 1, PEOPLE + 1)
        ],
    )
    house.serve()
    house.move_clock_to(MOMENT + timedelta(hours=3))
    pause = threading.Event()
    for _ in range(KILLS):
        wait_for(lambda: those(house, "worker"), house.last_words)
        pause.wait(0.5 + 1.5 * DICE.random())
        for worker in those(house, "worker"):
            os.kill(worker, signal.SIGKILL)

    twilio.calm_down()

    def settled() -> bool:
        """A minute passes by the program's clock; a worker is there to notice."""
        house.post("/dev/clock", b'{"advance": 61}', {"Content-Type": "application/json"})
        pause.wait(1.0)
        waiting = ("frontdesk_outbox_depth", "frontdesk_outbox_unknown", "frontdesk_reminders_due")
        page = house.get("/metrics").content.decode()
        return all(f"\n{name} 0.0" in page for name in waiting)

    wait_for(settled, house.last_words, seconds=90)
    expected = {builders.phone(number) for number in range(PEOPLE - REMINDERS + 1, PEOPLE + 1)}
    got = Counter(text.to_number for text in twilio.sent() if text.to_number in expected)
    assert got == dict.fromkeys(expected, 1)
    house.command("check")
