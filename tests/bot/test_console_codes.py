"""Codes beside the password: set up, asked for at the door, used once, replaced by recovery codes, turned off."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest

from bot import second_factors as codes
from storage import second_factors, staff
from storage.schema import metadata
from tests.people import ANNA, BEA, PASSWORD, Person, at_work, audited, employ

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

_SECRET = re.compile(r"secret=([A-Z2-7]+)")
_RECOVERY = re.compile(r">([a-z2-9]{5}-[a-z2-9]{5})<")


def secret_of(office: Office) -> str:
    [row] = [row for row in office.rows("accounts") if row["totp_secret"]]
    return str(row["totp_secret"])


def code_at(office: Office, seconds: int = 0) -> str:
    """What the authenticator shows, so many seconds from now."""
    return pyotp.TOTP(secret_of(office)).at(office.desk.clock.real_now() + timedelta(seconds=seconds))


def forget_used_codes(office: Office) -> None:
    """As if the last code had been used long ago."""
    with office.desk.database.writing() as connection:
        connection.execute(metadata.tables["accounts"].update().values(totp_step=None))


def forget_password(office: Office) -> None:
    """As if the password had been typed more than five minutes ago."""
    table = metadata.tables["sessions"]
    with office.desk.database.writing() as connection:
        connection.execute(table.update().values(confirmed_at=office.desk.clock.real_now() - timedelta(minutes=5)))


def with_codes(office: Office, email: str = ANNA, role: str = "agent") -> tuple[Person, list[str]]:
    """Somebody who is logged in and has set codes up, and their recovery codes."""
    anna = at_work(office, email, role)
    anna.get("/console/account")
    anna.post("/console/account/second-factor/new")
    anna.get("/console/account/second-factor")
    answer = anna.post("/console/account/second-factor", code=code_at(office))
    assert answer.status_code == 200
    forget_used_codes(office)
    return anna, _RECOVERY.findall(answer.text)


def at_the_second_step(office: Office, email: str = ANNA) -> Person:
    person = Person(office, email)
    answer = person.log_in(next="/console/talks")
    assert (answer.status_code, answer.location) == (303, "/console/log-in/code")
    person.get(answer.location)
    return person


# --- the arithmetic


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(database_kind: str, seconds: int, code: str) -> None:
    """RFC 6238, appendix B, the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert codes._step_of(secret, code, seconds // 30) == seconds // 30


# --- setting up


def test_the_secret_is_shown_until_a_code_of_it_was_typed_and_then_never_again(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/account")
    anna.post("/console/account/second-factor/new")
    page = anna.get("/console/account/second-factor").text
    secret = _SECRET.findall(page)[0]
    assert secret == secret_of(office)
    assert codes.in_groups(secret) in page
    assert "<svg" in page
    assert anna.post("/console/account/second-factor", code="000000").status_code == 400
    done = anna.post("/console/account/second-factor", code=code_at(office))
    assert len(set(_RECOVERY.findall(done.text))) == codes.RECOVERY_CODES
    assert anna.get("/console/account/second-factor").location == "/console/account"
    assert "10 recovery codes left" in anna.get("/console/account").text
    assert audited(office, "user.second_factor_added")


def test_until_then_no_code_is_asked_for(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/account")
    anna.post("/console/account/second-factor/new")
    assert Person(office).log_in().location == "/console/"


def test_a_secret_that_counts_cannot_be_replaced_by_proposing_another(office: Office) -> None:
    anna, _ = with_codes(office)
    before = secret_of(office)
    anna.get("/console/account")
    anna.post("/console/account/second-factor/new")
    assert secret_of(office) == before


def test_recovery_codes_lie_in_the_database_as_hashes_only(office: Office) -> None:
    _, recovery = with_codes(office)
    kept = b"".join(bytes(row["code_hash"]) for row in office.rows("recovery_codes"))
    assert not any(code.encode() in kept for code in recovery)


# --- the door


def test_after_the_password_the_code_opens_the_page_that_was_wanted(office: Office) -> None:
    with_codes(office)
    anna = at_the_second_step(office)
    assert anna.get("/console/").status_code == 302
    anna.get("/console/log-in/code")
    answer = anna.post("/console/log-in/code", code=code_at(office))
    assert (answer.status_code, answer.location) == (303, "/console/talks")
    assert anna.get("/console/talks").status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(-30, 303), (30, 303), (-90, 401), (90, 401)])
def test_a_clock_may_be_half_a_minute_wrong_and_no_more(office: Office, seconds: int, status: int) -> None:
    with_codes(office)
    anna = at_the_second_step(office)
    assert anna.post("/console/log-in/code", code=code_at(office, seconds)).status_code == status


def test_a_code_is_good_once_for_whoever_comes_first(office: Office) -> None:
    with_codes(office)
    anna, thief = at_the_second_step(office), at_the_second_step(office)
    code = code_at(office)
    assert anna.post("/console/log-in/code", code=code).status_code == 303
    assert thief.post("/console/log-in/code", code=code).status_code == 401


def test_a_recovery_code_opens_once_however_it_is_written(office: Office) -> None:
    _, recovery = with_codes(office)
    written = recovery[0].upper().replace("-", " ")
    assert at_the_second_step(office).post("/console/log-in/code", code=written).status_code == 303
    assert at_the_second_step(office).post("/console/log-in/code", code=recovery[0]).status_code == 401
    assert len(office.rows("recovery_codes")) == codes.RECOVERY_CODES - 1
    assert audited(office, "user.recovery_code_used")


def test_a_colleagues_codes_open_nothing(office: Office) -> None:
    _, recovery = with_codes(office)
    bea = at_work(office, BEA)
    with office.writing() as work:
        [bea_id] = [one.id for one in staff.all_of(work) if one.email == BEA]
        second_factors.propose(work, bea_id, codes.new_secret())
        second_factors.activate(work, bea_id, [])
    assert bea.get("/console/").status_code == 200
    answer = at_the_second_step(office, BEA).post("/console/log-in/code", code=recovery[0])
    assert answer.status_code == 401


def test_without_the_password_nobody_gets_to_the_code(office: Office) -> None:
    with_codes(office)
    stranger = Person(office)
    assert stranger.get("/console/log-in/code").location == "/console/log-in"
    assert stranger.log_in("not the password").status_code == 401
    assert stranger.get("/console/log-in/code").location == "/console/log-in"


def test_after_five_minutes_the_password_is_asked_for_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with_codes(office)
    anna = at_the_second_step(office)
    later = office.desk.clock.real_now() + timedelta(minutes=5)
    monkeypatch.setattr(type(office.desk.clock), "real_now", lambda _self: later)
    assert anna.post("/console/log-in/code", code=code_at(office)).location == "/console/log-in"


def test_who_was_disabled_meanwhile_is_not_let_in(office: Office) -> None:
    with_codes(office)
    anna = at_the_second_step(office)
    with office.writing() as work:
        staff.disable(work, ANNA)
    assert anna.post("/console/log-in/code", code=code_at(office)).location == "/console/log-in"


def test_wrong_codes_make_the_next_one_wait_and_colleagues_do_not_notice(office: Office) -> None:
    with_codes(office)
    bea = employ(office, BEA)
    anna = at_the_second_step(office)
    for _ in range(5):
        assert anna.post("/console/log-in/code", code="nothing").status_code == 401
    refused = anna.post("/console/log-in/code", code=code_at(office))
    assert refused.status_code == 429
    assert "Wait" in refused.text
    bea.browser = anna.browser  # the same process counts
    assert bea.log_in().status_code == 303


def test_the_code_needs_our_own_form(office: Office) -> None:
    with_codes(office)
    anna = at_the_second_step(office)
    assert anna.post("/console/log-in/code", token="", code=code_at(office)).status_code == 400


def test_codes_go_by_the_real_clock_whatever_the_programs_clock_says(office: Office) -> None:
    with_codes(office)
    with office.looking() as work:
        assert work.now.year == 2027
    now = office.desk.clock.real_now()
    assert abs((now - datetime.now(UTC)).total_seconds()) < 60


def test_a_new_password_by_a_link_does_not_go_past_the_code(office: Office) -> None:
    from tests.bot.test_console_door import the_link

    with_codes(office)
    link = the_link(office)
    anna = Person(office)
    anna.get(link)
    assert anna.post(link, password=PASSWORD, again=PASSWORD).location == "/console/log-in/code"
    assert anna.get("/console/").status_code == 302


# --- afterwards


def test_new_recovery_codes_replace_all_that_were_there(office: Office) -> None:
    anna, recovery = with_codes(office)
    anna.get("/console/account")
    new = _RECOVERY.findall(anna.post("/console/account/recovery-codes").text)
    assert not set(new) & set(recovery)
    assert at_the_second_step(office).post("/console/log-in/code", code=recovery[1]).status_code == 401
    assert at_the_second_step(office).post("/console/log-in/code", code=new[1]).status_code == 303


def test_turned_off_no_code_is_asked_for_and_none_is_kept(office: Office) -> None:
    anna, _ = with_codes(office)
    anna.get("/console/account")
    assert anna.post("/console/account/second-factor/remove").status_code == 303
    assert Person(office).log_in().location == "/console/"
    assert office.rows("recovery_codes") == []
    assert all(row["totp_secret"] is None for row in office.rows("accounts"))
    assert audited(office, "user.second_factor_removed")


# --- the password again


def test_turning_codes_off_asks_for_the_password_again_after_five_minutes(office: Office) -> None:
    anna, _ = with_codes(office)
    anna.get("/console/account")
    forget_password(office)
    came_from = {"Referer": "http://localhost/console/account"}
    hidden = {"csrf_token": anna.token()}
    answer = anna.browser.post("/console/account/second-factor/remove", data=hidden, headers=came_from)
    assert answer.location == "/console/confirm?next=/console/account&again=yes"
    assert "was not done yet" in anna.get(answer.location).text
    assert anna.post("/console/confirm", next="/console/account", password="wrong").status_code == 401
    assert anna.post("/console/confirm", next="/console/account", password=PASSWORD).location == "/console/account"
    assert anna.post("/console/account/second-factor/remove").location == "/console/account"


def test_a_report_as_a_file_asks_for_the_password_again(office: Office) -> None:
    mia = at_work(office, role="manager")
    address = "/console/reports/steps.csv?first=2027-03-01"
    assert mia.get(address).status_code in (200, 404)
    forget_password(office)
    answer = mia.get(address)
    assert answer.status_code == 303
    assert answer.location.startswith("/console/confirm?next=/console/reports/")


def test_the_password_leads_back_into_the_console_only(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/confirm?next=https://evil.example/")
    assert anna.post("/console/confirm", next="https://evil.example/", password=PASSWORD).location == "/console/"


def test_wrong_passwords_wait_here_too(office: Office) -> None:
    anna = at_work(office)
    anna.get("/console/confirm")
    for _ in range(5):
        assert anna.post("/console/confirm", password="wrong").status_code == 401
    assert anna.post("/console/confirm", password=PASSWORD).status_code == 429
