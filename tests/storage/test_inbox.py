"""The lists of the console: who is shown, in which order, and what each line says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import cases, changes, conversations, inbox, messages, patients
from storage.audit import write
from tests import builders
from tests.builders import NOW
from tests.storage.rows import ANA, BEN, CAL, counted, talk, text

if TYPE_CHECKING:
    from storage.database import Database
    from storage.work import Work
    from tests.storage.conftest import AtWork

MINUTE = timedelta(minutes=1)
ANNA = ("staff:a", "anna@oak.example")


def case(work: Work, number: int, reason: str = "billing", priority: str = "normal") -> str:
    """A case of the `number`-th phone, whose patient has just texted."""
    conversation = talk(work, number)
    messages.add(work, [text(work, conversation, f"Text from {number}")])
    opened = cases.open_case(
        work,
        conversation_id=conversation.id,
        reason=reason,
        priority=priority,
        summary=f"Case of {number}",
        patient_id=None,
        actor="test",
    )
    return opened.id


def answer(work: Work, number: int, author: str = "staff") -> None:
    messages.add(work, [text(work, talk(work, number), "We look at it.", author=author)])


def test_emergencies_come_first_then_who_waits_longest_then_who_was_answered(at_work: AtWork) -> None:
    with at_work() as work:
        answered = case(work, 1)
        waiting = case(work, 2)
    with at_work(5 * MINUTE) as work:
        answer(work, 1)
        newer = case(work, 3, priority="urgent")
        crisis = case(work, 4, "crisis", "emergency")
    with at_work(9 * MINUTE) as work:
        assert [line.id for line in inbox.open_cases(work)] == [crisis, waiting, newer, answered]


def test_a_patient_waits_from_the_case_on_until_staff_answer(at_work: AtWork) -> None:
    with at_work() as work:
        case_id = case(work, 1)
    with at_work(2 * MINUTE) as work:
        answer(work, 1, author="bot")
        assert inbox.one_case(work, case_id).waiting_since == NOW
    with at_work(3 * MINUTE) as work:
        answer(work, 1)
        assert inbox.one_case(work, case_id).waiting_since is None


def test_who_writes_again_after_the_answer_waits_again_from_their_first_words(at_work: AtWork) -> None:
    with at_work() as work:
        case_id = case(work, 1)
        answer(work, 1)
    for minute in (4, 6):
        with at_work(minute * MINUTE) as work:
            messages.add(work, [text(work, talk(work, 1), "And now?")])
    with at_work(9 * MINUTE) as work:
        [line] = inbox.open_cases(work)
        assert (line.id, line.waiting_since) == (case_id, NOW + 4 * MINUTE)


def test_an_answer_from_before_the_case_does_not_count_as_its_answer(at_work: AtWork) -> None:
    with at_work() as work:
        answer(work, 1)
    with at_work(MINUTE) as work:
        case_id = case(work, 1)
        assert inbox.one_case(work, case_id).waiting_since == NOW + MINUTE


def test_a_line_says_what_was_said_last_by_whom_and_whose_phone_it_is(at_work: AtWork) -> None:
    with at_work() as work:
        for person in (ANA, BEN, CAL):
            patients.add(work, person)
        case(work, 1)
        case(work, 3)
        case(work, 4)
        answer(work, 3, author="bot")
        lines = {line.phone: line for line in inbox.open_cases(work)}
    family, cal, stranger = (lines[builders.phone(number)] for number in (1, 3, 4))
    assert [person.first_name for person in family.patients] == ["Ana", "Ben"]
    assert [person.first_name for person in cal.patients] == ["Cal"]
    assert stranger.patients == ()
    assert (family.last_author, family.last_body, family.summary) == ("patient", "Text from 1", "Case of 1")
    assert (cal.last_author, cal.last_body) == ("bot", "We look at it.")


def test_whoever_claimed_one_case_of_a_conversation_holds_all_of_them(at_work: AtWork) -> None:
    with at_work() as work:
        first, second = case(work, 1), case(work, 1, "insurance")
        other = case(work, 2)
        cases.claim(work, first, *ANNA)
        held = {line.id: (line.state, line.held_by, line.holder) for line in inbox.open_cases(work)}
        [talk_1] = [line for line in inbox.talks(work, 10) if line.phone == builders.phone(1)]
    assert held[first] == ("claimed", *ANNA)
    assert held[second] == ("open", *ANNA)
    assert held[other] == ("open", "", "")
    assert (talk_1.holder, talk_1.open_cases) == ("anna@oak.example", 2)


def test_a_resolved_case_leaves_the_list_and_can_still_be_opened(at_work: AtWork) -> None:
    with at_work() as work:
        case_id = case(work, 1)
        cases.resolve(work, case_id, "staff:a", "Done.")
        assert inbox.open_cases(work) == ()
        line = inbox.one_case(work, case_id)
        assert line is not None
        assert (line.state, line.resolved_at, line.waiting_since) == ("resolved", NOW, None)
        assert inbox.one_case(work, work.new_id()) is None


def test_talks_come_latest_first_and_page_by_page(at_work: AtWork) -> None:
    for number in range(5):
        with at_work(number * MINUTE) as work:
            conversation = talk(work, number + 1)
            messages.add(work, [text(work, conversation, f"Text {number + 1}")])
            conversations.save(work, conversation, "{}", "en")
    with at_work() as work:
        first = inbox.talks(work, 2)
        second = inbox.talks(work, 2, first[-1].turned_at)
        assert [line.last_body for line in first] == ["Text 5", "Text 4"]
        assert [line.last_body for line in second] == ["Text 3", "Text 2"]


def test_a_long_list_takes_no_more_statements_than_a_short_one(database: Database, at_work: AtWork) -> None:
    with at_work() as work:
        case(work, 1)
    with at_work() as work, counted(work) as few:
        assert len(inbox.open_cases(work)) == 1
    with at_work() as work:
        for number in range(2, 30):
            case(work, number)
    with at_work() as work, counted(work) as many:
        assert len(inbox.open_cases(work)) == 29
    assert len(few) == len(many) == 2


def test_another_clinics_cases_are_not_shown(at_work: AtWork) -> None:
    with at_work() as work:
        case_id = case(work, 1)
        elsewhere = replace(work, clinic_id="elm")
        assert inbox.open_cases(elsewhere) == inbox.talks(elsewhere, 10) == ()
        assert inbox.one_case(elsewhere, case_id) is None


def test_changes_of_visits_are_told_the_newest_first(at_work: AtWork) -> None:
    with at_work() as work:
        write(work, "import", "appointment.booked", "appointment:v1", after={"starts_at": "old"})
    with at_work(MINUTE) as work:
        write(work, "staff:a", "conversation.opened", "conversation:c1")
        write(
            work, "conversation:c1", "appointment.moved", "appointment:v1", {"starts_at": "old"}, {"starts_at": "new"}
        )
    with at_work(2 * MINUTE) as work:
        told = changes.lately(work, NOW - MINUTE, 10)
        assert [(change.action, change.subject) for change in told] == [
            ("appointment.moved", "appointment:v1"),
            ("appointment.booked", "appointment:v1"),
        ]
        assert (told[0].before, told[0].after, told[0].at) == (
            {"starts_at": "old"},
            {"starts_at": "new"},
            NOW + MINUTE,
        )
        assert [change.action for change in changes.lately(work, NOW, 10)] == ["appointment.moved"]
        assert len(changes.lately(work, NOW - MINUTE, 1)) == 1
