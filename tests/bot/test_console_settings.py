"""The pages for administrators and managers: staff, tokens, the audit log, the clinic file, prompts, health."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from dialogs import prompts
from storage import second_factors, staff, tokens, workers
from storage.schema import REVISION
from tests.bot.test_console_codes import forget_password
from tests.people import ANNA, BEA, PASSWORD, Person, at_work, audited, employ

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])

_LINK = re.compile(r"https://desk\.example\.org(/console/set-up/[^<]+)<")
_TOKEN = re.compile(r"fd_oak_[0-9a-f]+")
ADMIN = "ada@oak.example"


@pytest.fixture
def ada(office: Office) -> Person:
    return at_work(office, ADMIN, "admin")


def id_of(office: Office, email: str) -> str:
    with office.looking() as work:
        found = staff.by_email(work, email)
    assert found
    return found.account.id


def press(ada: Person, email: str, verb: str, **fields: str) -> int:
    page = f"/console/settings/staff/{id_of(ada.office, email)}"
    ada.get(page)
    return ada.post(f"{page}/{verb}", **fields).status_code


# --- staff


def test_somebody_new_gets_a_link_that_is_shown_once(office: Office, ada: Person) -> None:
    ada.get("/console/settings/staff")
    shown = ada.post("/console/settings/staff", email=" New@Oak.Example", role="manager")
    [link] = _LINK.findall(shown.text)
    assert not _LINK.findall(ada.get(f"/console/settings/staff/{id_of(office, 'new@oak.example')}").text)
    new = Person(office, "new@oak.example")
    new.get(link)
    assert new.post(link, password=PASSWORD, again=PASSWORD).status_code == 303
    assert new.get("/console/reports").status_code == 200


@pytest.mark.parametrize(
    ("email", "role", "status"), [("nobody", "agent", 400), ("a@b", "king", 400), (ADMIN, "agent", 409)]
)
def test_what_makes_no_account_is_refused(ada: Person, email: str, role: str, status: int) -> None:
    ada.get("/console/settings/staff")
    assert ada.post("/console/settings/staff", email=email, role=role).status_code == status
    assert [row["role"] for row in ada.office.rows("accounts")] == ["admin"]


def test_a_role_counts_from_the_next_request_on(office: Office, ada: Person) -> None:
    anna = at_work(office)
    assert anna.get("/console/reports").status_code == 403
    assert press(ada, ANNA, "role", role="manager") == 303
    assert anna.get("/console/reports").status_code == 200
    assert press(ada, ANNA, "role", role="king") == 400
    assert audited(office, "user.changed")


def test_a_disabled_colleague_is_out_at_once_and_may_come_back(office: Office, ada: Person) -> None:
    anna = at_work(office)
    assert press(ada, ANNA, "disable") == 303
    assert anna.get("/console/").status_code == 302
    assert anna.log_in().status_code == 401
    assert press(ada, ANNA, "open") == 303
    assert anna.log_in().status_code == 303


def test_nobody_demotes_or_disables_themselves(office: Office, ada: Person) -> None:
    assert press(ada, ADMIN, "role", role="agent") == 403
    assert press(ada, ADMIN, "disable") == 403
    assert ada.get("/console/settings/staff").status_code == 200


def test_a_colleague_is_logged_out_from_afar_and_their_lost_codes_are_taken_off(office: Office, ada: Person) -> None:
    anna = at_work(office)
    with office.writing() as work:
        second_factors.propose(work, id_of(office, ANNA), "A" * 32)
        second_factors.activate(work, id_of(office, ANNA), ["abcde-fghij"])
    assert press(ada, ANNA, "log-out") == 303
    assert anna.get("/console/").status_code == 302
    assert anna.log_in().location == "/console/log-in/code"
    assert press(ada, ANNA, "reset-codes") == 303
    assert anna.log_in().location == "/console/"


def test_a_link_for_a_new_password_ends_the_one_before(office: Office, ada: Person) -> None:
    employ(office, BEA)
    page = f"/console/settings/staff/{id_of(office, BEA)}"
    ada.get(page)
    first, second = (_LINK.findall(ada.post(f"{page}/link").text)[0] for _ in range(2))
    assert Person(office).get(first).status_code == 404
    assert Person(office).get(second).status_code == 200


def test_roles_and_tokens_ask_for_the_password_again(office: Office, ada: Person) -> None:
    employ(office, BEA)
    forget_password(office)
    page = f"/console/settings/staff/{id_of(office, BEA)}"
    ada.get(page)
    for address in (f"{page}/role", f"{page}/link", f"{page}/reset-codes", "/console/settings/tokens"):
        assert "/console/confirm" in ada.post(address, role="admin", name="PMS").location
    assert "admin" not in [row["role"] for row in office.rows("accounts") if row["email"] == BEA]
    assert office.rows("tokens") == []


def test_after_the_password_one_comes_back_to_the_page_and_not_to_where_its_form_was_sent(
    office: Office, ada: Person
) -> None:
    employ(office, BEA)
    page = f"/console/settings/staff/{id_of(office, BEA)}"
    ada.get(page)
    forget_password(office)
    hidden = {"csrf_token": ada.token()}
    answer = ada.browser.post(f"{page}/link", data=hidden, headers={"Referer": f"https://desk.example.org{page}/link"})
    assert answer.location == f"/console/confirm?next={page}&again=yes"


# --- tokens


def test_a_token_is_shown_once_works_and_is_revoked(office: Office, ada: Person) -> None:
    ada.get("/console/settings/tokens")
    [text] = _TOKEN.findall(ada.post("/console/settings/tokens", name="PMS", role="agent").text)
    page = ada.get("/console/settings/tokens").text
    assert "PMS" in page
    assert text not in page
    asks = {"Authorization": f"Bearer {text}"}
    assert office.client.get("/api/v1/cases", headers=asks).status_code == 200
    [row] = office.rows("tokens")
    assert ada.post(f"/console/settings/tokens/{row['id']}/revoke").status_code == 303
    assert office.client.get("/api/v1/cases", headers=asks).status_code == 401
    with office.looking() as work:
        assert tokens.find(work, text) is None


@pytest.mark.parametrize(("name", "role"), [("", "agent"), ("PMS", "king"), ("x" * 121, "agent")])
def test_a_token_without_a_name_or_role_is_not_made(ada: Person, name: str, role: str) -> None:
    ada.get("/console/settings/tokens")
    assert ada.post("/console/settings/tokens", name=name, role=role).status_code == 400
    assert ada.office.rows("tokens") == []


# --- audit log


def test_the_log_is_searched_by_who_what_to_what_and_day(office: Office, ada: Person) -> None:
    anna = at_work(office)
    anna.get("/console/patients/p1")
    for asked, found in (
        (f"actor={ANNA}", True),
        (f"actor={ADMIN}", False),
        ("action=patient.", True),
        ("action=case", False),
        ("subject=patient:p1", True),
        ("subject=patient:p2", False),
        ("day=2020-01-01", False),
    ):
        page = ada.get(
            f"/console/settings/audit?{asked}&action=patient.opened"
            if "action" not in asked
            else f"/console/settings/audit?{asked}"
        )
        assert ("patient:p1</a>" in page.text) is found, asked


def test_a_look_at_the_log_is_in_the_log(office: Office, ada: Person) -> None:
    ada.get("/console/settings/audit?subject=patient:p1")
    [row] = [row for row in office.rows("audit") if row["action"] == "audit.opened"]
    assert row["after"] == {"subject": "patient:p1"}


def test_the_log_is_read_page_by_page(office: Office, ada: Person) -> None:
    from storage import audit

    with office.writing() as work:
        for number in range(60):
            audit.write(work, "test", "thing.done", f"thing:{number}")
    first = ada.get("/console/settings/audit?actor=test").text
    older = re.findall(r'href="(/console/settings/audit\?older=[^"]+)"', first)[0].replace("&amp;", "&")
    second = ada.get(older).text
    assert first.count("<td>thing.done") == 50
    assert second.count("<td>thing.done") == 10
    assert "thing:0<" in second


# --- clinic file, prompts, health


def test_the_clinic_file_is_shown_and_read_again(office: Office, ada: Person) -> None:
    page = ada.get("/console/settings").text
    assert "no faults" in page
    assert office.clinic.phone in page


def test_every_prompt_is_shown_in_each_language(ada: Person) -> None:
    page = ada.get("/console/settings/prompts").text
    assert page.count('lang="es"') == page.count('<dd class="prewrap" lang="en"') == len(prompts.keys("en"))


def test_health_tells_whether_a_worker_lives_and_which_versions_run(office: Office, ada: Person) -> None:
    assert "No worker was ever seen" in ada.get("/console/settings/health").text
    now = office.desk.clock.real_now()
    with office.desk.database.writing() as connection:
        workers.seen(connection, "w1", now - timedelta(minutes=10))
    assert "last seen 10 min ago" in ada.get("/console/settings/health").text
    with office.desk.database.writing() as connection:
        workers.seen(connection, "w1", now)
    page = ada.get("/console/settings/health").text
    assert 'class="notice good"' in page
    assert "SQLite 3." in page
    assert REVISION in page
    assert "sqlalchemy" in page
