"""The bare words that telephone companies act on before we hear of them (opt-out, opt-in, help).

Only a text that is nothing but the word counts, in any case, with white space and punctuation around it. No spelling is
corrected here: "stpo" is not STOP. Wishes in sentences ("stop texting me", "BAJA") are acts, not keywords.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from dialogs.understanding.normalise import KEPT


class Keyword(StrEnum):
    """What a bare word asks the telephone company for."""

    STOP = "STOP"
    CANCEL = "CANCEL"
    START = "START"
    HELP = "HELP"


_LONGEST = 64
_AROUND = re.compile(r"^[\W_]*(\w+)[\W_]*$")
_KEYWORDS = {
    **dict.fromkeys(("stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout"), Keyword.STOP),
    "cancel": Keyword.CANCEL,
    **dict.fromkeys(("start", "unstop"), Keyword.START),
    **dict.fromkeys(("help", "info"), Keyword.HELP),
}


@lru_cache(maxsize=KEPT)
def keyword(text: str) -> Keyword | None:
    """The keyword that a text consists of, or None."""
    bare = text.strip()
    match = _AROUND.match(bare) if len(bare) <= _LONGEST else None
    return _KEYWORDS.get(match.group(1).casefold()) if match else None
