"""Why acts were heard, in numbers: which pieces of evidence pulled each of them, and how far.

The names of pieces are those of `acts.evidence`; a number is what a piece adds to the log odds of the act.
"""

from __future__ import annotations

from typing import Any

from dialogs.understanding.acts import Utterance, by_rules
from dialogs.understanding.acts.combining import settled
from dialogs.understanding.acts.evidence import clues_in, evidence, question
from dialogs.understanding.acts.linear import weights

MOST = 8
LIKELY = 0.1


def weighed(said: Utterance) -> list[dict[str, Any]]:
    """Each act that a rule heard or the weights find likely, the likeliest first; none where rules left no doubt."""
    decision, found = by_rules(said)
    if found is None or settled(decision, found):
        return []
    asked, learnt = said.context.asked, weights()
    by_rule = [heard.act.value for heard in decision.acts]
    pieces = evidence(clues_in(found, asked, by_rule))
    chances = learnt.chances(learnt.added(pieces), asked)
    everything = pieces | question(asked)
    return [
        {
            "act": act.value,
            "chance": round(chances[act], 3),
            "by_rule": act.value in by_rule,
            "weights": dict(learnt.pulls(act, everything)[:MOST]),
        }
        for act in sorted(learnt.acts, key=lambda act: -chances[act])
        if chances[act] >= LIKELY or act.value in by_rule
    ]
