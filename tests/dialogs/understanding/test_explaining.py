"""What the weights found in a text is told in numbers."""

from __future__ import annotations

import math

import pytest

from dialogs.understanding import Context, utterance
from dialogs.understanding.acts.linear import chance, logit, weights
from dialogs.understanding.explaining import MOST, weighed
from dialogs.understanding.model import Act
from tests.builders import NOW, ZONE


def _weighed(text: str) -> list[dict[str, object]]:
    return weighed(utterance(text, NOW, ZONE, "en", Context()))


def test_the_likeliest_act_comes_first_with_what_pulled_it() -> None:
    first, *_ = _weighed("I need to cancel my appointment")

    assert first["act"] == "cancel"
    assert first["by_rule"] is True
    assert isinstance(first["weights"], dict)
    assert 0 < len(first["weights"]) <= MOST
    assert max(first["weights"].values()) > 0


def test_the_pulls_of_an_act_add_up_to_its_chance() -> None:
    pieces = {"w:cancel", "h:cancel", "r:cancel", "not known"}
    total = math.fsum(pull for _, pull in weights().pulls(Act.CANCEL, pieces))
    told = weights().chances(weights().added(pieces), "")[Act.CANCEL]
    asked = weights().chances((0, 0), "")[Act.CANCEL]

    assert chance(total + logit(asked)) == pytest.approx(told, abs=0.01)


def test_where_a_rule_leaves_no_doubt_nothing_is_weighed() -> None:
    assert _weighed("STOP") == []
    assert _weighed("wrong number") == []
