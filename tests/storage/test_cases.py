"""What a person must look at: opened once for one reason, claimed by one, closed with a note."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import cases, patients
from storage.cases import Case
from tests.builders import NOW
from tests.storage import rows
from tests.storage.rows import ANA

LATER = timedelta(minutes=5)


def opened(work, number: int = 1, **changes: object) -> Case:
    asked = {"reason": "billing", "priority": "normal", "summary": "Asks about a bill.", "patient_id": None}
    return cases.open_case(work, conversation_id=rows.talk(work, number).id, actor="conversation:1", **asked | changes)


def test_a_case_comes_back_as_it_was_opened(at_work):
    with at_work() as work:
        patients.add(work, ANA)
        case = opened(work, patient_id=ANA.id)
        talk = rows.talk(work)
        assert case == Case(case.id, talk.id, ANA.id, "billing", "normal", "open", "Asks about a bill.", NOW)
        assert cases.get(work, case.id) == case
        assert cases.get(work, "nothing") is None
        after = {"reason": "billing", "priority": "normal"}
        assert rows.audited(work) == [("conversation:1", "case.opened", f"case:{case.id}", None, after)]


def test_more_of_the_same_reason_is_added_and_the_higher_priority_stays(at_work):
    with at_work() as work:
        patients.add(work, ANA)
        first = opened(work)
        opened(work, priority="urgent", summary="Asks again.", patient_id=ANA.id)
        opened(work, summary="Asks about a bill.", patient_id=ANA.id)
        opened(work, summary="Asks again.", patient_id=ANA.id)
        [case] = cases.of_conversation(work, first.conversation_id)
        assert case == replace(first, priority="urgent", summary="Asks about a bill.\nAsks again.", patient_id=ANA.id)
        added = [row for row in rows.audited(work) if row[1] == "case.added_to"]
        assert [(row[3]["priority"], row[4]["priority"]) for row in added] == [("normal", "urgent")]


def test_another_reason_or_another_patient_is_another_case(at_work):
    with at_work() as work:
        ids = {opened(work).id, opened(work, reason="records").id, opened(work, number=2).id}
        assert len(ids) == 3


def test_more_of_a_claimed_case_goes_to_who_holds_it_and_of_a_resolved_one_opens_a_new_one(at_work):
    with at_work() as work:
        first = opened(work)
        cases.claim(work, first.id, "staff:7", "kim@oak.example")
        assert opened(work, summary="Asks again.").id == first.id
        assert cases.get(work, first.id).state == "claimed"
        cases.resolve(work, first.id, "staff:7", "Called back.")
        second = opened(work)
        assert second.id != first.id
        assert [case.id for case in cases.of_conversation(work, first.conversation_id)] == [first.id, second.id]


def test_a_case_is_claimed_and_resolved_by_one_person(at_work):
    with at_work() as work:
        case, other = opened(work), opened(work, number=2)
    with at_work(LATER) as work:
        claimed = cases.claim(work, case.id, "staff:7", "kim@oak.example")
        assert claimed == replace(
            case, state="claimed", held_by="staff:7", claimed_by="kim@oak.example", claimed_at=NOW + LATER
        )
        assert cases.claim(work, case.id, "staff:8", "lou@oak.example") == claimed
    with at_work(2 * LATER) as work:
        resolved = cases.resolve(work, case.id, "staff:7", "Called back.")
        assert resolved == replace(claimed, state="resolved", resolved_at=NOW + 2 * LATER, note="Called back.")
        assert cases.resolve(work, case.id, "staff:8", "Me too.") == resolved
        assert cases.get(work, other.id) == other


def test_a_case_that_is_not_there_is_said_so(at_work):
    with at_work() as work:
        for act in (cases.claim, cases.resolve):
            with pytest.raises(LookupError, match="There is no case nothing"):
                act(work, "nothing", "staff:7", "")


def test_pages_come_in_the_order_of_opening(at_work):
    with at_work() as work:
        ids = [opened(work, number).id for number in range(1, 6)]
        cases.claim(work, ids[1], "staff:7", "kim@oak.example")
        cases.resolve(work, ids[2], "staff:7", "")

        def page(states, limit, after=None):
            return [ids.index(case.id) for case in cases.page(work, states, limit, after)]

        assert page(["open", "claimed"], 2) == [0, 1]
        assert page(["open", "claimed"], 2, ids[1]) == [3, 4]
        assert page(["open", "claimed"], 2, ids[4]) == []
        assert page(["resolved"], 9) == [2]
        assert page([], 9) == []
