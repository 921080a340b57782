"""No text, however odd, brings the understanding down; what comes out can be written and read back."""

# ruff: noqa: E501, SIM905  # a list of words
from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.understanding import Context, contract, understand
from tests.builders import NOW, ZONE
from tests.dialogs.understanding.hearing import hear

_WORDS = st.sampled_from(
    (
        "next friday monday the of at 3 30 99 31 february 12/31 2:30 after before not except or and to until between in two weeks last this week "
        "tomorrow mañana lunes a las y media de la tarde no stop cancel yes first option noon - , . ? @ 00:00 24:00 2027-02-31 9999 one am pm"
    ).split()
)
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=12).map(" ".join))


@settings(max_examples=300, deadline=None)
@given(_TEXTS, st.sampled_from(["en", "es"]), st.text(max_size=40), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_in_any_context_has_an_answer(text: str, lang: str, asked: str, options: list[str]) -> None:
    understanding = understand(
        text, NOW, ZONE, lang, Context(asked, tuple(options)), providers=(("lee", ("Dr. Lee", "")),)
    )
    assert understanding.acts
    assert 0 <= understanding.confidence <= 1
    if understanding.when is not None:
        assert contract.when_from_json(contract.when_to_json(understanding.when)) == understanding.when


@settings(max_examples=200, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=8).map(" ".join))
def test_windows_are_never_empty(text: str) -> None:
    when = hear(text).when
    for window in () if when is None else (*when.windows, *when.excluded):
        if isinstance(window.start, datetime) and isinstance(window.end, datetime):
            assert window.start < window.end


def test_long_texts_are_cut_before_they_are_looked_at() -> None:
    assert hear("yes " + "x" * 100_000).acts[0].act.value == "confirm"
    assert hear("(" * 50_000 + "a a a a " * 12_500).acts


def test_the_same_words_mean_the_same_twice() -> None:
    assert hear("move it to friday at 3 or monday") == hear("move it to friday at 3 or monday")
