"""Every error code that Twilio documents for us has its reaction, whether it comes at once or with a report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from bot.channels import codes
from bot.channels.codes import Reaction
from tests import signing
from tests.bot.test_outbox import queue, send_due
from tests.fakes.twilio import FakeTwilio, Fault
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

# What becomes of a text that is reported as lost: it goes out anew (so many times), the number is left in peace, an
# operator is alarmed, a person must look.
SLOW_DOWN = "20429 21611 30001 30017 30022 30023 30025 30026 30027"
CONFIGURATION = "21408 21212 21601 21606 21608 30032 30034"
OUR_BUG = "21602 21617 12100 12200 12300 14103 14107 14109 13000 13335 11750 11770"


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    opened = open_office(TWILIO_API_URL=twilio.url)
    opened.text(ANA, "hi")
    return opened


def lose(office: Office, twilio: FakeTwilio, code: str) -> None:
    """The latest text is reported as undelivered."""
    text = twilio.sent()[-1]
    callback = urlsplit(text.status_callback)
    form = signing.report_form(text.sid, "undelivered", ANA, code)
    assert office.post(f"{callback.path}?{callback.query}", form).status_code == 204


def anew(office: Office, twilio: FakeTwilio, code: str) -> int:
    """How often a text goes out anew that is lost each time."""
    queue(office)
    send_due(office)
    for _ in range(6):
        lose(office, twilio, code)
        office.desk.clock.advance(5 * HOUR)
        send_due(office)
    return len(twilio.sent()) - 1


def cases(office: Office) -> list[str]:
    return [row["summary"] for row in office.rows("cases")]


def alarms() -> dict[str, float]:
    from prometheus_client import REGISTRY

    found = REGISTRY.collect()
    return {
        sample.labels["code"]: sample.value
        for metric in found
        for sample in metric.samples
        if sample.name == "frontdesk_alarms_total"
    }


def alarmed(code: str, step: Callable[[], Any]) -> bool:
    before = alarms().get(code, 0.0)
    step()
    return alarms().get(code, 0.0) > before


@pytest.mark.parametrize(
    ("listed", "reaction"),
    [
        ("429 " + SLOW_DOWN, Reaction.RETRY),
        ("20003 30002", Reaction.HALT),
        ("21211 21612 99999", Reaction.CASE),
        (CONFIGURATION, Reaction.ALARM),
        ("21610", Reaction.SUPPRESS),
        ("21614 30006", Reaction.LANDLINE),
        (OUR_BUG, Reaction.BUG),
        ("30003", Reaction.AWAY),
        ("30004", Reaction.BARRED),
        ("30005", Reaction.GONE),
        ("30007", Reaction.FILTERED),
        ("30008 30410", Reaction.ONCE_MORE),
        ("30036", Reaction.EXPIRED),
        ("11200 11205 11210 15003", Reaction.ENDPOINT),
    ],
)
def test_each_code_has_its_reaction(listed: str, reaction: Reaction) -> None:
    assert {code: codes.reaction(code) for code in listed.split()} == dict.fromkeys(listed.split(), reaction)


@pytest.mark.parametrize("code", ["21611", "30022"])
def test_what_was_lost_to_a_crowd_goes_out_anew_three_times_and_then_a_person_looks(
    office: Office, twilio: FakeTwilio, code: str
) -> None:
    assert anew(office, twilio, code) == 3
    [case] = cases(office)
    assert code in case


@pytest.mark.parametrize(("code", "times"), [("30003", 3), ("30008", 1), ("30410", 1)])
def test_a_phone_that_is_off_is_tried_again(office: Office, twilio: FakeTwilio, code: str, times: int) -> None:
    assert anew(office, twilio, code) == times
    assert len(cases(office)) == 1
    assert office.rows("suppressions") == []


def test_a_text_that_comes_back_waits_at_least_half_an_hour(office: Office, twilio: FakeTwilio) -> None:
    queue(office)
    send_due(office)
    lose(office, twilio, "30003")
    office.desk.clock.advance(timedelta(minutes=29))
    assert send_due(office) == 0
    office.desk.clock.advance(timedelta(minutes=32))
    assert send_due(office) == 1


def test_what_is_wrong_with_our_account_alarms_and_blames_no_patient(office: Office, twilio: FakeTwilio) -> None:
    for code in ["20003", "30002", *CONFIGURATION.split()]:
        twilio.fail(Fault(status=400, code=int(code)))
        queue(office)
        assert alarmed(code, lambda: send_due(office)), code
    assert {row["state"] for row in office.rows("outbox")} == {"pending"}
    assert cases(office) == []


def test_our_own_fault_alarms_and_a_person_looks(office: Office, twilio: FakeTwilio) -> None:
    for code in OUR_BUG.split():
        queue(office)
        twilio.fail(Fault(status=400, code=int(code)))
        assert alarmed(code, lambda: send_due(office)), code
    assert {row["state"] for row in office.rows("outbox")} == {"failed"}
    assert len(cases(office)) >= 1


@pytest.mark.parametrize("code", ["21211", "30006", "99999"])
def test_some_texts_are_for_a_person_at_once(office: Office, twilio: FakeTwilio, code: str) -> None:
    assert anew(office, twilio, code) == 0
    [case] = cases(office)
    assert code in case


@pytest.mark.parametrize("code", ["21610", "30004"])
def test_a_number_that_takes_no_texts_gets_none(office: Office, twilio: FakeTwilio, code: str) -> None:
    assert anew(office, twilio, code) == 0
    [suppression] = office.rows("suppressions")
    assert suppression["kind"] == "provider_block"
    queue(office)
    send_due(office)
    assert len(twilio.sent()) == 1


def test_a_number_that_is_gone_is_marked_as_wrong(office: Office, twilio: FakeTwilio) -> None:
    assert anew(office, twilio, "30005") == 0
    assert [row["wrong_number"] for row in office.rows("patients") if row["id"] == "p1"] == [True]
    assert len(cases(office)) == 1


def test_the_third_filtered_text_within_three_days_alarms(office: Office, twilio: FakeTwilio) -> None:
    def lose_one() -> None:
        queue(office)
        send_due(office)
        lose(office, twilio, "30007")

    assert [alarmed("30007", lose_one) for _ in range(3)] == [False, False, True]
    office.desk.clock.advance(4 * DAY)
    assert not alarmed("30007", lose_one)


def test_a_text_that_grew_old_is_for_a_person_while_the_visit_is_still_to_come(
    office: Office, twilio: FakeTwilio
) -> None:
    queue(office)
    send_due(office)
    lose(office, twilio, "30036")
    assert len(cases(office)) == 1


def test_after_the_visit_nobody_has_to_know_that_a_text_grew_old(office: Office, twilio: FakeTwilio) -> None:
    office.desk.clock.advance(10 * DAY)
    queue(office)
    send_due(office)
    lose(office, twilio, "30036")
    assert cases(office) == []


@pytest.mark.parametrize("code", ["11200", "15003"])
def test_where_our_own_address_failed_missed_texts_are_looked_for(
    office: Office, twilio: FakeTwilio, code: str
) -> None:
    from storage import turns_at_clinics

    queue(office)
    send_due(office)
    with office.writing() as work:
        turns_at_clinics.claim_sweep(work, work.now, work.now + DAY)
    assert alarmed(code, lambda: lose(office, twilio, code))
    [clinic] = office.rows("clinics")
    assert clinic["sweep_due_at"] is None


def test_what_the_service_cannot_reach_is_tried_once_from_the_clinics_own_number(
    open_office: Callable[..., Office], twilio: FakeTwilio
) -> None:
    service = "MG" + "5" * 32
    twilio.services.add(service)
    office = open_office(TWILIO_API_URL=twilio.url, TWILIO_MESSAGING_SERVICE_SID=service)
    office.text(ANA, "hi")
    queue(office)
    twilio.fail(Fault(status=400, code=21612))
    send_due(office)
    assert [text.from_number for text in twilio.sent()] == [office.clinic.phone]
    queue(office)
    twilio.fail(*[Fault(status=400, code=21612)] * 2)
    send_due(office)
    assert len(twilio.sent()) == 1
    assert len(cases(office)) == 1


def test_an_answer_that_twilio_fetched_itself_is_never_sent_by_us(office: Office, twilio: FakeTwilio) -> None:
    [reply] = [row for row in office.rows("messages") if row["direction"] == "outbound"]
    form = signing.report_form("SM" + "b" * 32, "undelivered", ANA, "30003")
    office.post(f"/twilio/sms/status?m={reply['id']}&c=oak", form)
    office.desk.clock.advance(5 * HOUR)
    send_due(office)
    assert twilio.sent() == []
    assert len(cases(office)) == 1
