"""What patients tell the team: how late, waiting outside, a message, which texts they do not want.

Small tables of patterns over folded words (`normalise.plain`), a line for each language where they differ much.
"""

from __future__ import annotations

import re

from dialogs import phrases

_MINUTES = re.compile(r"\b(\d{1,3}) ?(?:m|min|mins|minute|minutes|minutos|minuto)\b", re.ASCII)
_SPANS = (
    (re.compile(r"\b(?:half (?:an )?hour|media hora)\b"), 30),
    (re.compile(r"\b(?:an|one|1) hour and a half\b|\bhora y media\b"), 90),
    (re.compile(r"\b(?:quarter (?:of an )?hour|cuarto de hora)\b"), 15),
    (re.compile(r"\b(?:an|one|1|una) (?:hour|hr|hora)\b"), 60),
)
_OUTSIDE = re.compile(
    r"\b(?:car|van|truck|outside|parking(?: lot)?|parked|curb|curbside|carro|coche|auto|afuera|fuera|estacionamiento)\b"
)
_TEAM = (
    r"(?:the |my |la |el |al |mi |a la |a mi )*"
    r"(?:dr|doctor|doctora|nurse|enfermera|enfermero|team|staff|office|front desk|care team|equipo|provider)\b"
)
_MESSAGE = re.compile(
    r"\b(?:(?:leave|pass|give|send|relay|take) (?:on )?(?:a |this |my |you a )*message|message (?:for|to) "
    + _TEAM
    + r"|(?:tell|let|inform|remind) "
    + _TEAM
    + r"|(?:dejar|dar|pasar|mandar|enviar) (?:un |este )?(?:mensaje|recado)|(?:mensaje|recado) (?:para|a) "
    + _TEAM
    + r"|(?:diga|digale|dile|avise|avisele|avisale|cuentele) (?:que )?"
    + _TEAM
    + r")"
)
_SAYS_IT = re.compile(r"\b(?:that|know|about|que|to)\b.*\w+ \w+ \w+")
_KINDS = {
    "reminders": re.compile(r"\b(?:reminders?|recordatorios?)\b"),
    "waitlist": re.compile(r"\b(?:wait ?list|waiting list|lista de espera)\b"),
    "campaigns": re.compile(r"\b(?:surveys?|encuestas?|promotions?|promos|marketing|promociones|campaigns?)\b"),
}
_CALLS = re.compile(
    r"(?:please |pls |ok |hi |hello )*(?:stop|quit)(?: with)? (?:calling|phoning|ringing|the calls|these calls)\b"
    r"(?: me| us| this number| my (?:phone|number|house|cell)| here)?(?: please| pls| now| again| any ?more| thanks)*"
    r"|(?:please |pls )*(?:dont|do not|never) (?:ever )?(?:call|phone|ring)(?: me| us| this number)?"
    r" (?:any ?more|again|ever)(?: again| please| pls)*"
    r"|(?:please |pls )*no more (?:phone |automatic )?calls(?: please| pls)*"
    r"|(?:por favor )*(?:ya )?no (?:me|nos) (?:llamen|llame|llames)(?: mas| nunca| otra vez| por favor)*"
    r"|(?:por favor )*(?:dejen|deje|deja|paren|pare) de (?:llamarme|llamarnos|llamar)(?: por favor| ya)*"
    r"|(?:por favor )*no mas llamadas(?: por favor)*"
)
_EVERYTHING = re.compile(
    r"\b(?:no more (?:texts?|messages?)|nothing|everything|anything|any (?:more )?(?:texts?|messages?)|all|"
    r"todo|todos|ningun|nada)\b"
)


def minutes(words: str, bare: bool) -> int:
    """How many minutes are said, 0 where none are; `bare` where a number alone means minutes."""
    if (match := _MINUTES.search(words)) is not None:
        return int(match.group(1))
    spans = (span for pattern, span in _SPANS if pattern.search(words))
    alone = re.fullmatch(r"\d{1,3}", words) if bare else None
    return next(spans, int(words) if alone else (phrases.picked(words) or 0) if bare else 0)


def outside(words: str) -> bool:
    """Who is here waits in the car or before the door."""
    return _OUTSIDE.search(words) is not None


def message(words: str) -> bool | None:
    """Whether the words leave a message for the care team, with the message in them; None where they do not."""
    found = _MESSAGE.search(words)
    return None if found is None else _SAYS_IT.search(words, found.start()) is not None


def stops_calls(words: str) -> bool:
    """Our calls are not wanted any more; nothing is said of texts."""
    return _CALLS.fullmatch(words) is not None


def kind_of_texts(words: str) -> str:
    """The one kind of texts that is not wanted any more; empty where all are meant."""
    kinds = [kind for kind, pattern in _KINDS.items() if pattern.search(words)]
    return kinds[0] if len(kinds) == 1 and not _EVERYTHING.search(words) else ""
