"""Where somebody is logged in, logging out from afar, and the screen that locks itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot.console.sessions import IDLE, LONGEST
from storage.schema import metadata
from tests.people import BEA, Person, at_work, audited, employ, open_case

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

_OTHER = re.compile(r'action="(/console/account/devices/[0-9a-f]{24}/log-out)"')


def sleep(office: Office, **columns: timedelta) -> None:
    """Move the times of every session into the past."""
    table = metadata.tables["sessions"]
    with office.desk.database.writing() as connection:
        for row in office.rows("sessions"):
            moved = {name: row[name] - by for name, by in columns.items()}
            connection.execute(table.update().where(table.c.token_hash == row["token_hash"]).values(moved))


def at_two_browsers(office: Office) -> tuple[Person, Person]:
    anna, phone = at_work(office), Person(office)
    phone.browser.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0) Version/26.0 Safari/604.1"
    assert phone.log_in().status_code == 303
    return anna, phone


def test_each_device_is_listed_with_its_last_use(office: Office) -> None:
    anna, _ = at_two_browsers(office)
    page = anna.get("/console/account").text
    assert "Safari on iPhone" in page
    assert page.count("This one") == 1
    assert len(_OTHER.findall(page)) == 1


def test_a_device_is_logged_out_from_another(office: Office) -> None:
    anna, phone = at_two_browsers(office)
    [address] = _OTHER.findall(anna.get("/console/account").text)
    assert anna.post(address).status_code == 303
    assert phone.get("/console/").status_code == 302
    assert anna.get("/console/").status_code == 200
    assert audited(office, "user.logged_out")


def test_all_others_are_logged_out_at_once_and_no_colleague(office: Office) -> None:
    anna, phone = at_two_browsers(office)
    bea = at_work(office, BEA)
    anna.get("/console/account")
    assert anna.post("/console/account/devices/log-out-others").status_code == 303
    assert phone.get("/console/").status_code == 302
    assert (anna.get("/console/").status_code, bea.get("/console/").status_code) == (200, 200)


def test_a_colleagues_device_is_unknown(office: Office) -> None:
    anna, _ = at_two_browsers(office)
    [address] = _OTHER.findall(anna.get("/console/account").text)
    bea = at_work(office, BEA)
    bea.get("/console/account")
    assert bea.post(address).status_code == 404
    assert len(office.rows("sessions")) == 3


def test_every_page_asks_whether_it_may_stay_and_keeps_nobody_awake_by_that(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/patients/p1")
    address = anna.refresh_of("awake")
    sleep(office, seen_at=timedelta(minutes=14))
    before = office.rows("sessions")
    assert anna.get(address).status_code == 204
    assert office.rows("sessions") == before
    sleep(office, seen_at=IDLE)
    assert anna.get(address).status_code == 401
    assert anna.get("/console/patients/p1").status_code == 302


def test_a_locked_screen_shows_how_many_urgent_cases_wait_and_nothing_of_patients(office: Office) -> None:
    open_case(office, priority="emergency")
    open_case(office, 2)
    anna = at_work(office)
    sleep(office, seen_at=IDLE)
    page = anna.get("/console/log-in?next=/console/patients/p1").text
    assert "1 urgent case waits" in page
    assert "Ana" not in page
    assert "1 urgent case waits" in anna.get("/console/log-in/waiting").text


def test_who_was_never_here_or_is_gone_for_good_sees_no_number(office: Office) -> None:
    open_case(office, priority="emergency")
    stranger, anna = employ(office, BEA), at_work(office)
    assert "urgent case" not in stranger.get("/console/log-in").text
    assert stranger.get("/console/log-in/waiting").status_code == 204
    sleep(office, seen_at=IDLE, expires_at=LONGEST)
    assert "urgent case" not in anna.get("/console/log-in").text
