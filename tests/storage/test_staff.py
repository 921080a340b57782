"""Accounts, their one-time links and their sessions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from storage import clinics, staff
from tests import builders
from tests.builders import NOW
from tests.storage.rows import audited

if TYPE_CHECKING:
    from storage.database import Database
    from tests.storage.conftest import AtWork

ANNA = "Anna@Oak.example"
TOKEN, LINK = b"t" * 32, b"l" * 32
HOUR = timedelta(hours=1)


def test_an_account_is_found_by_its_email_in_whatever_case(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        found = staff.by_email(work, " anna@oak.EXAMPLE")
        assert staff.by_email(work, "ben@oak.example") is None
    assert found is not None
    assert (found.account, found.password) == (anna, "a hash")
    assert (anna.email, anna.role, anna.demo, anna.disabled) == ("anna@oak.example", "agent", False, False)


def test_adding_somebody_again_changes_the_role_and_opens_the_account_again(at_work: AtWork) -> None:
    with at_work() as work:
        first = staff.add(work, ANNA, "agent", "a hash")
        assert staff.disable(work, ANNA)
        second = staff.add(work, ANNA, "admin")
        [account] = staff.all_of(work)
        told = [(action, subject) for _, action, subject, _, _ in audited(work)]
    assert account == second
    assert (second.id, second.role, second.disabled) == (first.id, "admin", False)
    assert [action for action, _ in told] == ["user.added", "user.password_set", "user.disabled", "user.changed"]
    assert {subject for _, subject in told} == {f"user:{first.id}"}


def test_a_link_leads_to_its_account_until_it_is_used_or_too_old(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent")
        staff.set_link(work, anna.id, LINK, NOW + 48 * HOUR)
        assert staff.by_link(work, LINK, NOW + 47 * HOUR) == anna
        assert staff.by_link(work, LINK, NOW + 48 * HOUR) is None
        assert staff.by_link(work, b"x" * 32, NOW) is None
        staff.set_password(work, anna.id, "a hash", actor=f"staff:{anna.id}")
        assert staff.by_link(work, LINK, NOW) is None


def test_a_newer_link_makes_the_older_one_worthless(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent")
        staff.set_link(work, anna.id, LINK, NOW + HOUR)
        staff.set_link(work, anna.id, b"n" * 32, NOW + HOUR)
        assert staff.by_link(work, LINK, NOW) is None
        assert staff.by_link(work, b"n" * 32, NOW) == anna


def test_a_session_is_found_by_its_token_and_kept_awake(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        staff.open_session(work, TOKEN, anna.id, NOW, NOW + 12 * HOUR)
        staff.touch_session(work, TOKEN, NOW + HOUR)
        assert staff.session(work, TOKEN) == staff.Session(anna, NOW + HOUR, NOW + 12 * HOUR, NOW)
        assert staff.session(work, b"x" * 32) is None
        staff.end_session(work, TOKEN)
        assert staff.session(work, TOKEN) is None


def test_who_is_disabled_is_logged_out_everywhere(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        staff.open_session(work, TOKEN, anna.id, NOW, NOW + HOUR)
        staff.set_link(work, anna.id, LINK, NOW + HOUR)
        assert staff.disable(work, "ANNA@oak.example")
        assert staff.session(work, TOKEN) is None
        assert staff.by_link(work, LINK, NOW) is None
        assert not staff.disable(work, ANNA)
        assert not staff.disable(work, "nobody@oak.example")


def test_a_new_password_ends_what_the_old_one_opened(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        staff.open_session(work, TOKEN, anna.id, NOW, NOW + HOUR)
        staff.set_password(work, anna.id, "another hash", actor="operator")
        assert staff.session(work, TOKEN) is None


def test_sessions_that_ran_out_are_forgotten_when_another_opens(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        staff.open_session(work, TOKEN, anna.id, NOW, NOW + HOUR)
        staff.open_session(work, b"n" * 32, anna.id, NOW + HOUR, NOW + 2 * HOUR)
        assert staff.session(work, TOKEN) is None
        assert staff.session(work, b"n" * 32) is not None


def test_one_email_at_two_clinics_is_two_accounts(database: Database, at_work: AtWork) -> None:
    elm = builders.clinic().model_copy(update={"id": "elm", "phone": builders.phone(99)})
    with database.writing() as connection:
        clinics.apply(connection, elm, NOW)
    with at_work() as work:
        anna = staff.add(work, ANNA, "agent", "a hash")
        staff.open_session(work, TOKEN, anna.id, NOW, NOW + HOUR)
    with database.writing() as connection:
        work = database.work(connection, "elm", NOW, builders.ids())
        assert staff.by_email(work, ANNA) is None
        assert staff.session(work, TOKEN) is None
        assert staff.by_ids(work, {anna.id}) == {}
        staff.add(work, ANNA, "admin")
        assert [account.role for account in staff.all_of(work)] == ["admin"]
    with at_work() as work:
        assert staff.by_ids(work, {anna.id}) == {anna.id: anna}
