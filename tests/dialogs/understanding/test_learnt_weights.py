"""Learnt weights beside rules: what they may add, what they may not, and how they are kept."""

from __future__ import annotations

import pytest

from dialogs.understanding.acts import linear
from dialogs.understanding.acts.combining import LEARNT, chosen_acts
from dialogs.understanding.acts.linear import read, weights, written
from dialogs.understanding.model import Act
from tests.dialogs.understanding.hearing import acts, hear

NONE = dict.fromkeys(LEARNT, 0.0)
TWO = (Act.CONFIRM, Act.DENY)


def test_the_shipped_weights_are_what_their_file_says():
    text = linear.FILE.read_text(encoding="utf-8")

    assert weights().acts == LEARNT
    assert 5_000 < len(weights().pieces) < 40_000
    assert len(text.encode()) < 1_500_000


def test_weights_come_back_as_they_were_written():
    kept = read(written({"w:yes": (100, -100), "w:no": (-127, 127), "w:the": (0, 0)}, TWO, 0.05, (0.0, 1.0)))

    assert set(kept.pieces) == {"w:yes", "w:no"}
    chances = kept.chances(kept.added({"w:yes"}), "")
    assert chances[Act.CONFIRM] > 0.99
    assert chances[Act.DENY] < 0.01
    assert kept.chances(kept.added({"w:yes", "w:no"}), "")[Act.CONFIRM] == pytest.approx(linear.chance(-27 * 0.05))


def test_confidence_follows_how_far_chances_were_true():
    assert read(written({"b": (1, 1)}, TWO, 0.1, (0.0, 0.5))).sure(0.9) == pytest.approx(0.75)


def test_an_act_by_rule_stays_unless_the_evidence_is_clear():
    assert Act.CANCEL in chosen_acts(NONE | {Act.CANCEL: 0.25, Act.CONFIRM: 0.9}, (Act.CANCEL,))
    assert Act.CANCEL not in chosen_acts(NONE | {Act.CANCEL: 0.1, Act.CONFIRM: 0.9}, (Act.CANCEL,))


def test_an_act_that_no_rule_heard_needs_more_than_an_even_chance():
    assert chosen_acts(NONE | {Act.THANKS: 0.8, Act.BOOK: 0.4}, (Act.THANKS,)) == (Act.THANKS,)
    assert chosen_acts(NONE | {Act.THANKS: 0.8, Act.BOOK: 0.6}, (Act.THANKS,)) == (Act.THANKS, Act.BOOK)


def test_weights_never_add_what_was_refused_a_time_or_an_unknown_option():
    sure = NONE | {Act.CANCEL: 0.99, Act.GIVE_TIME: 0.99, Act.SELECT_OPTION: 0.99, Act.THANKS: 0.6}

    assert chosen_acts(sure, (Act.THANKS,), refused=(Act.CANCEL,), options=3) == (Act.THANKS,)


@pytest.mark.parametrize("act", sorted(set(Act) - set(LEARNT)))
def test_what_must_be_exact_is_by_rule_alone(act: Act):
    assert act in {
        Act.GIVE_DATE, Act.GIVE_NAME, Act.GREETING, Act.HUMAN, Act.EMERGENCY, Act.CRISIS, Act.OPT_OUT, Act.OPT_IN,
        Act.WRONG_NUMBER, Act.RUNNING_LATE, Act.ARRIVED, Act.HELP, Act.REPEAT, Act.BACK,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("cancel", "annul my meeting"),
    ],
)
def test_words_that_no_table_knows_are_understood_and_marked_as_guessed(act: str, text: str):
    [heard] = [heard for heard in hear(text).acts if heard.act == act]

    assert heard.guessed
    assert heard.because.startswith(f"learnt {act}: ")


def test_an_act_by_rule_is_no_guess():
    assert not any(heard.guessed for heard in hear("cancel my appointment").acts)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("please stop calling", "human", "opt_out"),
        ("stop phoning me", "human", "opt_out"),
        ("can my wife come instead of me", "ask_info", "reschedule"),
        ("¿puede ir mi hermana en mi lugar?", "ask_info", "reschedule"),
        ("can I come on friday instead of monday", "reschedule", "ask_info"),
        ("please do not cancel my checkup", "deny", "cancel"),
        ("basta con los mensajes", "opt_out", "other"),
    ],
)
def test_known_wrong_readings_are_mended(text: str, wanted: str, unwanted: str):
    heard = acts(text)

    assert wanted in heard
    assert unwanted not in heard


@pytest.mark.parametrize("text", ["basta con una cita", "one appointment is enough", "please stop calling him doctor"])
def test_what_is_enough_is_no_end_of_messages(text: str):
    assert "opt_out" not in acts(text)


@pytest.mark.parametrize(
    ("text", "both"),
    [
        ("stop texting me and cancel my appointment", {"opt_out", "cancel"}),
        ("cancel my visit on monday and book one for my son", {"cancel", "book"}),
        ("move my visit to friday and where do I park?", {"reschedule", "ask_info"}),
        ("I need to cancel, and can someone call me", {"cancel", "human"}),
        ("cancele mi cita, y ¿dónde están ubicados?", {"cancel", "ask_info"}),
    ],
)
def test_none_of_two_wishes_is_lost(text: str, both: set[str]):
    assert both <= set(acts(text))
