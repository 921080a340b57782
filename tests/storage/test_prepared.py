"""Statements that are handed to the driver as they are."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from storage.database import Database
from storage.prepared import numbered
from storage.schema import clinics


def test_values_are_given_by_their_numbers_each_once() -> None:
    text, names = numbered("a = %(x)s::VARCHAR AND b LIKE '50%%' AND c = %(y_1)s OR d = %(x)s")

    assert text == "a = $1::VARCHAR AND b LIKE '50%' AND c = $2 OR d = $1"
    assert names == ["x", "y_1"]


def test_a_value_that_is_named_twice_is_put_in_both_places(database: Database) -> None:
    either = select(clinics.c.id).where((clinics.c.id == bindparam("wanted")) | (clinics.c.id == bindparam("wanted")))
    with database.reading() as connection:
        rows = database._statements.execute(connection, either, {"wanted": "nowhere"})

    assert rows.all() == []
