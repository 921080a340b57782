"""Rules and learnt weights together: rules keep what must be exact, the weights decide the rest.

Opt-outs, people, names, dates, lateness and the like are by rule alone, and a text with an act that leaves no doubt
(`_SETTLED`) is not weighed at all. What a rule heard falls only to clear evidence; what only the weights hear is marked
as `guessed`, for nobody to take it for consent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import lru_cache

from dialogs.understanding.acts.evidence import Clues, clues_in, evidence
from dialogs.understanding.acts.linear import Weights
from dialogs.understanding.acts.weighing import Decision, Found
from dialogs.understanding.model import Act, Heard
from dialogs.understanding.normalise import KEPT

LEARNT = (
    Act.CONFIRM, Act.DENY, Act.BOOK, Act.RESCHEDULE, Act.CANCEL, Act.ASK_WHEN, Act.ASK_INFO, Act.GIVE_TIME,
    Act.REQUEST_ALTERNATIVES, Act.SELECT_OPTION, Act.THANKS, Act.GOODBYE, Act.OTHER,
)  # fmt: skip
_SETTLED = frozenset({
    Act.OPT_OUT, Act.OPT_IN, Act.WRONG_NUMBER, Act.RUNNING_LATE, Act.ARRIVED, Act.HELP, Act.REPEAT, Act.BACK,
})  # fmt: skip
STAYS = 0.2  # the chance above which an act that a rule heard stays
ADDED = 0.5  # the chance above which an act that no rule heard is added
BY_RULE = 0.9  # how sure an act is that only rules may hear
UNSURE = 0.3
_BESIDE = frozenset({Act.GIVE_DATE, Act.GIVE_TIME, Act.GIVE_NAME, Act.GREETING})


def combined(decision: Decision, found: Found, asked: str, learnt: Weights) -> Decision:
    """What the rules decided, after the weights had their say."""
    if settled(decision, found):
        return decision
    by_rule = {heard.act: heard for heard in decision.acts}
    clues = clues_in(found, asked, [act.value for act in by_rule])
    chances = learnt.chances(_added(learnt, clues), asked)
    refused = decision.refused if asked else decision.refused | {Act.SELECT_OPTION}  # nothing was offered
    acts = chosen_acts(chances, tuple(by_rule), refused, found.options)
    heard = tuple(by_rule[act] if act in by_rule else _guess(act, found, learnt, clues) for act in acts)
    sure = UNSURE if acts[0] is Act.OTHER else learnt.sure(chances.get(acts[0], BY_RULE))
    return replace(decision, acts=heard, confidence=round(sure, 2))


@lru_cache(maxsize=KEPT)
def _added(learnt: Weights, clues: Clues) -> tuple[int, int]:
    return learnt.added(evidence(clues))


def settled(decision: Decision, found: Found) -> bool:
    """Whether there is nothing to weigh: a plain choice, or an act that rules alone decide."""
    heard = {heard.act for heard in decision.acts}
    return (found.choice is not None and Act.SELECT_OPTION in heard) or bool(heard & _SETTLED)


def chosen_acts(
    chances: Mapping[Act, float], by_rule: Collection[Act], refused: Collection[Act] = (), options: int = 0
) -> tuple[Act, ...]:
    """The acts that count, the surest first; never none."""
    possible = [act for act in LEARNT if act in by_rule or not (act in refused or _needs_rule(act, options))]
    acts = [act for act in by_rule if act not in LEARNT]
    acts += [act for act in possible if chances[act] > (STAYS if act in by_rule else ADDED) and act is not Act.OTHER]
    if not acts:
        acts.append(max(possible, key=lambda act: chances[act]))
    return tuple(sorted(acts, key=lambda act: (act in _BESIDE, -chances.get(act, 1.0))))


def _needs_rule(act: Act, options: int) -> bool:
    """A time was read or was not; which option was chosen is known or is not."""
    return act is Act.GIVE_TIME or (act is Act.SELECT_OPTION and options > 0)


def _guess(act: Act, found: Found, learnt: Weights, clues: Clues) -> Heard:
    because = f"learnt {act.value}: {', '.join(learnt.words_for(act, evidence(clues)))}"
    asks = act is Act.ASK_INFO or (act is Act.OTHER and found.question)  # may still be a question about its topic
    topic = found.topic.label if asks and found.topic is not None else None
    return Heard(act, topic=topic, because=because, guessed=True)
