"""The name that a patient gives: said outright ("my name is …"), or as the whole answer to the question for it."""

from __future__ import annotations

import re
from functools import lru_cache

from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.normalise import KEPT

_WORD = r"[^\W\d_][^\W\d_'’.-]*(?:['’.-][^\W\d_]+)*\.?"
_NAME = rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,4}})"
_OUTRIGHT = re.compile(
    r"(?:\b(?:my|the|patient'?s?|his|her|full)\s+(?:full\s+|first\s+|last\s+)?name(?:'s|\s+is|\s+was|:)|"
    r"\bname\s*[:=]|\bname is|\bi(?:'|’)?\s?a?m called|\bcall me"
    r"|\bunder(?: the)?(?: name)?(?: of)?|\bon behalf of|\bin the name of"
    r"|\bmi nombre es|\bme llamo|\bel nombre es|\bnombre:|\ba nombre de)\s+" + _NAME,
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"(?<!\bno )(?<!\bnot )\b(?:this is|it'?s|it’s|i am|i'?m|i’m|soy|habla|le habla|es)\s+"
    + _NAME
    + r"(?:\s*(?:here|speaking|calling|again)\b|\s*[.,!;-]|\s*$)",
    re.IGNORECASE,
)
_CALLING = re.compile(_NAME + r"\s+(?:here|speaking|calling)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:hi|hello|hey|hola|yes|si|sí|sure|ok|it'?s|it’s|its|this is|i'?m|i’m|im|i am|my name is|name is|"
    r"the name is|soy|me llamo|mi nombre es|es|para|for|under|the patient is|patient is|un|thanks|please)[\s,:.!]+",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    listed(
        "anymore again back later asap maybe a an the is are was at in on for to from of and or but not no "
        "yes i im we you he she it they my your his her "
        "our this that there here so just sure going running late early calling fine ok okay good great sorry sick "
        "ready busy able free coming having available looking trying interested done new still already really very "
        "too correct right wrong about with by if when what where how who why which any some all more much many "
        "please thanks thank hello hi hey bye appointment doctor dr visit tomorrow today tonight monday tuesday "
        "wednesday thursday friday saturday sunday morning afternoon evening noon cancel confirm change move "
        "reschedule stop help it's don't can't won't cant dont wont will would could should can do does did have has "
        "had be been am me us them name pm urgent emergency perfect time week month speaking patient nothing "
        "something anything never me un una el la los las de que y en mi su para por con si lo le se yo estoy voy "
        "tengo aqui tarde bien lunes martes miercoles jueves viernes sabado domingo manana mañana hoy gracias cita "
        "doctora paciente la nueva nuevo muy listo lista one two three first second"
    )
)
_JOINERS = frozenset({"de", "la", "los", "las", "del", "y", "van", "von", "da", "dos", "st", "mc", "al", "bin", "el"})
_MOST_WORDS = 5
_LONGEST = 200


@lru_cache(maxsize=KEPT)
def name_in(text: str, asked: bool) -> str | None:
    """A name of the speaker or patient; `asked` where the question was for a name."""
    text = text[:_LONGEST].strip()
    found = _OUTRIGHT.search(text)
    if found is not None:
        return _trimmed(found.group("name"))
    if asked:
        return _answered(text)
    found = _SPEAKING.search(text) or _CALLING.search(text)
    name = _trimmed(found.group("name")) if found is not None else None
    return name if name is not None and (name[0].isupper() or " " in name) else None


def _answered(text: str) -> str | None:
    """The whole of a short answer, without what leads up to it."""
    rest, before = text, ""
    while rest != before:
        before, rest = rest, _LEADING.sub("", rest)
    words = rest.strip(" .,!").split()
    if not words or len(words) > _MOST_WORDS:
        return None
    return _trimmed(" ".join(words)) if all(re.fullmatch(_WORD + ",?", word) for word in words) else None


def _trimmed(said: str) -> str | None:
    """The words up to the first that is no part of a name."""
    words: list[str] = []
    for word in said.split():
        bare = word.strip(".,!").lower()
        if bare in _NO_NAME and not (words and bare in _JOINERS):
            break
        words.append(word.strip(",!") if len(bare) > 1 or word.endswith(".") else word)
        if len(words) > 1 and word.endswith((".", "!", ",")) and len(bare) > 2:
            break
    while words and words[-1].lower() in _JOINERS:
        words.pop()
    return " ".join(words).strip(" .,!") or None
