"""What a person or a system may do with a case, whichever door they come through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import cases as verbs
from bot.cases import Caller, NoSuchCase, Refused
from storage import cases, conversations, suppressions
from tests import builders
from tests.people import audited, open_case

if TYPE_CHECKING:
    from storage.conversations import Conversation
    from tests.office import Office

ANNA = Caller("staff", "a", "anna@oak.example")
BILLING = Caller("token", "t", "billing system")


def conversation_of(office: Office, conversation_id: str) -> Conversation:
    with office.looking() as work:
        found = conversations.get(work, conversation_id)
    assert found is not None
    return found


def sent(office: Office) -> list[tuple[str, str]]:
    """(author, body) of what waits to go out."""
    return [(row["author"], row["body"]) for row in office.rows("messages") if row["status"] == "queued"]


def test_a_claim_takes_the_whole_conversation(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        claimed = verbs.claim(work, case.id, ANNA)
    assert (claimed.state, claimed.claimed_by, claimed.held_by) == ("claimed", "anna@oak.example", "staff:a")
    talk = conversation_of(office, case.conversation_id)
    assert (talk.owner, talk.held_by) == ("staff", "staff:a")


def test_claiming_again_what_one_holds_changes_nothing(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        first = verbs.claim(work, case.id, ANNA)
    before = office.sizes()
    with office.writing() as work:
        assert verbs.claim(work, case.id, ANNA) == first
    assert office.sizes() == before


def test_another_is_told_who_holds_it_whatever_they_try(office: Office) -> None:
    case, second = open_case(office), open_case(office, reason="insurance")
    with office.writing() as work:
        verbs.claim(work, case.id, ANNA)
    attempts = (
        lambda work, case_id: verbs.claim(work, case_id, BILLING),
        lambda work, case_id: verbs.reply(work, office.clinic, case_id, BILLING, "Hello"),
        lambda work, case_id: verbs.resolve(work, office.clinic, case_id, BILLING),
    )
    for attempt in attempts:
        for case_id in (case.id, second.id):
            with office.writing() as work, pytest.raises(Refused) as refused:
                attempt(work, case_id)
            assert refused.value.sentence == "anna@oak.example holds this conversation."
            assert refused.value.holder == "anna@oak.example"
    assert not sent(office)


def test_an_answer_claims_the_case_and_leaves_by_the_outbox(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        message = verbs.reply(work, office.clinic, case.id, BILLING, "We look at it.")
    assert (message.from_number, message.to_number) == (builders.phone(0), builders.phone(1))
    assert sent(office) == [("staff", "We look at it.")]
    assert [row["message_id"] for row in office.rows("outbox")] == [message.id]
    assert audited(office, "case.claimed", "case.replied") == [
        ("case.claimed", f"case:{case.id}"),
        ("case.replied", f"case:{case.id}"),
    ]


def test_no_answer_goes_to_a_number_that_opted_out_and_the_case_stays_open(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        suppressions.opt_out(work, builders.phone(1), source="test")
    with office.writing() as work, pytest.raises(Refused, match="opted out"):
        verbs.reply(work, office.clinic, case.id, ANNA, "Hello")
    with office.looking() as work:
        still = cases.get(work, case.id)
    assert still is not None
    assert still.state == "open"
    assert not sent(office)


def test_after_the_last_case_is_resolved_the_bot_answers_again(office: Office) -> None:
    first, second = open_case(office), open_case(office, reason="insurance")
    with office.writing() as work:
        verbs.claim(work, first.id, ANNA)
        verbs.claim(work, second.id, ANNA)
        verbs.resolve(work, office.clinic, first.id, ANNA, "Done.")
    assert conversation_of(office, first.conversation_id).owner == "staff"
    with office.writing() as work:
        resolved = verbs.resolve(work, office.clinic, second.id, ANNA)
    assert resolved.state == "resolved"
    assert conversation_of(office, first.conversation_id).owner == "bot"


def test_resolving_twice_changes_nothing_the_second_time(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        first = verbs.resolve(work, office.clinic, case.id, ANNA, "Done.")
    before = office.sizes()
    with office.writing() as work:
        assert verbs.resolve(work, office.clinic, case.id, BILLING, "Again.") == first
    assert office.sizes() == before


def test_a_resolved_case_cannot_be_claimed_or_answered(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        verbs.resolve(work, office.clinic, case.id, ANNA)
    for attempt in (
        lambda work: verbs.claim(work, case.id, ANNA),
        lambda work: verbs.reply(work, office.clinic, case.id, ANNA, "Hello"),
    ):
        with office.writing() as work, pytest.raises(Refused, match="resolved"):
            attempt(work)


def test_a_case_that_does_not_exist_is_told_as_such(office: Office) -> None:
    with office.writing() as work, pytest.raises(NoSuchCase):
        verbs.claim(work, work.new_id(), ANNA)


def test_the_note_is_kept_for_colleagues_and_in_the_audit_log(office: Office) -> None:
    case = open_case(office)
    with office.writing() as work:
        assert verbs.resolve(work, office.clinic, case.id, ANNA, "Called the insurer.").note == "Called the insurer."
    [row] = [row for row in office.rows("audit") if row["action"] == "case.resolved"]
    assert (row["actor"], row["after"]) == ("staff:a", {"note": "Called the insurer."})
