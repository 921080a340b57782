"""An opt-out is found again, kept once, and audited; an opt-in ends it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage import suppressions
from storage.schema import suppressions as table
from tests import builders
from tests.storage import rows

PHONE, ANOTHER = builders.phone(1), builders.phone(2)
BLOCKED = {"kind": "provider_block", "source": "error:21610"}


def kinds(work) -> list[str]:
    return list(work.connection.execute(select(table.c.kind)).scalars())


def test_an_opt_out_counts_for_that_number_until_it_is_taken_back(at_work):
    with at_work() as work:
        assert not suppressions.is_suppressed(work, PHONE)
        suppressions.opt_out(work, PHONE, source="conversation:1")
        assert suppressions.is_suppressed(work, PHONE)
        assert not suppressions.is_suppressed(work, ANOTHER)
        suppressions.opt_in(work, ANOTHER, source="conversation:2")
        assert suppressions.is_suppressed(work, PHONE)
        suppressions.opt_in(work, PHONE, source="conversation:1")
        assert not suppressions.is_suppressed(work, PHONE)


def test_each_change_is_audited_once_without_the_number(at_work):
    with at_work() as work:
        suppressions.opt_out(work, PHONE, source="conversation:1")
        suppressions.opt_out(work, PHONE, source="conversation:1")
        suppressions.opt_in(work, PHONE, source="staff:7")
        suppressions.opt_in(work, PHONE, source="staff:7")
        subject = f"phone:{work.hashed('phone', PHONE).hex()[:16]}"
        out, back = {"kind": "opt_out"}, {"kind": None, "source": "staff:7"}
        assert rows.audited(work) == [
            ("conversation:1", "phone.suppressed", subject, None, out | {"source": "conversation:1"}),
            ("staff:7", "phone.opted_in", subject, out, back),
        ]


def test_the_patients_word_outranks_the_phone_companys(at_work):
    with at_work() as work:
        suppressions.opt_out(work, PHONE, **BLOCKED)
        assert kinds(work) == ["provider_block"]
        suppressions.opt_out(work, PHONE, source="conversation:1")
        suppressions.opt_out(work, PHONE, **BLOCKED)
        assert kinds(work) == ["opt_out"]
        assert [(actor, after["kind"]) for actor, _, _, _, after in rows.audited(work)] == [
            ("worker", "provider_block"),
            ("conversation:1", "opt_out"),
        ]


@pytest.mark.parametrize("how", [BLOCKED, {"source": "conversation:1"}])
def test_an_opt_in_ends_a_block_of_either_kind(at_work, how):
    with at_work() as work:
        suppressions.opt_out(work, PHONE, **how)
        suppressions.opt_in(work, PHONE, source="conversation:1")
        assert kinds(work) == []
