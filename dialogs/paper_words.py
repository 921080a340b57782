"""Words that ask for a form or go on with one, and words that bring a new insurance: patterns over folded words."""

from __future__ import annotations

import re

_PAPER = r"(?:intake |new patient |patient |medical )?(?:forms?|paperwork|questionnaire)"
_PAPEL = r"(?:formularios?|cuestionarios?|papeles)"
_GOES_ON = re.compile(
    r"(?:ok |yes |lets |please )*(?:continue|resume|go on|keep going|carry on|im ready|continuar|continuemos|"
    r"seguir|sigamos|sigue|siga|reanudar)(?: (?:please|por favor|now|ahora))*"
    rf"|(?:ok |yes |lets |please )*(?:continue|resume|go on|continuar|seguir|seguimos) (?:with |con )?"
    rf"(?:the |my |el |la |mi )?(?:{_PAPER}|{_PAPEL})(?: please| por favor)?"
)
_WANTS_FORM = re.compile(
    rf"\b(?:fill (?:out|in)|complete|finish|start|do|send(?: me)?|continue|resume) (?:out |in )?"
    rf"(?:the |my |this |that |your |some |any )*{_PAPER}\b"
    rf"|\b(?:llenar|completar|terminar|empezar|hacer|contestar|mand(?:ar|eme|ame|e)|envi(?:ar|eme|ame|e)|continuar) "
    rf"(?:el |los |mi |mis |un |unos )*{_PAPEL}\b"
)
_BRINGS = re.compile(
    r"\b(?:new|changed|change|changing|switched|update|updated|different) (?:my |our |the )*(?:health )?insurance\b"
    r"|\binsurance (?:info(?:rmation)? )?(?:has |have |just )?changed\b"
    r"|\b(?:give|send|add|show|text) (?:you )?(?:my|our|the) (?:new )?(?:health )?insurance\b"
    r"|\bhere(?:s| is) (?:my|our) (?:new )?insurance\b|\bmy (?:new )?insurance is\b"
    r"|\b(?:nuevo seguro|otro seguro|nueva aseguranza)\b|\bcambi(?:e|o|amos|ar) (?:de |mi |el )?(?:seguro|aseguranza)\b"
    r"|\bmi seguro (?:cambio|es)\b|\bactualizar (?:mi |el )?seguro\b"
    r"|\b(?:dar|dejar|mandar|enviar|mostrar)(?:les|le)? (?:los datos de(?:l)? |la tarjeta de(?:l)? )?(?:mi )?seguro\b"
)
# Questions about what is paid are the clinic's to answer, not a new card.
_ABOUT_MONEY = re.compile(
    r"\b(?:cover\w*|take|takes|accept\w*|pay\w*|cost\w*|copay|claim\w*|deductible|bill\w*|"
    r"acept\w*|cubr\w*|pag\w*|cuest\w*|reclamo)\b"
)


def goes_on(words: str) -> bool:
    """On with what was put off: "continue"."""
    return _GOES_ON.fullmatch(words) is not None


def wants_form(words: str) -> bool:
    """A form is asked for, or shall go on."""
    return goes_on(words) or _WANTS_FORM.search(words) is not None


def brings_insurance(words: str) -> bool:
    """The patient has insurance details for us."""
    return _BRINGS.search(words) is not None and not _ABOUT_MONEY.search(words)
