"""Codes beside the password: each is good once, and nothing of a colleague's is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage import second_factors, staff
from storage.second_factors import SecondFactor

if TYPE_CHECKING:
    from tests.storage.conftest import AtWork

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


def test_a_secret_counts_once_it_was_shown_to_work(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, "anna@oak.example", "agent")
        second_factors.propose(work, anna.id, SECRET)
        assert second_factors.find(work, anna.id) == SecondFactor(SECRET, False, 0, 0)
        assert second_factors.owners(work) == frozenset()
        assert second_factors.activate(work, anna.id, ["a", "b"])
        assert not second_factors.activate(work, anna.id, ["c"])
        second_factors.propose(work, anna.id, "B" * 32)
        assert second_factors.find(work, anna.id) == SecondFactor(SECRET, True, 0, 2)
        assert second_factors.owners(work) == {anna.id}


def test_a_step_is_taken_once_and_none_before_it(at_work: AtWork) -> None:
    with at_work() as work:
        anna = staff.add(work, "anna@oak.example", "agent")
        assert second_factors.take_step(work, anna.id, 7)
        assert not second_factors.take_step(work, anna.id, 7)
        assert not second_factors.take_step(work, anna.id, 6)
        assert second_factors.take_step(work, anna.id, 8)


def test_recovery_codes_are_their_owners_and_end_with_the_secret(at_work: AtWork) -> None:
    with at_work() as work:
        anna, bea = (staff.add(work, f"{name}@oak.example", "agent") for name in ("anna", "bea"))
        for who in (anna, bea):
            second_factors.propose(work, who.id, SECRET)
        second_factors.activate(work, anna.id, ["a", "b"])
        second_factors.activate(work, bea.id, ["c"])
        assert not second_factors.use_recovery_code(work, bea.id, "a")
        assert second_factors.use_recovery_code(work, anna.id, "a")
        assert not second_factors.use_recovery_code(work, anna.id, "a")
        second_factors.remove(work, anna.id, actor="test")
        assert second_factors.find(work, anna.id) is None
        assert not second_factors.use_recovery_code(work, anna.id, "b")
        assert second_factors.use_recovery_code(work, bea.id, "c")
