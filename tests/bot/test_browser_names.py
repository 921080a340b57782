"""What browsers say of themselves, in words."""

from __future__ import annotations

import pytest

from bot.console import browsers


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 Version/26.0 Safari/605.1.15", "Safari on Mac"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_browsers_have_names_that_their_owners_know(said: str, name: str) -> None:
    assert browsers.name(said) == name
