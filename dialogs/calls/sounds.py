"""Words as a recogniser mishears them on the telephone, for the few that matter.

Only what the dialog reads back before it acts is repaired: a visit is never cancelled or moved for a sound alone. Bare
words that phone companies act on in texts mean something else when spoken, so they become whole sentences.
"""

from __future__ import annotations

import re

from dialogs.understanding.keywords import Keyword, keyword
from dialogs.understanding.normalise import plain

_VISIT = r"(?= (?:my|the|our|this|an?) (?:appointment|apartment|visit|point ?ment|check ?up))"
_REPAIRS = (
    (re.compile(rf"\b(?:can ?t fill|cant feel|can sell|counsel|council|cancer|can so){_VISIT}"), "cancel"),
    (re.compile(rf"\b(?:re ?skilled|resilled|re ?killed|reshuttle|rest schedule|re scheduled?){_VISIT}"), "reschedule"),
    (re.compile(r"\b(?:become|became|bulk|buck|brook)(?= an appointment)"), "book"),
    (re.compile(r"\b(?:apartment|point ?ment|a point meant)\b"), "appointment"),
    (re.compile(r"\b(?:cansela|can sela|cancel a|cancela) (?=(?:mi|la) (?:cita|visita))"), "cancelar "),
    (re.compile(r"\b(?:re agendar|rea gendar|reagenda) (?=(?:mi|la) (?:cita|visita))"), "reagendar "),
)
# Clock times as recognisers write them: "15, 50", "1,600", "2.30 p.m.", "12-15".
_CLOCKS = (
    (re.compile(r"\b([01]?\d|2[0-3])(?:, | ?\. ?|-)([0-5][05])(?= ?(?:[ap]\.?m|in the|o'clock|$|[.,!? ]))"), r"\1:\2"),
    (re.compile(r"\b(1|2),([0-9])00\b"), r"\1\2:00"),
)
# Days and hours that sound like other words, where no other word makes sense.
_BEFORE_A_DAY = r"(\b(?:on|this|next|for|until|or|by|and|after|before) )"
_BEFORE_MINUTES = r"(?= (?:thirty|fifteen|forty|twenty|ten|o'?clock|[ap]\.?m))"
_HOMOPHONES = tuple(
    (re.compile(pattern, re.IGNORECASE), meant)
    for pattern, meant in (
        (rf"{_BEFORE_A_DAY}(?:thirsty|firsty|thirstday|thurs day)\b", r"\1thursday"),
        (r"\b(?:wends|wens|when'?s|wed nes) day\b", "wednesday"),
        (r"\b(?:choose|chews) day\b", "tuesday"),
        (r"\bfr(?:y|ied) day\b", "friday"),
        (r"\bto morrow\b", "tomorrow"),
        (r"\bmourning\b", "morning"),
        (rf"\bat won{_BEFORE_MINUTES}", "at one"),
        (rf"\bat too?{_BEFORE_MINUTES}", "at two"),
        (rf"\bat tree{_BEFORE_MINUTES}", "at three"),
        (rf"\bat fore?{_BEFORE_MINUTES}", "at four"),
        (rf"\bat ate{_BEFORE_MINUTES}", "at eight"),
        (r"\bhas past (?=\d)", "half past "),
        (r"\bat (morning|afternoon|evening) too?\b", r"at 2 in the \1"),
        (r"\bat (morning|afternoon|evening) for\b", r"at 4 in the \1"),
        (r"\bma ñana\b", "mañana"),
        (r"\bpasa do mañana\b", "pasado mañana"),
        (r"\basta (?=el|la|las|mañana)", "hasta "),
    )
)
_NUMBERS = {
    "one": "1", "won": "1", "uno": "1", "to": "2", "too": "2", "two": "2", "dos": "2",
    "three": "3", "tree": "3", "free": "3", "tres": "3", "four": "4", "for": "4", "fore": "4", "cuatro": "4",
}  # fmt: skip
_MEANT = {
    Keyword.CANCEL: {"en": "cancel my appointment", "es": "cancelar mi cita"},
    Keyword.HELP: {"en": "what can you do", "es": "ayuda por favor"},
}
_NO_CALLS = re.compile(
    r"(?:please )?(?:stop|quit|no more) (?:calling(?: me)?|(?:these |the |your )?(?:automatic )?calls)(?: please)?"
    r"|(?:please )?(?:do not|dont|don t) call (?:me|us|here|this number)(?: again| any ?more)?"
    r"|(?:por favor )?(?:no me llamen?(?: mas)?|dejen? de llamar(?:me)?|no mas llamadas)(?: por favor)?"
)
_YES_OR_NO = frozenset(["yes", "yeah", "yep", "no", "nope", "si", "ok", "okay"])
_JOINING = frozenset(["or", "and", "o", "y", "um", "uh", "er", "eh"])


def repaired(text: str, language: str) -> str:
    """What was probably said; the text itself where nothing is known to sound like it."""
    meant = _MEANT.get(keyword(text) or Keyword.STOP)
    if meant is not None:
        return meant.get(language, meant["en"])
    for pattern, time in (*_HOMOPHONES, *_CLOCKS):
        text = pattern.sub(time, text)
    words = plain(text)
    for pattern, word in _REPAIRS:
        if pattern.search(words):
            words = text = pattern.sub(word, words)
    return text


def number(text: str) -> str | None:
    """The number of an option that one word sounds like, where options were offered."""
    return _NUMBERS.get(plain(text))


def is_doubt(text: str) -> bool:
    """Yes and no in one breath, however often: "yes no yes"."""
    words = [word for word in plain(text).split() if word not in _JOINING]
    answers = set(words)
    return len(answers) > 1 and answers <= _YES_OR_NO and "no" in {"no" if w.startswith("no") else w for w in answers}


def is_stop(text: str) -> bool:
    """A bare "stop" or "start": on the telephone it may mean anything."""
    return keyword(text) in (Keyword.STOP, Keyword.START)


def wants_no_calls(text: str) -> bool:
    """Whether somebody says nothing but that we shall not call, which is what 9 does."""
    return _NO_CALLS.fullmatch(plain(text)) is not None
