"""Notes among colleagues, whom they name, and the mark that changes with everything that an inbox shows."""

from __future__ import annotations

from datetime import timedelta

from storage import cases, conversations, notes, pulse, staff
from tests.builders import NOW
from tests.storage import rows

LATER = timedelta(minutes=5)


def test_notes_come_back_in_order_and_those_whom_they_name_are_found(at_work):
    with at_work() as work:
        talk, other = rows.talk(work), rows.talk(work, 2)
        bea = staff.add(work, "bea@oak.example", "agent")
        first = notes.add(work, talk.id, "staff:7", "anna@oak.example", "Ask @bea.", [bea.id])
        second = notes.add(work, talk.id, "staff:7", "anna@oak.example", "Done.")
        assert notes.of_conversation(work, talk.id) == (first, second)
        assert notes.of_conversation(work, other.id) == ()
        assert notes.naming(work, bea.id, [talk.id, other.id]) == {talk.id: NOW}
        assert notes.naming(work, "another", [talk.id]) == {}
        assert notes.naming(work, bea.id, []) == {}


def test_the_mark_changes_with_each_thing_that_is_said_or_done_and_with_nothing_else(at_work):
    with at_work() as work:
        talk = rows.talk(work)
        seen = [pulse.mark(work)]
        assert pulse.mark(work) == seen[0]
        conversations.save(work, talk, "{}", "en")
        seen.append(pulse.mark(work))
        case = cases.open_case(
            work,
            conversation_id=talk.id,
            reason="billing",
            priority="normal",
            summary="",
            patient_id=None,
            actor="test",
        )
        seen.append(pulse.mark(work))
        cases.claim(work, case.id, "staff:7", "anna@oak.example")
        seen.append(pulse.mark(work))
        notes.add(work, talk.id, "staff:7", "anna@oak.example", "Hm.")
        seen.append(pulse.mark(work))
    with at_work(LATER) as work:
        cases.rise(work, case.id, "urgent")
        seen.append(pulse.mark(work))
        cases.resolve(work, case.id, "staff:7", "", "called")
        seen.append(pulse.mark(work))
    assert len(set(seen)) == len(seen) == 7
