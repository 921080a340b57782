"""`frontdesk user` and `frontdesk token`, as an operator types them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.cli import errors, frontdesk
from storage import clinics, second_factors, staff
from tests import builders
from tests.office import PUBLIC_URL, variables
from tests.people import PASSWORD, Person

if TYPE_CHECKING:
    from tests.office import Office

_LINK = re.compile(rf"{PUBLIC_URL}(/console/set-up/\S+)")


@dataclass(frozen=True)
class Told:
    """What a command said and how it ended."""

    out: str
    err: str
    code: int


Operator = Callable[..., Told]


@pytest.fixture
def operator(
    office: Office,
    database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> Operator:
    """Types `frontdesk WORDS` at the office's machine."""
    for name, value in variables(database_url).items():
        monkeypatch.setenv(name, value)

    def run(*words: str, stdin: str = "") -> Told:
        typed = tmp_path / "stdin"
        typed.write_text(stdin)
        with typed.open() as lines:
            monkeypatch.setattr("sys.stdin", lines)
            capsys.readouterr()
            code = errors.guarded(lambda: frontdesk.main(list(words), prog_name="frontdesk", standalone_mode=False))
        said = capsys.readouterr()
        return Told(said.out, said.err, code)

    return run


def second_clinic(office: Office) -> None:
    elm = builders.clinic().model_copy(update={"id": "elm", "phone": builders.phone(99)})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, elm, builders.NOW)


# --- user


def test_a_new_colleague_gets_a_link_and_chooses_a_password(office: Office, operator: Operator) -> None:
    told = operator("user", "add", "Anna@Oak.example", "--role", "agent")
    assert told.code == 0
    assert "anna@oak.example may log in to oak as agent." in told.out
    [link] = _LINK.findall(told.out)
    anna = Person(office)
    anna.get(link)
    assert anna.post(link, password=PASSWORD, again=PASSWORD).status_code == 303
    assert Person(office).log_in().status_code == 303


def test_lost_codes_are_taken_off_by_the_operator(office: Office, operator: Operator) -> None:
    with office.writing() as work:
        anna = staff.add(work, "anna@oak.example", "admin")
        second_factors.propose(work, anna.id, "A" * 32)
        second_factors.activate(work, anna.id, ["abcde-fghij"])
    told = operator("user", "reset-codes", "anna@oak.example")
    assert (told.code, told.out) == (0, "anna@oak.example logs in without codes at oak.\n")
    assert office.rows("accounts")[0]["totp_secret"] is None
    assert office.rows("recovery_codes") == []
    assert "asks for codes" in operator("user", "reset-codes", "anna@oak.example").err


def test_a_password_from_standard_input_needs_no_link(office: Office, operator: Operator) -> None:
    told = operator("user", "add", "anna@oak.example", "--role", "admin", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert (told.code, "set-up" in told.out) == (0, False)
    assert PASSWORD not in told.out + told.err
    assert Person(office).log_in().status_code == 303
    assert office.rows("accounts")[0]["password"].startswith("$argon2id$")


@pytest.mark.parametrize("password", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_a_weak_password_is_refused_and_nothing_is_added(office: Office, operator: Operator, password: str) -> None:
    told = operator("user", "add", "anna@oak.example", "--role", "agent", "--password-stdin", stdin=password)
    assert told.code == 2
    assert told.err.startswith("That password will not do. Use ")
    assert not office.rows("accounts")


@pytest.mark.parametrize(
    "email", ["anna", "anna@", "@oak.example", "a b@oak.example", "a@b@c", "x" * 250 + "@oak.example"]
)
def test_what_is_no_email_is_refused(office: Office, operator: Operator, email: str) -> None:
    told = operator("user", "add", email, "--role", "agent")
    assert told.code == 2
    assert "is not an e-mail address" in told.err
    assert not office.rows("accounts")


def test_an_unknown_role_is_wrong_usage(operator: Operator) -> None:
    told = operator("user", "add", "anna@oak.example", "--role", "janitor")
    assert told.code == 2
    assert "janitor" in told.err


def test_where_there_are_several_clinics_one_must_be_named(office: Office, operator: Operator) -> None:
    second_clinic(office)
    told = operator("user", "add", "anna@oak.example", "--role", "agent")
    assert (told.code, told.err) == (2, "There are several clinics; say which with --clinic: elm, oak.\n")
    assert operator("user", "add", "anna@oak.example", "--role", "agent", "--clinic", "elm").code == 0


def test_accounts_are_listed_and_disabled(office: Office, operator: Operator) -> None:
    second_clinic(office)
    for clinic, role in (("oak", "agent"), ("elm", "admin")):
        operator("user", "add", "anna@oak.example", "--role", role, "--clinic", clinic)
    assert operator("user", "list").out.splitlines() == [
        "elm\tanna@oak.example\tadmin\topen",
        "oak\tanna@oak.example\tagent\topen",
    ]
    assert operator("user", "disable", "ANNA@oak.example", "--clinic", "oak").out == (
        "anna@oak.example is disabled at oak.\n"
    )
    assert operator("user", "list", "--clinic", "oak").out == "oak\tanna@oak.example\tagent\tdisabled\n"
    assert operator("user", "disable", "anna@oak.example").out == "anna@oak.example is disabled at elm.\n"
    again = operator("user", "disable", "anna@oak.example")
    assert (again.code, "There is no open account" in again.err) == (2, True)


def test_adding_somebody_again_makes_them_a_new_link_and_keeps_the_password(office: Office, operator: Operator) -> None:
    operator("user", "add", "anna@oak.example", "--role", "agent", "--password-stdin", stdin=PASSWORD)
    [link] = _LINK.findall(operator("user", "add", "anna@oak.example", "--role", "manager").out)
    anna = Person(office)
    assert anna.log_in().status_code == 303
    assert anna.get(link).status_code == 200
    assert operator("user", "list").out == "oak\tanna@oak.example\tmanager\topen\n"


# --- token


def test_a_token_is_shown_once_and_opens_the_api_until_it_is_revoked(office: Office, operator: Operator) -> None:
    made = operator("token", "add", "--clinic", "oak", "--role", "agent", "--name", "billing")
    assert made.code == 0
    text = made.out.strip()
    headers = {"Authorization": f"Bearer {text}"}
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 200
    listed = operator("token", "list").out
    assert text not in listed
    clinic, token_id, name, role, state = listed.strip().split("\t")
    assert (clinic, name, role, state) == ("oak", "billing", "agent", "valid")
    assert operator("token", "revoke", token_id).out == f"Token {token_id} of oak is revoked.\n"
    assert office.client.get("/api/v1/cases", headers=headers).status_code == 401
    assert operator("token", "list").out.endswith("\trevoked\n")
    again = operator("token", "revoke", token_id)
    assert (again.code, "There is no valid token" in again.err) == (2, True)


def test_tokens_without_a_name_are_numbered(operator: Operator) -> None:
    for _ in range(2):
        operator("token", "add", "--clinic", "oak", "--role", "manager")
    assert re.findall(r"system \d", operator("token", "list").out) == ["system 1", "system 2"]


@pytest.mark.parametrize("name", ["", "x" * 121, "two\nlines"])
def test_a_name_that_makes_no_sense_is_refused(operator: Operator, name: str) -> None:
    told = operator("token", "add", "--clinic", "oak", "--role", "agent", "--name", name)
    assert told.code == 2
    assert "1 to 120 characters" in told.err


def test_a_token_for_an_unknown_clinic_is_refused(operator: Operator) -> None:
    told = operator("token", "add", "--clinic", "ash", "--role", "agent")
    assert (told.code, told.err) == (2, 'There is no clinic "ash"; there is: oak.\n')
