"""Tokens of the API, and the answers that are kept for their repeats."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage import idempotency, tokens
from tests.storage.rows import audited

if TYPE_CHECKING:
    from tests.storage.conftest import AtWork

TEXT = tokens.written("oak", b"\x01" * 24)
ASKED = b"f" * 32


def test_a_token_is_found_by_its_text_until_it_is_revoked(at_work: AtWork) -> None:
    with at_work() as work:
        token = tokens.add(work, TEXT, "agent", "billing")
        assert tokens.find(work, TEXT) == token
        assert tokens.find(work, tokens.written("oak", b"\x02" * 24)) is None
        assert tokens.revoke(work, token.id)
        assert tokens.find(work, TEXT) is None
        assert not tokens.revoke(work, token.id)
        assert [(each.name, each.revoked_at is None) for each in tokens.all_of(work)] == [("billing", False)]
        assert [action for _, action, *_ in audited(work)] == ["token.added", "token.revoked"]


def test_the_text_itself_is_kept_nowhere(at_work: AtWork) -> None:
    with at_work() as work:
        tokens.add(work, TEXT, "agent", "billing")
        row = work.connection.exec_driver_sql("SELECT * FROM tokens").one()
    secret = TEXT.rpartition("_")[2]
    assert all(secret not in str(value) for value in row)


@pytest.mark.parametrize("clinic", ["oak", "oak-hill", "oak_hill", "oak_", "7"])
def test_a_token_names_its_clinic(clinic: str) -> None:
    assert tokens.clinic_of(tokens.written(clinic, b"\xab" * 24)) == clinic


@pytest.mark.parametrize("text", ["", "fd_", "fd_oak", "fd__00", "oak_00", "fd_oak_xyz", "fd_o\0k_00", "fd_oak_00 "])
def test_what_is_no_token_names_none(text: str) -> None:
    assert tokens.clinic_of(text) == ""


def test_the_second_request_with_a_key_finds_what_the_first_was_answered(at_work: AtWork) -> None:
    with at_work() as work:
        token = tokens.add(work, TEXT, "agent", "billing")
        assert idempotency.claim(work, token.id, "key-1", ASKED) is None
        idempotency.keep(work, token.id, "key-1", 200, '{"body": "Hello"}')
    with at_work(timedelta(hours=1)) as work:
        assert idempotency.claim(work, token.id, "key-1", b"g" * 32) == idempotency.Kept(
            ASKED, 200, '{"body": "Hello"}'
        )
        assert idempotency.claim(work, token.id, "key-2", ASKED) is None


def test_a_key_belongs_to_its_token(at_work: AtWork) -> None:
    with at_work() as work:
        one = tokens.add(work, TEXT, "agent", "billing")
        other = tokens.add(work, tokens.written("oak", b"\x02" * 24), "agent", "intake")
        assert idempotency.claim(work, one.id, "key", ASKED) is None
        assert idempotency.claim(work, other.id, "key", ASKED) is None
