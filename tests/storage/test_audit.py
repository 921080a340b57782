"""What was done is written down and stays so."""

from __future__ import annotations

import pytest
from sqlalchemy import exc, text

from storage import audit
from tests.storage import rows


def test_a_row_says_who_did_what_to_what_and_how_it_was_before(at_work):
    with at_work() as work:
        audit.write(work, "staff:1", "case.claimed", "case:7")
        audit.write(work, "import", "patient.updated", "patient:8", {"phone": "a"}, {"phone": "b"})
        assert rows.audited(work) == [
            ("staff:1", "case.claimed", "case:7", None, None),
            ("import", "patient.updated", "patient:8", {"phone": "a"}, {"phone": "b"}),
        ]


CHANGES = ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit")


def test_nobody_changes_or_removes_a_row(at_work, database_kind):
    with at_work() as work:
        audit.write(work, "staff:1", "case.claimed", "case:7")
    for statement in (*CHANGES, "TRUNCATE audit") if database_kind == "postgres" else CHANGES:
        with pytest.raises(exc.DBAPIError, match="audit rows never change"), at_work() as work:
            work.connection.execute(text(statement))
    with at_work() as work:
        assert [row[0] for row in rows.audited(work)] == ["staff:1"]
