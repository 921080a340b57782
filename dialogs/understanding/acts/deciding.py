"""From phrases that were found to acts: what negates, outweighs or completes what, in the light of what was asked."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.understanding.acts.pattern import Hit
from dialogs.understanding.acts.rules import RULES, timeless
from dialogs.understanding.acts.weighing import Decision, Found, Weighing
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.model import Act, Heard

_NEGATORS = frozenset(listed("not dont never didnt doesnt wont isnt arent wasnt cant cannot without no sin nunca"))
_NEGATABLE = frozenset(
    {
        Act.CANCEL,
        Act.RESCHEDULE,
        Act.BOOK,
        Act.CONFIRM,
        Act.SELECT_OPTION,
        Act.ARRIVED,
        Act.OPT_IN,
        Act.HUMAN,
        Act.REQUEST_ALTERNATIVES,
    }
)
_NEGATED_INSIDE = frozenset(["not", "isnt", "doesnt", "wont", "wasnt", "arent", "dont", "cant", "no"])
_DOUBLE = (
    "not false",
    "not a problem",
    "not bad",
    "no problem",
    "no prob",
    "no problems",
    "no objection",
    "why not",
    "no worries",
)
_ORDER = (
    Act.OPT_OUT, Act.WRONG_NUMBER, Act.OPT_IN, Act.RUNNING_LATE, Act.ARRIVED, Act.SELECT_OPTION, Act.CONFIRM,
    Act.DENY, Act.CANCEL, Act.RESCHEDULE,
    Act.REQUEST_ALTERNATIVES, Act.HUMAN, Act.BOOK, Act.ASK_WHEN, Act.ASK_INFO, Act.GIVE_NAME, Act.GIVE_DATE,
    Act.GIVE_TIME, Act.THANKS, Act.GOODBYE,
    Act.HELP, Act.REPEAT, Act.BACK, Act.GREETING, Act.OTHER,
)  # fmt: skip
_SHORT = 3
GUESS = 0.5
_ACTS = frozenset(act.value for act in Act)


def decided(found: Found) -> Decision:
    """The acts of a text; never none."""
    weighing = Weighing(found)
    for hit in sorted(found.hits, key=lambda hit: (hit.start, -hit.end)):
        _take(weighing, hit)
    for rule in RULES:
        rule(weighing)
    heard = tuple(_heard(weighing, act) for act in _ORDER if act in weighing.standing)
    sure = round(_confidence(weighing), 2)
    return Decision(heard, sure, timeless(weighing), weighing.any_time, sure >= GUESS, frozenset(weighing.refused))


def _take(weighing: Weighing, hit: Hit) -> None:
    if hit.label not in _ACTS:
        weighing.cues.add(hit.label)
        return
    act = Act(hit.label)
    if act is Act.DENY and weighing.found.line.text.startswith(_DOUBLE, hit.start):
        return
    if act in _NEGATABLE and _negated(weighing.found.line.text, hit):
        weighing.refused.add(act)
        if act is not Act.REQUEST_ALTERNATIVES and hit.said != "sure":
            weighing.add(Act.DENY, f"not {hit.said}", hit.start)
        return
    weighing.add(act, f"{act.value}: {hit.said}", hit.start)


def _negated(line: str, hit: Hit) -> bool:
    if hit.said.startswith(_DOUBLE) or (hit.label == Act.RESCHEDULE and hit.said.split(" ", 1)[0] in _NEGATORS):
        return False
    if hit.label in {Act.CONFIRM, Act.SELECT_OPTION} and _NEGATED_INSIDE & set(hit.said.split()):
        return True
    clause = line[: hit.start].replace(".", ",").rsplit(",", 1)[-1].split()[-4:]
    if hit.said.split(" ", 1)[0] in _NEGATORS:
        return False
    return bool(_NEGATORS & set(clause)) and not ("no" in clause and not _spanish_no(clause, hit))


def _spanish_no(clause: list[str], hit: Hit) -> bool:
    """An English "no" negates the next word only; a Spanish one also what follows pronouns and verbs of wish."""
    behind = clause[len(clause) - 1 - clause[::-1].index("no") + 1 :]
    return all(
        word
        in {
            "me",
            "la",
            "lo",
            "le",
            "se",
            "quiero",
            "necesito",
            "voy",
            "a",
            "deseo",
            "puedo",
            "es",
            "esta",
            "hay",
            "que",
        }
        for word in behind
    ) and not (
        not behind
        and hit.label == Act.CONFIRM
        and hit.said.split(" ", 1)[0] not in {"quiero", "puedo", "voy", "me", "good", "way"}
    )


def _heard(weighing: Weighing, act: Act) -> Heard:
    found, because = weighing.found, weighing.standing[act]
    if act is Act.SELECT_OPTION and found.choice is not None:
        return Heard(act, option=found.choice.option, because=because)
    if act is Act.SELECT_OPTION and found.options == 1:
        return Heard(act, option=1, because=because)
    if act is Act.GIVE_NAME:
        return Heard(act, name=found.name, because=because)
    if act is Act.ASK_INFO and found.topic is not None:
        return Heard(act, topic=found.topic.label, because=because)
    return Heard(act, because=because)


def _confidence(weighing: Weighing) -> float:
    """How sure the acts are: words of a table are, guesses from shape are not."""
    acts: Iterable[Act] = weighing.standing
    if weighing.has(Act.OTHER):
        return 0.3
    if set(acts) == {Act.ASK_INFO} and weighing.found.topic is None:
        return 0.45
    sure = 0.9 if len(weighing.standing) < _SHORT else 0.8
    return sure - 0.1 if weighing.found.reading.when is not None and weighing.found.reading.when.alternatives else sure
