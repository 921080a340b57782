"""Whether words say beyond doubt that a number is not the patient's: only then do our texts to it end.

Patterns over folded words (`normalise.plain`), to be hard to meet by chance. A patient who is marked by mistake gets no
reminder any more, so whatever sounds like it without saying it ("that's not my doctor") is for a person to read.
"""

from __future__ import annotations

import re

_CERTAIN = re.compile(
    r"\bwrong (?:number|num|nr|person|phone|guy|lady|recipient|contact)\b"
    r"|\b(?:doesnt|does not|dont|do not) (?:live|work) here\b"
    r"|\bno longer (?:has|have|uses|his|her|their)\b.*\b(?:phone|number)\b"
    r"|\b(?:thats|this is|its|is) not (?:his|her|their|the right) number\b|\bsomeone elses (?:number|phone)\b"
    r"|\b(?:no one|nobody|noone) (?:here )?(?:is )?(?:by|with|named|called)\b|\bnever (?:been|was) a patient\b"
    r"|\bnot a patient\b|\bnever heard of (?:you|this clinic|her|him|them)\b"
    r"|^(?:no )?(?:this is |thats |its )?not me(?: sorry)?$"
    r"|\b(?:dont|do not) know (?:who (?:this|that) is|who you are)\b"
    r"|\b(?:dont|do not) know (?:(?:any|this|that) (?:person|patient)|him|her|anyone named)\b"
    r"|\b(?:numero|telefono) (?:equivocado|incorrecto|errado)\b|\bpersona equivocada\b"
    r"|\bequivoc\w+ de (?:numero|persona|telefono)\b|\b(?:no vive aqui|aqui no vive)\b"
    r"|\bya no (?:es|tiene) (?:su|este|ese|el) (?:numero|telefono)\b|\beste no es (?:su|el) (?:numero|telefono) de\b"
    r"|\bno soy (?:paciente|esa persona|la persona)\b|\bno conozco a\b|^(?:yo )?no soy (?:yo|(?!el|la|su|de)\w+)$"
)


def certain(words: str) -> bool:
    """The number belongs to somebody else."""
    return _CERTAIN.search(words) is not None
