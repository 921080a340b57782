"""Dates of birth, as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dialogs.understanding.births import birth_date

NOW = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "language", "born"),
    [
        ("5/14/1980", "en", date(1980, 5, 14)),
        ("my dob is 05-14-80", "en", date(1980, 5, 14)),
        ("3/4/05", "en", date(2005, 3, 4)),
        ("3/4/30", "en", date(1930, 3, 4)),
        ("14.5.1980", "en", date(1980, 5, 14)),
        ("3/4/1980", "es", date(1980, 4, 3)),
        ("5/14/1980", "es", date(1980, 5, 14)),
        ("1980-05-14", "es", date(1980, 5, 14)),
        ("05141980", "en", date(1980, 5, 14)),
        ("5 14 1980", "en", date(1980, 5, 14)),
        ("May 14th, 1980", "en", date(1980, 5, 14)),
        ("14 de mayo de 1980", "es", date(1980, 5, 14)),
        ("14 de mayo del 80", "es", date(1980, 5, 14)),
        ("born on sept. 2 1999", "en", date(1999, 9, 2)),
    ],
)
def test_dates_of_birth_that_are_read(text, language, born):
    assert birth_date(text, (language,), NOW) == born


@pytest.mark.parametrize(
    "text", ["", "Ana Stone", "2/30/1980", "13/13/1980", "5/14/2031", "1/1/1850", "555-0101", "12"]
)
def test_what_is_no_date_of_birth(text):
    assert birth_date(text, ("en",), NOW) is None
