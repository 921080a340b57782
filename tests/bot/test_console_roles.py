"""Every address of the console, tried as each role, as another clinic's staff, and as nobody.

What is open to fewer than all staff is declared here once more, so that a slip in `permissions` is noticed. A new page
that is in neither list is open to everyone at work; one that `permissions` does not name is open to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.console import forms, permissions
from bot.console.sessions import Visitor, read, token_hash
from scheduler.model import WaitlistEntry
from storage import clinics, exceptions, media, recordings, staff, tokens, waitlist
from storage.exceptions import Entry
from tests import builders
from tests.bot.test_campaigns import drafted
from tests.office import ANA, TUESDAY
from tests.people import ANNA, BEA, PASSWORD, Person, at_work, employ, open_case, password_hash

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

WITHOUT_A_LOG_IN = {"log_in", "code", "waiting", "set_up", "static"}
FOR_MANAGERS = {
    "campaigns",
    "new_campaign",
    "create_campaign",
    "campaign",
    "campaign_updates",
    "move_campaign",
    "clinic_file",
    "prompts_page",
    "time_off",
    "enter_time_off",
    "time_off_entry",
    "lift_time_off",
    "offer_instead",
    "reports_page",
    "report_file",
}
FOR_ADMINISTRATORS = {
    "staff_page",
    "add_colleague",
    "colleague",
    "change_role",
    "disable_colleague",
    "open_colleague",
    "log_out_colleague",
    "reset_codes",
    "new_link",
    "tokens_page",
    "add_token",
    "revoke_token",
    "audit_page",
    "health_page",
}
# Names that every clinic has: days, reports, addresses that lead nowhere.
NOBODYS = {"visit_updates", "report_file", "nowhere"}
_ARGUMENT = re.compile(r"<([a-z]+:)?([a-z_]+)>")
VALUES = {"day": "2027-03-16", "verb": "cancel", "path:": "nothing", "int:": "1"}
UNKNOWN = "01958a3b-7c00-7008-8000-000000000001"
WHAT_MUST_STAY = (
    "accounts",
    "appointments",
    "campaigns",
    "cases",
    "exceptions",
    "messages",
    "recordings",
    "tokens",
    "waitlist",
)


@dataclass(frozen=True)
class Address:
    """One way to ask: the page's name, the method, the path."""

    page: str
    method: str
    path: str


def addresses(office: Office, ids: dict[str, str] | None = None, only_with_ids: bool = False) -> list[Address]:
    """Every address behind the log-in; the way out comes last."""
    found = [one for rule in rules(office) for one in _ways(rule, ids or {}) if not only_with_ids or rule.arguments]
    return sorted(found, key=lambda one: (one.page == "log_out", one.page, one.method))


def rules(office: Office) -> Iterator[Rule]:
    for rule in create_app(office.desk).url_map.iter_rules():
        if rule.endpoint.startswith("console.") and _page(rule) not in WITHOUT_A_LOG_IN:
            yield rule


def _page(rule: Rule) -> str:
    return rule.endpoint.removeprefix("console.")


def _ways(rule: Rule, ids: dict[str, str]) -> Iterator[Address]:
    page, path = _page(rule), rule.rule
    for kind, argument in _ARGUMENT.findall(path):
        value = VALUES.get(argument) or VALUES.get(kind) or _id(path, ids)
        path = path.replace(f"<{kind}{argument}>", value)
    for method in sorted((rule.methods or set()) & {"GET", "POST"}):
        yield Address(page, method, path)


def _id(path: str, ids: dict[str, str]) -> str:
    return next((known for part, known in ids.items() if path.startswith(f"/console/{part}")), UNKNOWN)


def ask(person: Person, address: Address, token: str, **headers: str) -> TestResponse:
    if address.method == "GET":
        return person.browser.get(address.path, headers=headers)
    return person.browser.post(address.path, data={"csrf_token": token, "status": "arrived"}, headers=headers)


def token_of(person: Person) -> str:
    person.get("/console/account")
    return person.token()


def may(role: str, page: str) -> bool:
    if page in FOR_ADMINISTRATORS:
        return role == "admin"
    return role in ("manager", "admin") or page not in FOR_MANAGERS


def test_the_lists_here_name_pages_that_exist(office: Office) -> None:
    assert {_page(rule) for rule in rules(office)} >= FOR_MANAGERS | FOR_ADMINISTRATORS
    assert permissions.PUBLIC == WITHOUT_A_LOG_IN
    assert set(permissions.MAY) >= permissions.STEP_UP


@pytest.mark.parametrize("role", ["agent", "manager", "admin", "janitor"])
def test_each_role_opens_its_own_pages_and_no_others(office: Office, role: str) -> None:
    person = at_work(office, role=role)
    token = token_of(at_work(office, BEA)) if role == "janitor" else token_of(person)
    for address in addresses(office):
        status = ask(person, address, token).status_code
        allowed = role != "janitor" and may(role, address.page)
        assert (status != 403) is allowed, address
        assert status < 500, address


def test_without_a_log_in_no_address_opens(office: Office) -> None:
    stranger = Person(office)
    for address in addresses(office):
        assert ask(stranger, address, "").status_code in (302, 401), address


def test_who_was_disabled_opens_no_address(office: Office) -> None:
    anna = at_work(office, role="admin")
    token = token_of(anna)
    with office.writing() as work:
        staff.disable(work, ANNA)
    for address in addresses(office):
        assert ask(anna, address, token).status_code in (302, 401), address


def test_a_demo_account_is_unknown_to_all_who_sit_elsewhere(office: Office) -> None:
    demo = employ(office, role="admin", demo=True)
    assert demo.log_in().status_code == 303
    token = token_of(demo)
    for address in addresses(office):
        answer = ask(demo, address, token, **{"X-Forwarded-For": "10.0.0.7"})
        assert answer.status_code == 404, address


def test_without_our_own_form_nothing_is_changed(office: Office) -> None:
    ada, ids = at_work(office, role="admin"), things_of(office)
    before = kept(office)
    for address in addresses(office, ids):
        if address.method == "POST":
            assert ask(ada, address, "made up").status_code == 400, address
    assert kept(office) == before


def test_to_another_clinics_staff_everything_here_is_unknown(office: Office) -> None:
    ids = things_of(office)
    eve, who = at_elm(office)
    token = token_of(eve)
    before = kept(office)
    tried = [one for one in addresses(office, ids, only_with_ids=True) if one.page not in NOBODYS]
    assert len(tried) > 20
    for address in tried:
        found = Address(address.page, address.method, with_ticket(office, address, who))
        assert ask(eve, found, token).status_code == 404, address
    assert kept(office) == before


def test_to_this_clinics_staff_the_same_is_known(office: Office) -> None:
    ids = things_of(office)
    ada = at_work(office, role="admin")
    for address in addresses(office, ids, only_with_ids=True):
        if address.method == "GET" and address.page not in NOBODYS | permissions.BY_ITSELF:
            assert ask(ada, address, "").status_code == 200, address


def things_of(office: Office) -> dict[str, str]:
    """Something of this clinic behind every kind of address."""
    case, sid = open_case(office), office.new_sid()
    office.text(ANA, "When is my visit?", sid)
    with office.writing() as work:
        day_off = Entry(work.new_id(), "time_off", "lee", None, TUESDAY, TUESDAY + timedelta(hours=2), work.now)
        exceptions.enter(work, day_off, actor="test")
        waits = waitlist.join(work, WaitlistEntry(work.new_id(), "p2", "checkup"), actor="test")
        recordings.add(work, "RE1", "CA1", case.conversation_id, 3)
        recordings.keep(work, "RE1", b"sound")
        colleague = staff.add(work, "cy@oak.example", "agent")
        media.expect(work, case.conversation_id, "SM1", 1)
        picture = media.of_conversation(work, case.conversation_id)[0]
        media.keep(work, picture.id, "image/png", b"picture")
        system = tokens.add(work, "fd_oak_00", "agent", "PMS")
    away = drafted(office)
    return {
        "campaigns/": away,
        "updates/campaigns/": away,
        "media/": picture.id,
        "turns/": sid,
        "cases/": case.id,
        "talks/": case.conversation_id,
        "updates/thread/": case.conversation_id,
        "visits/": office.visit.id,
        "time-off/": day_off.id,
        "waitlist/": waits.id,
        "patients/": "p1",
        "recordings/": "RE1",
        "settings/staff/": colleague.id,
        "settings/tokens/": system.id,
    }


def at_elm(office: Office) -> tuple[Person, Visitor]:
    """An administrator of another clinic, logged in."""
    elm = builders.clinic().model_copy(update={"id": "elm", "name": "Elm Clinic", "phone": builders.phone(99)})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, elm, builders.NOW)
    with office.desk.database.writing() as connection:
        account = staff.add(office.desk.work(connection, "elm"), "eve@elm.example", "admin", password_hash())
    eve = Person(office, "eve@elm.example")
    assert eve.log_in(PASSWORD).status_code == 303
    cookie = eve.browser.get_cookie("frontdesk")
    assert cookie
    return eve, Visitor("elm", account, token_hash(read(cookie.value)[1]))


def with_ticket(office: Office, address: Address, who: Visitor) -> str:
    """The path as if its page had been opened."""
    if address.page not in permissions.BY_ITSELF:
        return address.path
    with create_app(office.desk).test_request_context():
        return f"{address.path}?{forms.TICKET}={forms._ticket(who, address.path)}"


def kept(office: Office) -> dict[str, list[dict[str, object]]]:
    return {name: [row for row in office.rows(name) if row["clinic"] == "oak"] for name in WHAT_MUST_STAY}
