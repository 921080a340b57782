"""The JSON API, held against its own description."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from openapi_core import OpenAPI
from openapi_core.contrib.werkzeug import WerkzeugOpenAPIRequest, WerkzeugOpenAPIResponse
from werkzeug.test import EnvironBuilder, TestResponse
from werkzeug.wrappers import Request

from bot.api import rooms
from bot.app import create_app
from storage import cases, clinics, suppressions, tokens
from storage.database import Database, DatabaseUnavailable
from tests import builders
from tests.people import audited, open_case

if TYPE_CHECKING:
    from storage.cases import Case
    from tests.office import Office

DESCRIBED = OpenAPI.from_file_path(str(rooms.DESCRIPTION))
ALL_ADDRESSES = ("/api/v1/cases", "/api/v1/cases/1/claim", "/api/v1/", "/api/v1", "/api/v1/nothing", "/api/v1/../x")


@dataclass
class System:
    """Another program with a token; each answer is held against the description."""

    office: Office
    token: str
    id: str = ""

    def __post_init__(self) -> None:
        self.client: Any = create_app(self.office.desk).test_client()

    def get(self, address: str, **more: Any) -> TestResponse:
        return self._ask("GET", address, **more)

    def post(self, address: str, document: object = None, **headers: str) -> TestResponse:
        content = {} if document is None else {"data": json.dumps(document), "content_type": "application/json"}
        return self._ask(
            "POST", address, headers={name.replace("_", "-"): text for name, text in headers.items()}, **content
        )

    def _ask(self, method: str, address: str, **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} | more.pop("headers", {})
        answer: TestResponse = self.client.open(address, method=method, headers=headers, **more)
        assert answer.content_type == "application/json"
        request = Request(EnvironBuilder(address, method=method, headers=headers, **more).get_environ())
        if answer.status_code != 404 or "such case" in answer.text:
            DESCRIBED.validate_response(WerkzeugOpenAPIRequest(request), WerkzeugOpenAPIResponse(answer))
        return answer


def system(office: Office, name: str = "billing", role: str = "agent", clinic: str = "oak") -> System:
    text = tokens.written(clinic, name.encode())
    with office.desk.database.writing() as connection:
        token = tokens.add(office.desk.work(connection, clinic), text, role, name)
    return System(office, text, token.id)


def address(case: Case, verb: str) -> str:
    return f"/api/v1/cases/{case.id}/{verb}"


# --- who may


def test_the_description_is_public_and_valid(office: Office) -> None:
    answer = office.client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json["openapi"].startswith("3.1")
    described = {(method, path) for path, item in answer.json["paths"].items() for method in item}
    assert ("get", "/api/v1/cases") in described


def test_what_is_described_is_what_there_is(office: Office) -> None:
    described = {
        (method.upper(), path.replace("{id}", "<id>"))
        for path, item in json.loads(rooms.DESCRIPTION.read_text())["paths"].items()
        for method in item
    }
    rules = create_app(office.desk).url_map.iter_rules()
    built = {
        (method, rule.rule)
        for rule in rules
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.nowhere"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert built == described
    pages = {rule.endpoint.removeprefix("api.") for rule in create_app(office.desk).url_map.iter_rules("api.nowhere")}
    assert pages <= set(rooms.MAY)


@pytest.mark.parametrize("path", ALL_ADDRESSES)
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic abc",
        "Bearer nonsense",
        "Bearer fd_oak_00ff",
        "Bearer fd_elm_00ff",
        "Bearer fd_o'k_00",
    ],
)
def test_everything_else_answers_401_without_a_token(office: Office, path: str, authorization: str) -> None:
    for method in ("GET", "POST"):
        answer = office.client.open(
            path, method=method, headers={"Authorization": authorization} if authorization else {}
        )
        assert answer.status_code == 401
        assert answer.json == {"error": "Send a valid token in the header Authorization: Bearer TOKEN."}
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_revoked_token_opens_nothing(office: Office) -> None:
    billing = system(office)
    assert billing.get("/api/v1/cases").status_code == 200
    with office.writing() as work:
        tokens.revoke(work, billing.id)
    assert billing.get("/api/v1/cases").status_code == 401


def test_a_role_that_nobody_knows_may_do_nothing(office: Office) -> None:
    billing = system(office, role="janitor")
    answer = billing.client.get("/api/v1/cases", headers={"Authorization": f"Bearer {billing.token}"})
    assert answer.status_code == 403
    assert answer.json == {"error": "The role of this token does not allow that."}


def test_an_unknown_address_is_told_as_such(office: Office) -> None:
    billing = system(office)
    for path in ("/api/v1/", "/api/v1/nothing", "/api/v1/cases/1"):
        answer = billing.get(path)
        assert answer.status_code == 404
        assert "openapi.json" in answer.json["error"]
    assert billing.post("/api/v1/cases").status_code == 404


def test_a_token_sees_its_own_clinic_only(office: Office) -> None:
    case = open_case(office)
    elm = builders.clinic().model_copy(update={"id": "elm", "phone": builders.phone(99)})
    with office.desk.database.writing() as connection:
        clinics.apply(connection, elm, builders.NOW)
    other = system(office, clinic="elm")
    assert other.get("/api/v1/cases").json == {"cases": [], "next": None}
    for verb, document in (("claim", None), ("reply", {"body": "Hello"}), ("resolve", None)):
        answer = other.post(address(case, verb), document)
        assert (answer.status_code, answer.json) == (404, {"error": "There is no such case."})
    with office.looking() as work:
        still = cases.get(work, case.id)
    assert still is not None
    assert still.state == "open"
    stolen = System(office, other.token.replace("fd_elm_", "fd_oak_"))
    assert stolen.get("/api/v1/cases").status_code == 401


# --- the list


def test_the_list_holds_what_is_not_resolved_oldest_first(office: Office) -> None:
    first, second, third = (open_case(office, number) for number in (1, 2, 90))
    billing = system(office)
    billing.post(address(second, "resolve"))
    listed = billing.get("/api/v1/cases").json
    assert [case["id"] for case in listed["cases"]] == [first.id, third.id]
    assert listed["next"] is None
    case = listed["cases"][0]
    assert (case["clinic"], case["patient_external_id"], case["summary"]) == ("oak", "p1", "Asks about a bill.")
    assert case["opened_at"].startswith("2027-03-12T10:00")
    assert case["opened_at"].endswith("-06:00")
    assert listed["cases"][1]["patient_external_id"] is None


@pytest.mark.parametrize(
    ("state", "numbers"),
    [("unresolved", [1, 3]), ("open", [1]), ("claimed", [3]), ("resolved", [2]), ("all", [1, 2, 3])],
)
def test_the_list_can_be_asked_for_other_states(office: Office, state: str, numbers: list[int]) -> None:
    opened = {number: open_case(office, number) for number in (1, 2, 3)}
    billing = system(office)
    billing.post(address(opened[2], "resolve"))
    billing.post(address(opened[3], "claim"))
    listed = billing.get(f"/api/v1/cases?state={state}").json["cases"]
    assert [case["id"] for case in listed] == [opened[number].id for number in numbers]


def test_a_long_list_comes_in_pages(office: Office) -> None:
    opened = [open_case(office, number).id for number in range(1, 6)]
    billing = system(office)
    seen, after = [], ""
    for _ in range(3):
        page = billing.get(f"/api/v1/cases?limit=2{after}").json
        seen.append([case["id"] for case in page["cases"]])
        after = f"&after={page['next']}"
    assert seen == [opened[:2], opened[2:4], opened[4:]]
    assert page["next"] is None


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=new", '"state"'),
        ("limit=0", '"limit"'),
        ("limit=x", '"limit"'),
        ("after=1", '"after"'),
        ("page=2", '"page"'),
    ],
)
def test_a_question_that_makes_no_sense_is_told_which_part(office: Office, query: str, said: str) -> None:
    answer = system(office).client.get(
        f"/api/v1/cases?{query}", headers={"Authorization": f"Bearer {system(office, 'other').token}"}
    )
    assert answer.status_code == 400
    assert answer.json["error"].startswith(said)


# --- the verbs


def test_a_system_claims_replies_and_resolves(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    claimed = billing.post(address(case, "claim"))
    assert (claimed.status_code, claimed.json["state"], claimed.json["claimed_by"]) == (200, "claimed", "billing")
    sent = billing.post(address(case, "reply"), {"body": "We look at it."})
    assert (sent.status_code, sent.json["author"], sent.json["status"]) == (200, "staff", "queued")
    assert (sent.json["to"], sent.json["body"], sent.json["segments"]) == (builders.phone(1), "We look at it.", 1)
    resolved = billing.post(address(case, "resolve"), {"note": "Bill corrected."})
    assert (resolved.status_code, resolved.json["state"]) == (200, "resolved")
    assert resolved.json["resolved_at"].endswith("-06:00")
    assert [row["message_id"] for row in office.rows("outbox")] == [sent.json["id"]]


def test_another_is_told_who_holds_the_case(office: Office) -> None:
    case = open_case(office)
    system(office).post(address(case, "claim"))
    intake = system(office, "intake")
    for verb, document in (("claim", None), ("reply", {"body": "Hello"}), ("resolve", None)):
        answer = intake.post(address(case, verb), document)
        assert answer.status_code == 409
        assert answer.json == {"error": "billing holds this conversation.", "claimed_by": "billing"}
    assert not office.rows("outbox")


def test_a_number_that_opted_out_is_not_written_to(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        suppressions.opt_out(work, builders.phone(1), source="test")
    answer = system(office).post(address(case, "reply"), {"body": "Hello"})
    assert answer.status_code == 409
    assert answer.json == {"error": "This number opted out of texts, so nothing may be sent to it."}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{",
        b'{"body": 1}',
        b'{"body": ""}',
        b'{"body": "Hi", "to": "+1"}',
        b'{"note": ""}',
        b"[" * 100_000,
        b"\xff",
    ],
)
def test_a_reply_that_makes_no_sense_is_refused_in_one_sentence(office: Office, content: bytes) -> None:
    case = open_case(office)
    billing = system(office)
    headers = {"Authorization": f"Bearer {billing.token}"}
    answer = billing.client.post(address(case, "reply"), data=content, headers=headers)
    assert answer.status_code == 400
    assert list(answer.json) == ["error"]
    assert not office.rows("outbox")


def test_a_reply_may_have_1600_characters_and_no_more(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    assert billing.post(address(case, "reply"), {"body": "x" * 1600}).status_code == 200
    headers = {"Authorization": f"Bearer {billing.token}"}
    answer = billing.client.post(address(case, "reply"), json={"body": "x" * 1601}, headers=headers)
    assert (answer.status_code, "1601" in answer.json["error"]) == (400, True)


def test_a_request_that_is_too_long_is_refused(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    headers = {"Authorization": f"Bearer {billing.token}"}
    answer = billing.client.post(address(case, "reply"), data=b"x" * 300_000, headers=headers)
    assert answer.status_code == 413
    assert "too long" in answer.json["error"]


@pytest.mark.parametrize("case_id", ["1", "01958a3b-7c00-7000-8000-000000000099", "%00", "x" * 500])
def test_a_case_that_does_not_exist_is_not_found(office: Office, case_id: str) -> None:
    billing = system(office)
    headers = {"Authorization": f"Bearer {billing.token}"}
    answer = billing.client.post(f"/api/v1/cases/{case_id}/claim", headers=headers)
    assert (answer.status_code, answer.json) == (404, {"error": "There is no such case."})


def test_reads_and_changes_are_written_down_under_the_token(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    billing.get("/api/v1/cases")
    billing.post(address(case, "claim"))
    billing.post(address(case, "claim"))
    assert audited(office, "cases.listed", "case.claimed", "case.read") == [
        ("cases.listed", "clinic:oak"),
        ("case.claimed", f"case:{case.id}"),
        ("case.read", f"case:{case.id}"),
        ("case.read", f"case:{case.id}"),
    ]
    told = [row for row in office.rows("audit") if row["action"] in ("cases.listed", "case.claimed")]
    assert {row["actor"] for row in told} == {f"token:{billing.id}"}
    assert {"cases": [case.id]} in [row["after"] for row in told]


# --- repeats


def test_a_repeat_with_the_same_key_gets_the_first_answer_and_does_nothing(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    first = billing.post(address(case, "reply"), {"body": "Hello"}, Idempotency_Key="a key")
    again = billing.post(address(case, "reply"), {"body": "Hello"}, Idempotency_Key="a key")
    assert first.data == again.data
    assert first.status_code == again.status_code == 200
    assert len(office.rows("outbox")) == 1
    billing.post(address(case, "reply"), {"body": "Hello"}, Idempotency_Key="another key")
    assert len(office.rows("outbox")) == 2


def test_a_refusal_is_kept_for_its_repeat_too(office: Office) -> None:
    case = open_case(office)
    billing, intake = system(office), system(office, "intake")
    billing.post(address(case, "claim"))
    first = intake.post(address(case, "claim"), Idempotency_Key="a key")
    billing.post(address(case, "resolve"))
    again = intake.post(address(case, "claim"), Idempotency_Key="a key")
    assert (first.status_code, first.data) == (again.status_code, again.data) == (409, first.data)


def test_a_key_is_not_used_again_for_something_else(office: Office) -> None:
    case = open_case(office)
    billing, intake = system(office), system(office, "intake")
    billing.post(address(case, "reply"), {"body": "Hello"}, Idempotency_Key="a key")
    other = billing.post(address(case, "reply"), {"body": "Good-bye"}, Idempotency_Key="a key")
    assert other.status_code == 409
    assert other.json == {"error": "This Idempotency-Key was used for another request; choose a new one."}
    assert intake.post(address(case, "claim"), Idempotency_Key="a key").json["claimed_by"] == "billing"
    assert len(office.rows("outbox")) == 1


def test_a_key_of_more_than_200_characters_is_refused(office: Office) -> None:
    case = open_case(office)
    assert system(office).post(address(case, "claim"), Idempotency_Key="k" * 201).status_code == 400


def test_ten_equal_requests_at_once_send_one_message(office: Office) -> None:
    case = open_case(office)
    billing = system(office)
    answers = at_once(10, lambda: billing.post(address(case, "reply"), {"body": "Hello"}, Idempotency_Key="a key"))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1
    assert len(office.rows("outbox")) == 1


def test_ten_systems_claim_at_once_and_one_gets_it(office: Office) -> None:
    case = open_case(office)
    systems = iter([system(office, f"system {number}") for number in range(10)])
    lock = threading.Lock()

    def claim() -> TestResponse:
        with lock:
            one = next(systems)
        return one.post(address(case, "claim"))

    answers = at_once(10, claim)
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 9
    [holder] = [answer.json["claimed_by"] for answer in answers if answer.status_code == 200]
    assert {answer.json["claimed_by"] for answer in answers} == {holder}


def at_once(times: int, call: Callable[[], TestResponse]) -> list[TestResponse]:
    """The answers of so many calls in the same moment."""
    answers: list[TestResponse] = []
    barrier = threading.Barrier(times)

    def when_all_are_there() -> None:
        barrier.wait()
        answers.append(call())

    threads = [threading.Thread(target=when_all_are_there) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == times
    return answers


def test_while_the_database_is_away_the_answer_is_503_in_one_sentence(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(office)
    billing = system(office)

    def away(_database: Database) -> NoReturn:
        raise DatabaseUnavailable("The database server cannot be used.")

    monkeypatch.setattr(Database, "writing", away)
    for answer in (billing.get("/api/v1/cases"), billing.post(address(case, "claim"))):
        assert answer.status_code == 503
        assert answer.json == {"error": "The database cannot be reached at the moment; try again in a few seconds."}
