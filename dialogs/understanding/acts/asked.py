"""What kind of answer the last words of ours ask for; they may be in any wording, ours or another system's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_PATTERNS = {
    "sure": r"confirm\w*|correct|is (?:this|that|it) (?:good|right|ok\w*|what you|the (?:update|change|event))|"
        r"look right|looks? (?:right|good|ok\w*)"
    r"|how(?:'s| is) th(?:is|at)|kindly|ensure|es correcto|esta bien|confirm[ao]|le parece bien",
    "details": r"\b(?:cancel|move|book|keep) (?:your|the|it)\b|(?:cancelar|mover|reservar|movemos|cancelamos|"
        r"reservamos) (?:su|la)\b|shall i|should i|(?:do|would|did) you (?:want|like) (?:me |us )?to (?:cancel|"
        r"book|move|make|schedule|reserve|confirm|set|go ahead|try it)"
    r"|want an appointment|would like an appointment|need an appointment|(?:make|book|set|schedule) (?:an?|the|"
    r"your|any) \w*\s?(?:appointment|reservation|visit)|booking (?:an|your|detail)"
    r"|desea (?:cancelar|mover|confirmar|reservar|agendar)|quiere (?:cancelar|mover|que)|lo (?:cancelo|muevo|reservo)",
    "offer": r"how about|what about|would you like to try|do(?:es)? one of these|one of these|here are some|times when|"
        r"i(?:'ve)? found|there (?:is|are|'s) (?:a|an|\d+|one|another|also)|recommend|suggest|found \d+"
    r"|located|located in|is in [a-z]|nice (?:salon|place|dentist|doctor)|great (?:salon|option|place)|"
    r"good (?:reviews|rating|option)|rating|openings|which (?:one|of)|do any|options|reach (?:them|the|her|him)|"
    r"contact (?:them|the|number)|(?:phone|number|address|office) is|# ?\d+|\d{3}-\d{4}|how does .* sound|"
    r"will .{3,60} do\?"
    r"|le (?:sirve|funciona) (?:una|alguna)|cual (?:prefiere|le)|opciones|tengo (?:estos|estas|disponible)",
    "pick": r"one of these|times when|which (?:one|of)|cu[aá]l (?:de|prefiere|le)|do any of",
    "cancelling": r"cancel|delete|anular|borrar",
    "time": r"what time|which time|(?:at|for) what time|time of day|time works|time would|time do|time should|(?:a|"
        r"para) que hora|que hora|^when\b|\bwhen (?:would|do|should|can|shall|works|is best|are you)|"
        r"preferred time|cuando (?:le|quiere|puede|prefiere)",
    "day": r"what day|which day|what date|which date|on what|day works|date works|(?:que|cual|para que) (?:dia|"
        r"fecha)|^when\b|\bwhen (?:would|do|should|can|shall|works|are you)|what days|cuando (?:le|quiere|puede|"
        r"prefiere)",
    "name": r"(?:your|full|first|last|patient'?s?|whose|the) name\b|what(?:'s| is) your name|who (?:am i|is this|"
        r"is the)|who is it for|(?:su|tu|el) nombre|como se llama|con quien hablo|a nombre de",
    "more": r"anything else|something else|further assistance|else (?:i|we) can|any (?:other|more) (?:help|questions)|"
        r"help (?:you )?with anything|need any(?:thing)?|what else|other than|any further|algo mas|"
        r"alguna otra cosa",
    "done": r"has been (?:booked|made|scheduled|confirmed|set|cancel|moved|changed)|successfully|is (?:booked|"
        r"scheduled|confirmed|set)|(?:booked|scheduled|reserved|made) (?:your|the|an)|ha sido|quedo|listo",
}  # fmt: skip
_COMPILED = {kind: re.compile(pattern, re.IGNORECASE) for kind, pattern in _PATTERNS.items()}
_MENU = re.compile(r"(?:^|(?<=[\s,;.(:]))(\d)(?:[).:=]|\s*-)?\s+(?:to |for |if |para |si |= ?)?([^\d\n,;.]{2,60})")
_PRESS = re.compile(r"\b(?:reply|press|text|send|responda|marque|oprima|envie)\s+(\d)\b", re.IGNORECASE)
_CUT = 600
_ANY_DIGIT = str.maketrans("123456789", "000000000")


@dataclass(frozen=True, slots=True)
class Asked:
    """The kinds of question that were asked, and what each digit was said to mean."""

    kinds: frozenset[str] = frozenset()
    menu: tuple[tuple[int, str], ...] = ()
    yes_or_no: bool = False

    def for_(self, kind: str) -> bool:
        return kind in self.kinds


@lru_cache(maxsize=4096)
def _kinds_of(said: str) -> frozenset[str]:
    """The kinds of question in words whose digits do not matter: what is asked of many patients is looked at once."""
    kinds = {kind for kind, pattern in _COMPILED.items() if pattern.search(said)}
    if "sure" in kinds:
        kinds.add("details")
    elif kinds & {"time", "day"}:
        kinds.discard("details")
    return frozenset(kinds)


@lru_cache(maxsize=1024)
def asked_in(words: str) -> Asked:
    """What the words last said to the patient ask for."""
    said = words[-_CUT:]
    kinds = _kinds_of(said.translate(_ANY_DIGIT))
    menu = tuple((int(digit), meaning.strip()) for digit, meaning in _MENU.findall(said))
    is_menu = len(menu) > 1 or _PRESS.search(said) is not None
    question = said.rstrip().endswith("?") or "?" in said
    return Asked(kinds, menu if is_menu else (), question and not kinds & {"time", "day", "name"})
