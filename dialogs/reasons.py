"""Why a visit is cancelled, by tables of folded words (`normalise.plain`): what the audit log keeps of it."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.understanding.normalise import KEPT

_REASONS = {
    "better": r"(?:feel\w*|am|im|is|doing) (?:much |all |a lot )?(?:better|fine now)|no longer need\w*"
    r"|(?:dont|do not) need it|me siento mejor|ya estoy bien|ya no (?:la )?necesito",
    "sick": r"sick|(?:have|got) (?:a cold|the flu|covid)|estoy enferm[oa]|tengo gripe",
    "work": r"(?:have to|got to|at|from) work|work (?:conflict|schedule)|a meeting|trabajar|el trabajo|mi trabajo",
    "away": r"out of town|travel\w*|on vacation|de viaje|vacaciones",
    "transport": r"(?:no|have a|a|my) ride|my car|transportation|transporte|carro|como llegar",
    "elsewhere": r"(?:another|other|different|new) (?:doctor|clinic|provider|dentist)"
    r"|otr[oa] (?:doctor|doctora|clinica)",
    "cost": r"afford|too expensive|costs?|my insurance|mi seguro|muy caro|no tengo dinero",
    "family": r"(?:my )?(?:kid|kids|child|daughter|son|mother|mom|family) (?:is|are|has|have|emergency)"
    r"|mi (?:hij[oa]|familia)",
}
_COMPILED = {reason: re.compile(rf"\b(?:{pattern})\b") for reason, pattern in _REASONS.items()}


@lru_cache(maxsize=KEPT)
def reason_in(words: str) -> str:
    """The first reason that the words tell; empty where they tell none."""
    return next((reason for reason, pattern in _COMPILED.items() if pattern.search(words)), "")
