"""Any number of workers over one database: everything goes out once."""

from __future__ import annotations

from datetime import datetime

from tests import builders
from tests.acceptance.conftest import PEOPLE
from tests.acceptance.house import House, wait_for
from tests.fakes.twilio import FakeTwilio

REMINDERS = 500
TUESDAY = datetime(2027, 3, 16, tzinfo=builders.ZONE).date()
# Three days before the last of them: all are due, and all still help.
SATURDAY_EVENING = datetime(2027, 3, 13, 17, 0, tzinfo=builders.ZONE)


def test_several_workers_send_five_hundred_due_reminders_once_each(house: House, twilio: FakeTwilio) -> None:
    numbers = range(1, REMINDERS + 1)
    times = [time for time, _ in zip(builders.free_times(TUESDAY), range(13), strict=False)]
    house.bring_in("patients", [builders.patient_row(number) for number in numbers if number > PEOPLE])
    house.bring_in(
        "appointments",
        [
            builders.visit_row(number, times[number % 13], external_id=f"w{number}", overbook="yes")
            for number in numbers
        ],
    )
    house.variables["FRONTDESK_NOW"] = SATURDAY_EVENING.isoformat()
    house.command("check")  # the clock starts there
    for _ in range(2 if house.variables["DATABASE_URL"].startswith("sqlite") else 4):
        house.start("worker")

    def sent() -> set[str]:
        return {row["appointment_external_id"] for row in house.export("reminders") if row["state"] == "sent"}

    wait_for(lambda: len(twilio.sent()) >= REMINDERS, lambda: f"{len(twilio.sent())} sent: {house.last_words()}")
    wait_for(lambda: len(sent()) >= REMINDERS)
    house.command("worker", "--once")
    assert sorted(text.to_number for text in twilio.sent()) == sorted(builders.phone(number) for number in numbers)
    assert sent() == {f"w{number}" for number in numbers}
    house.command("check")
